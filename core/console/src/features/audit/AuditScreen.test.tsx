// SPDX-License-Identifier: Apache-2.0
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, held, json, problem, sessionOf } from '../../testing/server';
import { actionGroups, actions } from './actions';
import ar from './messages/ar.json';
import en from './messages/en.json';
import uk from './messages/uk.json';
import { queryOf, validateAuditSearch } from './search';
import { subjectOf } from './subject';

const entry = {
  id: 'A000000000001', at: '2026-11-01T10:00:00.000Z', user: { id: 'U000000000002', name: 'Bob', email: 'bob@example.com' } as object | null,
  action: 'profiles.patch', method: 'PATCH', route: '/v1/profiles/{ref}', profile_id: 'P000000000001' as string | null, target: null as string | null, status: 403,
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

function serve(entries: object[], users: object[] = []): FakeServer {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('administrator')),
    'GET /v1/users': () => json({ items: users, next_cursor: null }),
    'GET /v1/audit': () => json({ items: entries, next_cursor: null }),
  });
}

/** As the server names what its description lets people do. */
function describedActions(): string[] {
  const found = new Set<string>();
  let path = '';
  for (const line of readFileSync('../api/openapi.yaml', 'utf8').split('\n')) {
    path = /^ {2}(\/\S+):/.exec(line)?.[1] ?? path;
    const verb = /^ {4}(get|post|put|patch|delete):/.exec(line)?.[1];
    if (!verb || !path.startsWith('/v1/') || path.endsWith('/preview') || (verb === 'get' && !path.endsWith('/export'))) continue;
    const names = path.split('/').filter((each) => each !== '' && each !== 'v1' && !each.startsWith('{'));
    found.add([...names, verb].join('.'));
  }
  return [...found].sort();
}

it('all that the API lets people do has words in each language', () => {
  const known: string[] = actionGroups.flatMap((group) => actions[group]).sort();
  expect(known).toEqual(describedActions());
  for (const catalogue of [en, uk, ar]) {
    expect(known.filter((action) => !(`action.${action}` in catalogue))).toEqual([]);
  }
});

it('what cannot be looked at any more has no link, and what is unknown stays what it is', () => {
  expect(subjectOf({ action: 'users.delete', target: 'U1', status: 204 })).toMatchObject({ kind: 'users', isGone: true });
  expect(subjectOf({ action: 'users.delete', target: 'U1', status: 409 })).toMatchObject({ isGone: false });
  expect(subjectOf({ action: 'conflicts.post', target: 'C1/swap', status: 404 })).toEqual({ kind: 'conflicts', id: 'C1', isGone: false });
  expect(subjectOf({ action: 'pigeons.post', target: 'x', status: 200 })).toEqual({ kind: undefined, id: 'x', isGone: false });
  expect(subjectOf({ action: 'merges.post', target: null, status: 200 })).toBeUndefined();
});

it('says about what somebody did something, with the way there', async () => {
  const about = (id: string, action: string, target: string) => ({ ...entry, id, action, target, profile_id: null, status: 200 });
  serve(
    [
      about('A1', 'conflicts.post', 'C000000000001/forbid'),
      about('A2', 'users.patch', 'U000000000007'),
      about('A3', 'users.patch', 'U000000000009'),
      about('A4', 'fields.patch', 'shoe_size'),
      about('A5', 'pigeons.patch', 'grey'),
      { ...entry, id: 'A6' },
    ],
    [{ id: 'U000000000007', name: 'Nora', email: 'nora@example.com' }],
  );
  renderConsole('/settings/audit');
  const link = async (name: string) => (await screen.findByRole('link', { name })).getAttribute('href');
  expect(await link('Conflict (keep apart) C000000000001')).toBe('/conflicts/C000000000001');
  expect(await link('Person Nora')).toBe('/settings/people/U000000000007');
  expect(await link('Field shoe_size')).toBe('/settings/fields/shoe_size');
  expect(await link('P000000000001')).toBe('/contacts/P000000000001');
  expect(screen.getByRole('row', { name: 'Bob Decided a conflict' })).toBeTruthy();
  expect(screen.getAllByTitle('users.patch')[0]?.textContent).toBe('Changed a person’s account');
  // Who is gone, and what is unknown here.
  expect(screen.getByText('U000000000009').closest('a')).toBeNull();
  expect(screen.getByRole('row', { name: 'Bob pigeons.patch' })).toBeTruthy();
  expect(screen.getByText('grey').closest('a')).toBeNull();
});

