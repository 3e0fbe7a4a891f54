// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { blobText } from '../../testing/blob';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf, type Call } from '../../testing/server';

function contact(index: number, more: object = {}) {
  return {
    id: `P${String(index).padStart(12, '0')}`,
    first_name: 'Ann',
    last_name: `No ${index}`,
    known: true,
    created_at: '2026-11-01T10:00:00.000Z',
    updated_at: '2026-11-02T10:00:00.000Z',
    last_seen_at: null,
    source: { type: 'form', name: 'newsletter' },
    identifiers: [
      {
        type: 'email',
        value: `ann${index}@example.com`,
        given: `Ann${index}@Example.com`,
        role: 'identifying',
        endpoint: { channel: 'email', state: index === 2 ? 'blacklisted' : 'active', reason: null },
      },
    ],
    tags: [],
    ...more,
  };
}

const empty = () => json({ items: [], next_cursor: null });

function serve(role: Parameters<typeof sessionOf>[0], profiles: (call: Call) => Response): FakeServer {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': empty,
    'GET /v1/field-types': empty,
    'GET /v1/segments': empty,
    'GET /v1/categories': empty,
    'GET /v1/channels': empty,
    'GET /v1/profiles': profiles,
  });
}

const three = () => json({ items: [contact(1), contact(2), contact(3)], next_cursor: null, total: 3, at_least: false });

