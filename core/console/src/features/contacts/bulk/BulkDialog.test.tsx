// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { blobText } from '../../../testing/blob';
import { contactOf, serveContacts, three } from '../../../testing/contacts';
import { renderConsole } from '../../../testing/render';
import { json, problem, sessionOf } from '../../../testing/server';

describe('bulk actions', () => {
  async function select(role: Parameters<typeof sessionOf>[0]) {
    const server = serveContacts(role, three);
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
    // Where they can be restored.
    server.on('GET /v1/profiles/deleted', () => json({ items: [], next_cursor: null }));
    await userEvent.click(screen.getByRole('link', { name: 'See the deleted contacts' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Deleted contacts' })).toBeTruthy();
  });

  it('lead to the deleted nobody who deleted none', async () => {
    const server = await select('editor');
    server.on('DELETE /v1/profiles/P000000000001', () => problem(409, 'conflict', 'It is being merged.'));
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await userEvent.type(await screen.findByLabelText('Type 1 to confirm'), '1{Enter}');
    expect(await screen.findByText('It is being merged.')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'See the deleted contacts' })).toBeNull();
  });

  it('save the columns that are shown with each kind of address and its state, and lose no choice when they are interrupted', async () => {
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
    server.on('GET /v1/profiles/export', () => lines(contactOf(1), contactOf(2)));
    await userEvent.click(screen.getByRole('button', { name: 'Read on' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.to('GET /v1/profiles/export').map(({ query }) => query.get('ids'))).toEqual(Array(2).fill('P000000000001,P000000000002'));
    const table = (await blobText(saved[0] as Blob)).split('\r\n').map((line) => line.split(',').slice(0, 8));
    expect(table.slice(0, 3)).toEqual([
      ['Name', 'Email', 'Email: state', 'Phone', 'Phone: state', 'Telegram', 'Telegram: state', 'Identity'],
      ['Ann No 1', 'ann1@example.com', 'Active', '', '', '', '', 'Known'],
      ['Ann No 2', 'ann2@example.com', 'Blacklisted', '', '', '', '', 'Known'],
    ]);
  });

  it('leave tokens and other technical identifiers out of a table unless they are ticked', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    URL.revokeObjectURL = () => undefined;
    const listed = (type: string, value: string, channel: string | null, state = 'active', role = 'identifying') => ({
      type, value, given: `(${value.toUpperCase()})`, role, endpoint: channel && { channel, state, reason: null },
    });
    const identifiers = [
      listed('push_token', '=token', 'push'), listed('phone', '+380501100042', null), listed('phone', '+380671234567', 'sms', 'blocked'), listed('external_id', 'c-1', null),
      listed('email', 'b@example.com', 'email', 'active', 'claimed'), listed('email', 'a@example.com', 'email', 'blocked'),
    ];
    const server = await select('viewer');
    server.on('GET /v1/profiles/export', () => new Response(`${JSON.stringify(contactOf(1, { identifiers }))}\n`));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    const kinds = within(await screen.findByRole('group', { name: 'Kinds of address' }));
    const ticked = kinds.getAllByRole<HTMLInputElement>('checkbox').map((each) => [each.labels?.[0]?.textContent, each.checked]);
    expect(kinds.getByText(/^Each kind that is ticked has a column/)).toBeTruthy();
    expect(screen.queryByText(/It has no addresses/)).toBeNull();
    expect(ticked).toEqual([
      ['Email', true], ['Phone', true], ['Browser (cookie)', false], ['Customer id', false], ['App (push)', false],
      ['Telegram', true], ['Browser (push)', false],
    ]);
    for (const name of ['App (push)', 'Telegram']) await userEvent.click(kinds.getByLabelText(name));
    await userEvent.click(screen.getByRole('button', { name: 'Save the table' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    const [heads, line] = (await blobText(saved[0] as Blob)).split('\r\n');
    expect(heads).toMatch(/^Name,Email,Email: state,Phone,Phone: state,App \(push\),App \(push\): state,Identity,/);
    expect(line).toMatch(/^Ann No 1,"a@example.com, b@example.com","Blocked, Not verified","\+380501100042, \+380671234567","No channel writes there, Blocked",'=token,Active,Known,/);
  });

  it('ask for no kind of address where the table has none', async () => {
    localStorage.setItem(`kith.contacts.columns.${sessionOf().user.id}`, '["name", "tags"]');
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    URL.revokeObjectURL = () => undefined;
    const server = await select('viewer');
    server.on('GET /v1/profiles/export', () => new Response(`${JSON.stringify(contactOf(1))}\n`));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    expect(await screen.findByText(/It has no addresses\. .* show the column “Reachable at”\./)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Save the table' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(await blobText(saved[0] as Blob)).toBe('Name,Tags\r\nAnn No 1,\r\n');
    expect(server.to('GET /v1/plugins')).toHaveLength(0);
  });

  it('save no table before it is known which kinds of address there are', async () => {
    const server = await select('viewer');
    server.on('GET /v1/plugins', () => problem(500, 'internal', 'The plugins are away.'));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    expect(await screen.findByText('The plugins are away.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save the table' }).hasAttribute('disabled')).toBe(true);
    server.on('GET /v1/plugins', () => json({ items: [], next_cursor: null }));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('group', { name: 'Kinds of address' });
    expect(screen.getByRole('button', { name: 'Save the table' }).hasAttribute('disabled')).toBe(false);
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

  const cut = () => json({ items: [contactOf(1), contactOf(2)], next_cursor: null, total: 2, at_least: false, cut: true });

  it('are never for all who match where the search finds more than the list can have, and say why and what to do', async () => {
    serveContacts('editor', cut);
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
    server.on('GET /v1/profiles/export', () => new Response(`${JSON.stringify(contactOf(2))}\n`));
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save the table' }));
    expect(await screen.findByText(/^The table was saved\. It has 1 contact of the 2 that were asked for/)).toBeTruthy();
    expect(screen.getByText('1 of 2 done')).toBeTruthy();
    expect(saved).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Read on' })).toBeNull();
  });

  it('can be for more than are counted, whoever is ticked', async () => {
    serveContacts('editor', ({ query }) =>
      query.get('cursor')
        ? json({ items: [contactOf(2)], next_cursor: null })
        : json({ items: [contactOf(1)], next_cursor: 'next', total: 1, at_least: true }),
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
    await userEvent.type(await within(dialog).findByRole('textbox', { name: 'Add tags' }), 'vip{Enter}');
    expect(await screen.findByText('1 of 1 done')).toBeTruthy();
  });

  it('keep what was typed when it is refused, to be changed and tried again', async () => {
    const server = await select('editor');
    server.on('POST /v1/tags/changes', () => problem(400, 'invalid_value', 'Too long.'));
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(await within(dialog).findByRole('textbox', { name: 'Add tags' }), 'vipp{Enter}');
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
    const server = serveContacts('editor', three);
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
