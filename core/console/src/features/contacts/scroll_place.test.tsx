// SPDX-License-Identifier: Apache-2.0
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, sessionOf } from '../../testing/server';

const contact = (index: number) => ({
  id: `P${String(index).padStart(12, '0')}`, first_name: 'Ann', last_name: `No ${index}`, known: true, created_at: '2026-11-01T10:00:00.000Z',
  updated_at: '2026-11-02T10:00:00.000Z', last_seen_at: null, source: { type: 'form', name: null }, identifiers: [], tags: [],
});

it('whoever comes back to a list finds it where they left it, and another search begins at its top', async () => {
  const empty = () => json({ items: [], next_cursor: null });
  const items = Array.from({ length: 100 }, (_, index) => contact(index));
  new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    'GET /v1/fields': empty,
    'GET /v1/segments': empty,
    'GET /v1/categories': empty,
    'GET /v1/channels': empty,
    'GET /v1/suppressions': empty,
    'GET /v1/profiles': () => json({ items, next_cursor: null, total: 100, at_least: false }),
  });
  const { router } = renderConsole('/contacts?known=true');
  const scroller = async () => (await screen.findByRole('grid', { name: 'Contacts' })).parentElement as HTMLElement;
  const list = await scroller();
  list.scrollTop = 2400;
  fireEvent.scroll(list);
  await act(() => router.navigate({ to: '/settings/suppressions' }));
  await waitFor(() => expect(screen.queryByRole('grid', { name: 'Contacts' })).toBeNull());
  act(() => router.history.back());
  expect((await scroller()).scrollTop).toBe(2400);
  expect(await screen.findByText('Ann No 50')).toBeTruthy();
  await act(() => router.navigate({ to: '/contacts', search: { known: 'false' } }));
  await waitFor(async () => expect((await scroller()).scrollTop).toBe(0));
  act(() => router.history.back());
  await waitFor(async () => expect((await scroller()).scrollTop).toBe(2400));
});