it('names whom it is about as soon as that is known, and has the id of who is gone', async () => {
  const about = (id: string, profile_id: string) => ({ ...entry, id, profile_id });
  const ann = { id: 'P000000000001', first_name: 'Ann', last_name: 'Able', identifiers: [] };
  const server = serve([about('A1', ann.id), about('A2', 'P000000000002'), about('A3', ann.id)]);
  const answer = held(server, 'GET /v1/profiles');
  renderConsole('/settings/audit');
  // The list is there, and waits for no name.
  expect(await screen.findAllByRole('link', { name: ann.id })).toHaveLength(2);
  answer(json({ items: [ann], next_cursor: null }));
  const [named] = await screen.findAllByRole('link', { name: 'Ann Able' });
  expect([named?.getAttribute('href'), named?.getAttribute('title')]).toEqual([`/contacts/${ann.id}`, ann.id]);
  expect(screen.getByRole('link', { name: 'P000000000002' })).toBeTruthy();
  expect(server.to('GET /v1/profiles').map(({ query }) => [query.get('ids'), query.get('known')])).toEqual([['P000000000001,P000000000002', 'any']]);
  // One entry has the id beside the name.
  fireEvent.click(screen.getAllByRole('row', { name: 'Bob Changed a contact' })[0] as HTMLElement);
  const drawer = within(await screen.findByRole('dialog'));
  expect(drawer.getByRole('link', { name: 'Ann Able' })).toBeTruthy();
  expect(drawer.getByText(ann.id)).toBeTruthy();
});

it('asks for the names of each page once, and stays as it is when they can’t be read', async () => {
  const about = (id: string, profile_id: string) => ({ ...entry, id, profile_id });
  const server = serve([]).on('GET /v1/audit', ({ query }) =>
    query.get('cursor') ? json({ items: [about('A2', 'P000000000002')], next_cursor: null }) : json({ items: [about('A1', 'P000000000001')], next_cursor: 'more' }));
  server.on('GET /v1/profiles', () => problem(400, 'invalid_input', 'No.'));
  renderConsole('/settings/audit');
  expect(await screen.findByRole('link', { name: 'P000000000002' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'P000000000001' })).toBeTruthy();
  await waitFor(() => expect(server.to('GET /v1/profiles').map(({ query }) => query.get('ids'))).toEqual(['P000000000001', 'P000000000002']));
  expect(screen.queryByText('No.')).toBeNull();
});

