// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { contactOf, serveContacts } from '../../testing/contacts';
import { renderConsole } from '../../testing/render';
import { json } from '../../testing/server';

const email = (name: string, state = 'active') => ({
  type: 'email', value: `${name}@example.com`, given: `${name}@example.com`, role: 'identifying', endpoint: { channel: 'email', state, reason: null },
});
const warning = 'Not all of these may be written to';

async function cellAt(address: string, identifiers: object[]) {
  serveContacts('viewer', () => json({ items: [contactOf(1, { identifiers })], next_cursor: null, total: 1, at_least: false }));
  renderConsole(address);
  return within(await screen.findByRole('row', { name: 'Ann No 1' })).getAllByRole('gridcell')[2] as HTMLElement;
}

it('an address that the list is filtered by is shown though it is the third, and so is how many are not', async () => {
  const cell = await cellAt('/contacts?state=blacklisted', [email('one'), email('two'), email('three', 'blacklisted')]);
  expect(cell.textContent).toBe('three@example.comBlacklistedone@example.com+1');
  expect(within(cell).getByTitle('two@example.com').textContent).toBe('+1');
  expect(within(cell).queryByRole('img', { name: warning })).toBeNull();
});

it('an address that must not be written to is seen where no filter asks for it', async () => {
  const cell = await cellAt('/contacts', [email('one'), email('two'), email('three', 'unsubscribed')]);
  expect(cell.textContent).toBe('three@example.comUnsubscribedone@example.com+1');
});

it('that one has no room is said, if it must not be written to', async () => {
  const cell = await cellAt('/contacts', ['one', 'two', 'three'].map((name) => email(name, 'blocked')));
  expect(cell.textContent).toBe('one@example.comBlockedtwo@example.comBlocked+1');
  expect(within(cell).getByRole('img', { name: warning })).toBeTruthy();
});

it('of those that all have room nothing more is said', async () => {
  expect((await cellAt('/contacts', [email('one'), email('two')])).textContent).toBe('one@example.comtwo@example.com');
});

it('a narrow screen has room for one', async () => {
  const asked = window.matchMedia;
  vi.stubGlobal('matchMedia', (query: string) => ({ ...asked(query), matches: query === '(max-width: 30rem)' }));
  serveContacts('viewer', () => json({ items: [contactOf(1, { identifiers: [email('one'), email('two', 'blocked')] })], next_cursor: null, total: 1, at_least: false }));
  renderConsole('/contacts?state=active');
  const row = await screen.findByRole('row', { name: 'Ann No 1' });
  const cell = within(row).getByText('one@example.com').closest<HTMLElement>('[role="gridcell"]') as HTMLElement;
  expect(cell.textContent).toBe('one@example.com+1');
  expect(within(cell).getByRole('img', { name: warning })).toBeTruthy();
});
