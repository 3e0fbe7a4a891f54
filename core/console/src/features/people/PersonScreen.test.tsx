// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';
import { makePassword } from './NewPassword';

const bob = {
  id: 'U000000000002', email: 'bob@example.com', name: 'Bob', role: 'administrator', disabled: false,
  created_at: '2026-11-01T10:00:00.000Z', last_seen_at: null, version: 1,
};

function serve() {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('administrator')),
    'GET /v1/users': () => json({ items: [bob], next_cursor: null }),
    [`GET /v1/users/${bob.id}`]: () => json(bob, 200, { ETag: '"1"' }),
    'GET /v1/sessions': () => json({ items: [], next_cursor: null }),
  });
}

it('the last administrator stays one, in the server’s words', async () => {
  const server = serve();
  server.on(`PATCH /v1/users/${bob.id}`, () =>
    problem(409, 'last_administrator', 'Nobody else could administer then.', {
      errors: [{ pointer: '/role', code: 'last_administrator', detail: 'They are the last administrator.' }],
    }),
  );
  renderConsole(`/settings/people/${bob.id}`);
  await userEvent.click(await screen.findByRole('radio', { name: /^Viewer/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('They are the last administrator.')).toBeTruthy();
  const [call] = server.to(`PATCH /v1/users/${bob.id}`);
  expect([call?.headers.get('If-Match'), call?.body]).toEqual(['"1"', { role: 'viewer' }]);
});

it('a made up password is shown, set, and never kept', async () => {
  const server = serve();
  server.on(`PATCH /v1/users/${bob.id}`, () => json(bob));
  renderConsole(`/settings/people/${bob.id}`);
  await userEvent.click(await screen.findByRole('button', { name: 'Make one up' }));
  await userEvent.click(screen.getByRole('button', { name: 'Set the password' }));
  expect(await screen.findByText('The new password counts from now on.')).toBeTruthy();
  const { password } = server.to(`PATCH /v1/users/${bob.id}`)[0]?.body as { password: string };
  expect(password).toHaveLength(20);
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(password);
  await waitFor(() => expect(screen.queryByDisplayValue(password)).toBeNull());
});

it('passwords are made of many letters', () => {
  expect(new Set(makePassword()).size).toBeGreaterThan(5);
  expect(makePassword()).not.toBe(makePassword());
});

it('says where somebody is signed in, with the browser’s own words on demand', async () => {
  const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
  const session = (id: string, user_agent: string) => ({ ...sessionOf(), id, user: bob, current: false, user_agent });
  const server = serve();
  server.on('GET /v1/sessions', () =>
    json({ items: [session('S1', linux), session('S2', 'curl/7.88.1'), session('S3', '')], next_cursor: null }),
  );
  renderConsole(`/settings/people/${bob.id}`);
  expect((await screen.findByText('Firefox on Linux')).getAttribute('title')).toBe(linux);
  expect(screen.getByText('curl/7.88.1')).toBeTruthy();
  expect(screen.getByText('Unknown browser')).toBeTruthy();
  expect(server.to('GET /v1/sessions')[0]?.query.get('user')).toBe(bob.id);
});
