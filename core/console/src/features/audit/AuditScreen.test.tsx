// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, sessionOf } from '../../testing/server';
import { queryOf, validateAuditSearch } from './search';

const entry = {
  id: 'A000000000001', at: '2026-11-01T10:00:00.000Z', user: { id: 'U000000000002', name: 'Bob', email: 'bob@example.com' },
  action: 'profiles.patch', method: 'PATCH', route: '/v1/profiles/{ref}', profile_id: 'P000000000001', status: 403,
  address: '192.0.2.1', request_id: 'request-7',
};

it('an address that makes no sense asks for nothing wrong', () => {
  expect(validateAuditSearch({ from: '2026-99-99', to: 'x', user: 'much too long to be an id' })).toStrictEqual({
    user: undefined,
    action: undefined,
    from: undefined,
    to: undefined,
  });
});

it('a period ends with its last day', () => {
  const { from, to } = queryOf({ from: '2026-11-01', to: '2026-11-01' });
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(86_400_000);
});

it('what was refused is seen, and filters stand in the address bar', async () => {
  const server = new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('administrator')),
    'GET /v1/users': () => json({ items: [], next_cursor: null }),
    'GET /v1/audit': () => json({ items: [entry], next_cursor: null }),
  });
  const { router } = renderConsole('/settings/audit');
  fireEvent.click(await screen.findByRole('row', { name: 'Bob profiles.patch' }));
  expect(await screen.findByText('request-7')).toBeTruthy();
  expect(screen.getAllByText('Refused (403)').length).toBeGreaterThan(0);
  await userEvent.click(screen.getByRole('button', { name: 'Only this action' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ action: 'profiles.patch' }));
  await waitFor(() => expect(server.to('GET /v1/audit').at(-1)?.query.get('action')).toBe('profiles.patch'));
});
