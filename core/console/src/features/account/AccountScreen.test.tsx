// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';

function serve() {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    'GET /v1/sessions': () => json({ items: [sessionOf('viewer')], next_cursor: null }),
  });
}

it('sessions that can not be read say why, and can be asked for again; the password can still be changed', async () => {
  const server = serve();
  server.on('GET /v1/sessions', () => problem(500, 'internal', 'The database is away.'));
  renderConsole('/account');
  expect(await screen.findByText('The database is away.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Change password' })).toBeTruthy();
  serve();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('This browser')).toBeTruthy();
});

it('sessions are shown to be on their way', async () => {
  const server = serve();
  server.on('GET /v1/sessions', () => new Promise(() => undefined));
  renderConsole('/account');
  expect(await within(await screen.findByRole('main')).findByRole('status')).toBeTruthy();
});

it('a password that is refused says why at its place, and stays to be mended', async () => {
  const server = serve();
  server.on('PUT /v1/sessions/current/password', () =>
    problem(400, 'invalid_input', 'One thing is wrong.', {
      errors: [{ pointer: '/new_password', code: 'too_short', detail: 'At least 10 characters.' }],
    }),
  );
  renderConsole('/account');
  await userEvent.type(await screen.findByLabelText(/^Current password/), 'the old one');
  await userEvent.type(screen.getByLabelText(/^New password/), 'short');
  await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
  expect(await screen.findByText('At least 10 characters.')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>(/^New password/).value).toBe('short');
});
