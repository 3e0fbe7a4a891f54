// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { contactOf, empty, serveContacts, three } from '../../testing/contacts';
import { renderConsole } from '../../testing/render';
import { json, problem, sessionOf, type Call } from '../../testing/server';

describe('the list of contacts', () => {
  it('shows the server’s words and can be asked for again', async () => {
    let calls = 0;
    serveContacts('viewer', () => (++calls === 1 ? problem(409, 'segment_broken', 'The segment names an archived field.') : three()));
    renderConsole('/contacts?segment=vip');
    expect(await screen.findByText('The segment names an archived field.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Ann No 1')).toBeTruthy();
  });

  it('calls fields that every deployment has what people call them', async () => {
    const field = (key: string, more: object = {}) => ({ key, names: {}, type: 'text', options: {}, indexed: true, archived: false, ...more });
    const fields = [field('birth_date'), field('tags'), field('address.country', { type: 'country' }), field('shoe', { names: { en: 'Shoe size' } })];
    localStorage.setItem(`kith.contacts.columns.${sessionOf().user.id}`, JSON.stringify(['name', 'field:address.country']));
    const server = serveContacts('viewer', () => json({ items: [contactOf(1, { fields: { 'address.country': 'FR' } })], next_cursor: null, total: 1, at_least: false }));
    server.on('GET /v1/fields', () => json({ items: fields, next_cursor: null }));
    renderConsole(`/contacts?where=${encodeURIComponent('[{"field":"birth_date","is":"known"}]')}`);
    expect(await screen.findByRole('columnheader', { name: 'Country' })).toBeTruthy();
    expect(screen.getByRole('gridcell', { name: 'France (FR)' })).toBeTruthy();
    expect(screen.getByText(/^Date of birth/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    expect(await screen.findByLabelText('Date of birth')).toBeTruthy();
    expect(screen.getAllByLabelText('Tags')).toHaveLength(1);
    expect(screen.getByLabelText('Shoe size')).toBeTruthy();
    expect(screen.queryByLabelText('birth_date')).toBeNull();
  });

  it('says that nobody matches, and how to see somebody again', async () => {
    const server = serveContacts('viewer', ({ query }) => (query.get('q') ? empty() : three()));
    const { router } = renderConsole('/contacts?q=zzz&tag=vip');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear search and filters' }));
    expect(await screen.findByText('Ann No 1')).toBeTruthy();
    expect(router.state.location.search).toEqual({});
    expect(server.to('GET /v1/profiles').at(-1)?.query.get('tag')).toBeNull();
  });

  it('does not say that nobody matches where the search did not look at all', async () => {
    serveContacts('viewer', () => json({ items: [], next_cursor: null, total: 0, at_least: false, cut: true }));
    renderConsole('/contacts?q=ann&tag=vip');
    expect(await screen.findByText('The search finds more than it can look at')).toBeTruthy();
    expect(screen.queryByText('No contact matches')).toBeNull();
    expect(screen.getByRole('button', { name: 'Clear search and filters' })).toBeTruthy();
  });

  it('asks for what the address bar says, and puts there what is typed', async () => {
    const server = serveContacts('viewer', three);
    const { router } = renderConsole('/contacts?tag=vip&sort=name');
    await screen.findByText('Ann No 1');
    const { query } = server.to('GET /v1/profiles')[0] as Call;
    expect([query.get('tag'), query.get('sort'), query.get('total')]).toEqual(['vip', 'name', 'true']);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search contacts' }), '042');
    await waitFor(() => expect(router.state.location.search).toEqual({ tag: 'vip', sort: 'name', q: '042' }));
    await waitFor(() => expect(server.to('GET /v1/profiles').at(-1)?.query.get('q')).toBe('042'));
  });

  it('never shows an address that must not be written to without saying so', async () => {
    serveContacts('viewer', three);
    renderConsole('/contacts');
    const row = await screen.findByRole('row', { name: 'Ann No 2' });
    expect(within(row).getByText('Blacklisted')).toBeTruthy();
    expect(within(screen.getByRole('row', { name: 'Ann No 1' })).queryByText('Blacklisted')).toBeNull();
  });

  it('has email and phone first, with what is said of an address behind it', async () => {
    const listed = (type: string, given: string, channel: string | null, state = 'active', role = 'identifying') => ({
      type, value: given, given, role, endpoint: channel && { channel, state, reason: null },
    });
    const reach = [
      [listed('push_token', 'token', 'push'), listed('phone', '+380501100042', null), listed('email', 'ann@example.com', 'email', 'active', 'claimed')],
      [listed('external_id', 'c-1', null), listed('telegram', '412000001', 'telegram'), listed('email', 'bea@example.com', 'email', 'unsubscribed', 'claimed')],
    ];
    const items = reach.map((identifiers, index) => contactOf(index + 1, { identifiers }));
    serveContacts('viewer', () => json({ items, next_cursor: null, total: 2, at_least: false }));
    renderConsole('/contacts');
    const cell = async (index: number) => within(await screen.findByRole('row', { name: `Ann No ${index}` })).getAllByRole('gridcell')[2];
    expect((await cell(1))?.textContent).toBe('ann@example.comNot verified+380501100042+1');
    expect((await cell(2))?.textContent).toBe('bea@example.comUnsubscribed412000001');
    expect(screen.getByRole('img', { name: 'Telegram' })).toBeTruthy();
  });

  it('opens a person by a click on the blank of a row', async () => {
    serveContacts('viewer', three);
    const { router } = renderConsole('/contacts');
    fireEvent.click(await screen.findByRole('row', { name: 'Ann No 2' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/contacts/P000000000002'));
  });

  it('is walked, ticked and opened with the keyboard', async () => {
    serveContacts('editor', three);
    const { router } = renderConsole('/contacts');
    (await screen.findByRole('row', { name: 'Ann No 1' })).focus();
    await userEvent.keyboard('{ArrowDown} ');
    expect(screen.getByRole('row', { name: 'Ann No 2' }).getAttribute('aria-selected')).toBe('true');
    expect(screen.getByText('1 selected')).toBeTruthy();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/contacts/P000000000003'));
  });

  it('reads the next page before the end is seen', async () => {
    const server = serveContacts('viewer', ({ query }) =>
      query.get('cursor')
        ? json({ items: [contactOf(2)], next_cursor: null })
        : json({ items: [contactOf(1)], next_cursor: 'next', total: 2, at_least: false }),
    );
    renderConsole('/contacts');
    expect(await screen.findByRole('row', { name: 'Ann No 2' })).toBeTruthy();
    const [, second] = server.to('GET /v1/profiles');
    expect([second?.query.get('cursor'), second?.query.get('total')]).toEqual(['next', null]);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('3');
  });

  it('remembers the columns that were chosen', async () => {
    localStorage.setItem(`kith.contacts.columns.${sessionOf().user.id}`, '["source"]');
    serveContacts('viewer', three);
    renderConsole('/contacts');
    await screen.findByText('Ann No 1');
    expect(screen.getAllByRole('columnheader').map((each) => each.textContent)).toEqual(['', 'Name', 'Source']);
    expect(screen.getAllByText('Form: newsletter')).toHaveLength(3);
  });

  it('shows nobody the columns that somebody else chose', async () => {
    localStorage.setItem('kith.contacts.columns.U000000000002', '["source"]');
    localStorage.setItem('kith.contacts.columns', '["source"]');
    serveContacts('viewer', three);
    renderConsole('/contacts');
    await screen.findByText('Ann No 1');
    expect(screen.queryByRole('columnheader', { name: 'Source' })).toBeNull();
    expect(screen.getByRole('columnheader', { name: 'Tags' })).toBeTruthy();
  });

  it('shows what others wrote as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    serveContacts('viewer', () => json({ items: [contactOf(1, { first_name: name, last_name: null })], next_cursor: null }));
    renderConsole('/contacts');
    expect(await screen.findByText(name)).toBeTruthy();
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });
});
