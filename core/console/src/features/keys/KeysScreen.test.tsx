// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

const secret = 'kith_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';
const key = {
  id: 'K000000000001', name: 'shop', right: 'write', origins: [], rate_per_minute: null, strict: false,
  created_at: '2026-11-01T10:00:00.000Z', revoked_at: null,
};

function serve(role: Parameters<typeof sessionOf>[0] = 'administrator') {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/keys': () => json({ items: [key], next_cursor: null }),
  });
}

it('keys are nothing for an editor: the server is not even asked', async () => {
  const server = serve('editor');
  renderConsole('/settings/keys');
  expect(await screen.findByText('This is not for your role')).toBeTruthy();
  expect(server.to('GET /v1/keys')).toHaveLength(0);
  expect(screen.queryByRole('link', { name: 'API keys' })).toBeNull();
});

it('a key is shown once, and kept nowhere', async () => {
  const server = serve();
  server.on('POST /v1/keys', () => json({ ...key, right: 'public', key: secret, identity_secret: 'very-secret' }, 201));
  renderConsole('/settings/keys');
  await userEvent.click(await screen.findByRole('button', { name: 'New key' }));
  await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'shop');
  await userEvent.click(screen.getByRole('radio', { name: /^Public/ }));
  await userEvent.type(screen.getByLabelText('Websites that may use it'), 'https://shop.example');
  await userEvent.click(screen.getByRole('button', { name: 'Make the key' }));
  expect(await screen.findByDisplayValue(secret)).toBeTruthy();
  expect(server.to('POST /v1/keys')[0]?.body).toEqual({ name: 'shop', right: 'public', origins: ['https://shop.example'] });
  await userEvent.click(screen.getByRole('button', { name: 'I have stored it' }));
  await waitFor(() => expect(screen.queryByDisplayValue(secret)).toBeNull());
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(secret);
});

it('a key that can’t be revoked says why, and one that can goes', async () => {
  const server = serve();
  let calls = 0;
  server.on('DELETE /v1/keys/K000000000001', () => (++calls === 1 ? problem(503, 'overloaded', 'Come back later.') : noContent()));
  renderConsole('/settings/keys');
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke' }));
  const sure = async () => within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' });
  await userEvent.click(await sure());
  expect(await screen.findByText('Come back later.')).toBeTruthy();
  await userEvent.click(await sure());
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