it('keeps the names while those of pages that a new entry moved are asked for again', async () => {
  const [ann, ben] = ['Ann', 'Ben'].map((first_name, index) => ({ id: `P00000000000${index + 1}`, first_name, last_name: null, identifiers: [] }));
  const about = (id: string, person = ann) => ({ ...entry, id, profile_id: person?.id ?? null });
  const entries = [about('A1')];
  const server = serve(entries).on('GET /v1/profiles', () => json({ items: [ann], next_cursor: null }));
  const { client } = renderConsole('/settings/audit');
  expect(await screen.findByRole('link', { name: 'Ann' })).toBeTruthy();
  entries.unshift(about('A0', ben));
  const answer = held(server, 'GET /v1/profiles');
  await act(() => client.invalidateQueries({ queryKey: ['audit'] }));
  expect(await screen.findByRole('link', { name: ben?.id ?? '' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Ann' })).toBeTruthy();
  // The answer counts: who is gone by then has no name.
  answer(json({ items: [ben], next_cursor: null }));
  expect(await screen.findByRole('link', { name: 'Ben' })).toBeTruthy();
  expect(screen.getByRole('link', { name: ann?.id ?? '' })).toBeTruthy();
});

it('leads to what was made', async () => {
  const made = (id: string, action: string, target: string) => ({ ...entry, id, action, target, profile_id: null, method: 'POST', status: 201 });
  serve(
    [
      made('A1', 'merges.post', 'M000000000001'),
      made('A2', 'segments.post', 'vip'),
      made('A3', 'fields.post', 'shoe.size'),
      made('A4', 'categories.post', 'tips'),
      made('A5', 'keys.post', 'K000000000001'),
      made('A6', 'users.post', 'U000000000007'),
      made('A7', 'must-not-links.post', 'L000000000001'),
      made('A8', 'field-groups.post', 'clothes'),
    ],
    [{ id: 'U000000000007', name: 'Nora', email: 'nora@example.com' }],
  );
  renderConsole('/settings/audit');
  const link = async (name: string) => (await screen.findByRole('link', { name })).getAttribute('href');
  expect(await link('Merge M000000000001')).toBe('/conflicts?list=merges&merge=M000000000001');
  expect(await link('Segment vip')).toBe('/settings/segments/vip');
  expect(await link('Field shoe.size')).toBe('/settings/fields/shoe.size');
  expect(await link('Category tips')).toBe('/settings/categories/tips');
  expect(await link('API key K000000000001')).toBe('/settings/keys');
  expect(await link('Person Nora')).toBe('/settings/people/U000000000007');
  expect(await link('Prohibition L000000000001')).toBe('/conflicts?list=prohibitions');
  expect(await link('Group of fields clothes')).toBe('/settings/field-groups/clothes');
});

it('tells who could not sign in, and whether one contact was exported or many', async () => {
  const tried = { ...entry, action: 'sessions.post', method: 'POST', route: '/v1/sessions', profile_id: null };
  const exported = { ...entry, action: 'profiles.export.get', method: 'GET', status: 200 };
  serve([
    { ...tried, id: 'A1', status: 401, user: null },
    { ...tried, id: 'A2', status: 429 },
    { ...tried, id: 'A3', status: 201 },
    { ...exported, id: 'A4', route: '/v1/profiles/{ref}/export' },
    { ...exported, id: 'A5', route: '/v1/profiles/export', profile_id: null },
  ]);
  renderConsole('/settings/audit');
  const nobody = await screen.findByRole('row', { name: 'Somebody unknown Tried to sign in and was refused' });
  for (const words of ['Tried to sign in and was refused', 'Signed in', 'Exported a contact’s data', 'Exported a list of contacts']) {
    expect(screen.getByRole('row', { name: `Bob ${words}` })).toBeTruthy();
  }
  fireEvent.click(nobody);
  expect(await screen.findByRole('button', { name: 'Only this action' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Only this person' })).toBeNull();
  expect(screen.getByRole('option', { name: 'Signed in or tried to' })).toBeTruthy();
});

it('actions are asked for by their words, also those that have none', async () => {
  const server = serve([{ ...entry, action: 'pigeons.patch' }]);
  renderConsole('/settings/audit');
  await screen.findByRole('option', { name: 'pigeons.patch' });
  await userEvent.selectOptions(screen.getByLabelText('Action'), 'Merged two profiles');
  await waitFor(() => expect(server.to('GET /v1/audit').at(-1)?.query.get('action')).toBe('merges.post'));
});

it('what was refused is seen, and filters stand in the address bar', async () => {
  const server = serve([entry]);
  const { router } = renderConsole('/settings/audit');
  fireEvent.click(await screen.findByRole('row', { name: 'Bob Changed a contact' }));
  expect(await screen.findByText('request-7')).toBeTruthy();
  expect(screen.getAllByText('Refused (403)').length).toBeGreaterThan(0);
  await userEvent.click(screen.getByRole('button', { name: 'Only this action' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ action: 'profiles.patch' }));
  await waitFor(() => expect(server.to('GET /v1/audit').at(-1)?.query.get('action')).toBe('profiles.patch'));
});