describe('the list of contacts', () => {
  it('shows the server’s words and can be asked for again', async () => {
    let calls = 0;
    serve('viewer', () => (++calls === 1 ? problem(409, 'segment_broken', 'The segment names an archived field.') : three()));
    renderConsole('/contacts?segment=vip');
    expect(await screen.findByText('The segment names an archived field.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Ann No 1')).toBeTruthy();
  });

  it('calls fields that every deployment has what people call them', async () => {
    const field = (key: string, more: object = {}) => ({ key, names: {}, type: 'text', options: {}, indexed: true, archived: false, ...more });
    const fields = [field('birth_date'), field('tags'), field('address.country', { type: 'country' }), field('shoe', { names: { en: 'Shoe size' } })];
    localStorage.setItem(`kith.contacts.columns.${sessionOf().user.id}`, JSON.stringify(['name', 'field:address.country']));
    const server = serve('viewer', () => json({ items: [contact(1, { fields: { 'address.country': 'FR' } })], next_cursor: null, total: 1, at_least: false }));
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
    const server = serve('viewer', ({ query }) => (query.get('q') ? empty() : three()));
    const { router } = renderConsole('/contacts?q=zzz&tag=vip');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear search and filters' }));
    expect(await screen.findByText('Ann No 1')).toBeTruthy();
    expect(router.state.location.search).toEqual({});
    expect(server.to('GET /v1/profiles').at(-1)?.query.get('tag')).toBeNull();
  });

  it('does not say that nobody matches where the search did not look at all', async () => {
    serve('viewer', () => json({ items: [], next_cursor: null, total: 0, at_least: false, cut: true }));
    renderConsole('/contacts?q=ann&tag=vip');
    expect(await screen.findByText('The search finds more than it can look at')).toBeTruthy();
    expect(screen.queryByText('No contact matches')).toBeNull();
    expect(screen.getByRole('button', { name: 'Clear search and filters' })).toBeTruthy();
  });

  it('asks for what the address bar says, and puts there what is typed', async () => {
    const server = serve('viewer', three);
    const { router } = renderConsole('/contacts?tag=vip&sort=name');
    await screen.findByText('Ann No 1');
    const { query } = server.to('GET /v1/profiles')[0] as Call;
    expect([query.get('tag'), query.get('sort'), query.get('total')]).toEqual(['vip', 'name', 'true']);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search contacts' }), '042');
    await waitFor(() => expect(router.state.location.search).toEqual({ tag: 'vip', sort: 'name', q: '042' }));
    await waitFor(() => expect(server.to('GET /v1/profiles').at(-1)?.query.get('q')).toBe('042'));
  });

  it('never shows an address that must not be written to without saying so', async () => {
    serve('viewer', three);
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
    const items = reach.map((identifiers, index) => contact(index + 1, { identifiers }));
    serve('viewer', () => json({ items, next_cursor: null, total: 2, at_least: false }));
    renderConsole('/contacts');
    const cell = async (index: number) => within(await screen.findByRole('row', { name: `Ann No ${index}` })).getAllByRole('gridcell')[2];
    expect((await cell(1))?.textContent).toBe('ann@example.comNot verified+380501100042');
    expect((await cell(2))?.textContent).toBe('bea@example.comUnsubscribed412000001');
    expect(screen.getByRole('img', { name: 'Telegram' })).toBeTruthy();
  });

  it('opens a person by a click on the blank of a row', async () => {
    serve('viewer', three);
    const { router } = renderConsole('/contacts');
    fireEvent.click(await screen.findByRole('row', { name: 'Ann No 2' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/contacts/P000000000002'));
  });

  it('is walked, ticked and opened with the keyboard', async () => {
    serve('editor', three);
    const { router } = renderConsole('/contacts');
    (await screen.findByRole('row', { name: 'Ann No 1' })).focus();
    await userEvent.keyboard('{ArrowDown} ');
    expect(screen.getByRole('row', { name: 'Ann No 2' }).getAttribute('aria-selected')).toBe('true');
    expect(screen.getByText('1 selected')).toBeTruthy();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/contacts/P000000000003'));
  });

  it('reads the next page before the end is seen', async () => {
    const server = serve('viewer', ({ query }) =>
      query.get('cursor')
        ? json({ items: [contact(2)], next_cursor: null })
        : json({ items: [contact(1)], next_cursor: 'next', total: 2, at_least: false }),
    );
    renderConsole('/contacts');
    expect(await screen.findByRole('row', { name: 'Ann No 2' })).toBeTruthy();
    const [, second] = server.to('GET /v1/profiles');
    expect([second?.query.get('cursor'), second?.query.get('total')]).toEqual(['next', null]);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('3');
  });

  it('remembers the columns that were chosen', async () => {
    localStorage.setItem(`kith.contacts.columns.${sessionOf().user.id}`, '["source"]');
    serve('viewer', three);
    renderConsole('/contacts');
    await screen.findByText('Ann No 1');
    expect(screen.getAllByRole('columnheader').map((each) => each.textContent)).toEqual(['', 'Name', 'Source']);
    expect(screen.getAllByText('Form: newsletter')).toHaveLength(3);
  });

  it('shows nobody the columns that somebody else chose', async () => {
    localStorage.setItem('kith.contacts.columns.U000000000002', '["source"]');
    localStorage.setItem('kith.contacts.columns', '["source"]');
    serve('viewer', three);
    renderConsole('/contacts');
    await screen.findByText('Ann No 1');
    expect(screen.queryByRole('columnheader', { name: 'Source' })).toBeNull();
    expect(screen.getByRole('columnheader', { name: 'Tags' })).toBeTruthy();
  });

  it('shows what others wrote as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    serve('viewer', () => json({ items: [contact(1, { first_name: name, last_name: null })], next_cursor: null }));
    renderConsole('/contacts');
    expect(await screen.findByText(name)).toBeTruthy();
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });
});

describe('the filters', () => {
  const field = (key: string, type: string, more: object = {}) => ({
    key, names: { en: key }, group: null, type, options: {}, indexed: true, archived: false, ...more,
  });

  async function openFilters() {
    const server = serve('viewer', three);
    server.on('GET /v1/fields', () =>
      json({ items: [field('shoe', 'integer'), field('secret', 'integer', { indexed: false })], next_cursor: null }));
    server.on('GET /v1/field-types', () =>
      json({ items: [{ name: 'integer', plugin: 'fields', kind: 'integer', set: false, operators: ['equals', 'greater'], options: {} }], next_cursor: null }));
    server.on('GET /v1/overview', () =>
      json({ profiles: { known: 1, anonymous: 0, by_source: [{ type: 'form', name: 'newsletter', known: 1, anonymous: 0 }], days: [] } }));
    server.on('GET /v1/categories', () => json({ items: [{ key: 'news', names: { en: 'News' }, archived: false }], next_cursor: null }));
    const view = renderConsole('/contacts');
    await userEvent.click(await screen.findByRole('button', { name: 'Filters' }));
    await screen.findByRole('option', { name: 'shoe' });
    return { ...view, server };
  }

  it('ask for the state in a category and for that of an address together, with a chip for each', async () => {
    const { router, server } = await openFilters();
    expect(screen.queryByLabelText('State in this category')).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State of the address'), 'Blacklisted');
    await userEvent.selectOptions(screen.getByLabelText('Subscription category'), 'News');
    await waitFor(() => expect(router.state.location.search).toEqual({ category: 'news', subscription: 'subscribed', state: 'blacklisted' }));
    const subscription = await screen.findByLabelText('State in this category');
    expect(within(subscription).getAllByRole('option').map((each) => each.textContent)).toEqual(['Subscribed', 'Unsubscribed', 'Pending']);
    await userEvent.selectOptions(subscription, 'Pending');
    await waitFor(() => {
      const { query } = server.to('GET /v1/profiles').at(-1) as Call;
      expect([query.get('category'), query.get('subscription'), query.get('state')]).toEqual(['news', 'pending', 'blacklisted']);
    });
    await userEvent.selectOptions(screen.getByLabelText('Reason of the state'), 'Reported as spam');
    await waitFor(() => expect(router.state.location.search).toMatchObject({ reason: 'abuse', state: 'blacklisted' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove the filter Subscription category: News – Pending', hidden: true }));
    await waitFor(() => expect(router.state.location.search).toEqual({ state: 'blacklisted', reason: 'abuse' }));
  });

  it('of an old address are read as the state in the category', async () => {
    const server = serve('viewer', three);
    const { router } = renderConsole('/contacts?category=news&state=unsubscribed');
    await screen.findByText('Ann No 1');
    expect(router.state.location.search).toEqual({ category: 'news', subscription: 'unsubscribed' });
    const { query } = server.to('GET /v1/profiles').at(-1) as Call;
    expect([query.get('subscription'), query.get('state')]).toEqual(['unsubscribed', null]);
  });

  it('ask for a condition that was typed and not added, once', async () => {
    const { router } = await openFilters();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Field' }), 'shoe');
    await userEvent.type(await screen.findByLabelText('Value'), '42');
    await userEvent.click(screen.getByRole('button', { name: 'Show contacts' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ where: '[{"field":"shoe","is":"equals","value":42}]' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('stay open with what is no condition', async () => {
    const { router } = await openFilters();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Field' }), 'shoe');
    await userEvent.type(await screen.findByLabelText('Value'), '4.5');
    await userEvent.click(screen.getByRole('button', { name: 'Show contacts' }));
    expect(await screen.findByText('This field takes another kind of value.')).toBeTruthy();
    expect(router.state.location.search).toEqual({});
  });

  it.each(['{Enter}', '{Escape}'])('ask for a tag at %s', async (key) => {
    const { router } = await openFilters();
    await userEvent.type(screen.getByRole('textbox', { name: 'Tag' }), `vip${key}`);
    await waitFor(() => expect(router.state.location.search).toEqual({ tag: 'vip' }));
  });

  it('show a field that nobody can be looked for by, and why', async () => {
    await openFilters();
    const option = screen.getByRole<HTMLOptionElement>('option', { name: 'secret (not indexed, so nobody can be looked for by it)' });
    expect(option.disabled).toBe(true);
  });

  it('offer the sources that are known, and any other one', async () => {
    const { router } = await openFilters();
    const source = screen.getByLabelText('First source');
    await screen.findByRole('option', { name: 'Form: newsletter' });
    await userEvent.selectOptions(source, 'Form: newsletter');
    await waitFor(() => expect(router.state.location.search).toEqual({ source: 'form:newsletter' }));
    await userEvent.selectOptions(source, 'Another source…');
    await userEvent.type(await screen.findByLabelText('Another source'), 'plugin:shop{Enter}');
    await waitFor(() => expect(router.state.location.search).toEqual({ source: 'plugin:shop' }));
  });
});

describe('bulk actions', () => {
  async function select(role: Parameters<typeof sessionOf>[0]) {
    const server = serve(role, three);
    renderConsole('/contacts');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Ann No 1' }));
    return server;
  }

  it('that change something are not offered to a viewer', async () => {
    await select('viewer');
    expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Change tags' })).toBeNull();
  });

  it('delete nobody before the number was typed', async () => {
    const server = await select('editor');
    server.on('DELETE /v1/profiles/P000000000001', () => json({}));
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    const sure = await screen.findByRole('button', { name: 'Delete 1 contact' });
    expect(sure.hasAttribute('disabled')).toBe(true);
    await userEvent.type(screen.getByLabelText('Type 1 to confirm'), '1');
    await userEvent.click(sure);
    expect(await screen.findByText('1 of 1 done')).toBeTruthy();
    expect(server.to('DELETE /v1/profiles/P000000000001')).toHaveLength(1);
  });

  it('save the columns that are shown with the state of each address, and lose no choice when they are interrupted', async () => {
    const saved: Blob[] = [];
    // jsdom has none.
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    URL.revokeObjectURL = () => undefined;
    const lines = (...contacts: object[]) => new Response(contacts.map((each) => `${JSON.stringify(each)}\n`).join(''));
    const server = await select('viewer');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Ann No 2' }));
    server.on('GET /v1/profiles/export', () => problem(503, 'overloaded', 'Come back later.'));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save the table' }));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    expect(screen.getByText(/^Stopped before the end\. No table was saved/)).toBeTruthy();
    server.on('GET /v1/profiles/export', () => lines(contact(1), contact(2)));
    await userEvent.click(screen.getByRole('button', { name: 'Read on' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.to('GET /v1/profiles/export').map(({ query }) => query.get('ids'))).toEqual(Array(2).fill('P000000000001,P000000000002'));
    const table = (await blobText(saved[0] as Blob)).split('\r\n').map((line) => line.split(',').slice(0, 3));
    expect(table.slice(0, 3)).toEqual([
      ['Name', 'Reachable at', 'State of the address'],
      ['Ann No 1', 'Ann1@Example.com', 'Active'],
      ['Ann No 2', 'Ann2@Example.com', 'Blacklisted'],
    ]);
  });

  it('are for all who match, beyond what is loaded', async () => {
    const server = await select('editor');
    server.on('POST /v1/tags/changes', () => json({ results: [1, 2, 3].map(() => ({ result: 'updated' })), next_cursor: null }));
    await userEvent.click(screen.getByRole('button', { name: 'Select all that match' }));
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    expect(await screen.findByText('For 3 contacts')).toBeTruthy();
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Add tags'), 'vip, gold');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change tags' }));
    expect(await screen.findByText('3 of 3 done')).toBeTruthy();
    expect(server.to('POST /v1/tags/changes')[0]?.body).toEqual({
      tags: { add: ['vip', 'gold'], remove: [] },
      profiles: ['P000000000001', 'P000000000002', 'P000000000003'],
    });
  });

  const cut = () => json({ items: [contact(1), contact(2)], next_cursor: null, total: 2, at_least: false, cut: true });

  it('are never for all who match where the search finds more than the list can have, and say why and what to do', async () => {
    serve('editor', cut);
    renderConsole('/contacts?q=ann');
    expect(await screen.findByText('More than 2 contacts')).toBeTruthy();
    expect(screen.getByText(/^More people match this search than it can list\. Type more of the address/)).toBeTruthy();
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Ann No 1' }));
    expect(screen.getByText(/^All that match can’t be selected: .* Type more of the address/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Select all that match' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    expect(await screen.findByText('For 1 contact')).toBeTruthy();
  });

  it('for all are not begun once the search finds more than the list can have', async () => {
    const server = await select('editor');
    await userEvent.click(screen.getByRole('button', { name: 'Select all that match' }));
    server.on('GET /v1/profiles', cut);
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/^All that match can’t be selected/)).toBeTruthy();
    expect(within(dialog).queryByRole('textbox')).toBeNull();
  });

  it('offer a link to the first static segment where there is none', async () => {
    await select('editor');
    await userEvent.click(screen.getByRole('button', { name: 'Add to segment' }));
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Make a segment' });
    expect(link.getAttribute('href')).toBe('/settings/segments/+new');
  });

  it('that are refused as a whole are not read on', async () => {
    const server = await select('viewer');
    server.on('GET /v1/profiles/export', () => problem(400, 'too_many', 'The search finds more than 200 addresses.'));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save the table' }));
    expect(await screen.findByText('The search finds more than 200 addresses.')).toBeTruthy();
    expect(screen.getByText(/^Type more of the address/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Read on' })).toBeNull();
  });

  it('say how many lines a table has of those who were asked for, if somebody is gone meanwhile', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    URL.revokeObjectURL = () => undefined;
    const server = await select('viewer');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Ann No 2' }));
    server.on('GET /v1/profiles/export', () => new Response(`${JSON.stringify(contact(2))}\n`));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save the table' }));
    expect(await screen.findByText(/^The table was saved\. It has 1 contact of the 2 that were asked for/)).toBeTruthy();
    expect(screen.getByText('1 of 2 done')).toBeTruthy();
    expect(saved).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Read on' })).toBeNull();
  });

  it('can be for more than are counted, whoever is ticked', async () => {
    serve('editor', ({ query }) =>
      query.get('cursor')
        ? json({ items: [contact(2)], next_cursor: null })
        : json({ items: [contact(1)], next_cursor: 'next', total: 1, at_least: true }),
    );
    renderConsole('/contacts');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Ann No 1' }));
    await userEvent.click(screen.getByRole('button', { name: 'Select all that match' }));
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('For more than 1 contact')).toBeTruthy();
    // What is not known can't be typed: neither the number that was counted, nor anything else but the word.
    const sure = screen.getByRole('button', { name: 'Delete more than 1 contact' });
    const typed = screen.getByLabelText('Type delete to confirm');
    await userEvent.type(typed, '1');
    expect(sure.hasAttribute('disabled')).toBe(true);
    await userEvent.clear(typed);
    await userEvent.type(typed, ' Delete');
    expect(sure.hasAttribute('disabled')).toBe(false);
  });

  it('work where the page came over plain HTTP', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const server = await select('editor');
    server.on('POST /v1/tags/changes', () => json({ results: [{ result: 'updated' }], next_cursor: null }));
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(await within(dialog).findByLabelText('Add tags'), 'vip{Enter}');
    expect(await screen.findByText('1 of 1 done')).toBeTruthy();
  });

  it('keep what was typed when it is refused, to be changed and tried again', async () => {
    const server = await select('editor');
    server.on('POST /v1/tags/changes', () => problem(400, 'invalid_value', 'Too long.'));
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(await within(dialog).findByLabelText('Add tags'), 'vipp{Enter}');
    expect(await within(dialog).findByText('Too long.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change and try again' }));
    const input = within(dialog).getByLabelText<HTMLInputElement>('Add tags');
    expect(input.value).toBe('vipp');
    expect(within(dialog).getByText('For 1 contact')).toBeTruthy();
    server.on('POST /v1/tags/changes', () => json({ results: [{ result: 'updated' }], next_cursor: null }));
    await userEvent.type(input, '{Backspace}{Enter}');
    expect(await within(dialog).findByText('1 of 1 done')).toBeTruthy();
    expect(server.to('POST /v1/tags/changes').map((call) => (call.body as { tags: object }).tags)).toEqual([
      { add: ['vipp'], remove: [] },
      { add: ['vip'], remove: [] },
    ]);
  });

  it('go on after an interruption', async () => {
    const server = serve('editor', three);
    renderConsole('/contacts');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Ann No 1' }));
    server.on('POST /v1/tags/changes', () => problem(503, 'overloaded', 'Come back later.'));
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Add tags' }), 'vip{Enter}');
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    server.on('POST /v1/tags/changes', () => json({ results: [{ result: 'updated' }], next_cursor: null }));
    await userEvent.click(await screen.findByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('1 of 1 done')).toBeTruthy();
    const [first, second] = server.to('POST /v1/tags/changes').map((call) => call.headers.get('Idempotency-Key'));
    expect(first).toBe(second);
  });
});
