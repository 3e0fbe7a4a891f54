// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, held, json, noContent, problem, sessionOf } from '../../testing/server';

const time = '2026-11-20T10:00:00.000Z';
const seen = { id: 'O1', given_id: null, source: { type: 'form', name: 'shop' }, key_id: 'K1', evidence: 'attested', observed_at: time, received_at: time };
const ids = ['P000000000001', 'P000000000002'] as const;
const empty = () => json({ items: [], next_cursor: null });

function conflict(more: object = {}) {
  return {
    id: 'C000000000001', state: 'open', profiles: ids, between: ids, code: 'unique_conflict', detail: 'x', observations: 3, first_at: time, last_at: time,
    refused: [{ code: 'unique_conflict', identifier: { type: 'email', value: 'ann@example.com' }, home: ids[0], other: ids[1], detail: 'd', count: 3, first_at: time, last_at: time, observation: seen }],
    decided: null, undone: null, observation: seen, ...more,
  };
}

function profile(id: string, name: string, version = 1) {
  return {
    id, known: true, version, created_at: time, updated_at: time, last_seen_at: null, source: { type: 'form', name: null }, identifiers: [],
    fields: { first_name: name }, subscriptions: [], tags: [], activity: { total: 1, by_channel: {}, last_at: null }, channels: {},
  };
}

function summary(id: string, name: string) {
  return { id, first_name: name, last_name: null, known: true, created_at: time, updated_at: time, last_seen_at: null, source: { type: 'form', name: null }, identifiers: [], tags: [] };
}

function previewOf(value: string, refused: object[] = []) {
  return { id: null, survivor: ids[0], absorbed: ids[1], refused, subscriptions: [], identifiers: [], fields: [{ key: 'first_name', value, from: ids[0], instead_of: 'Anna', instead_of_from: ids[1], why: 'newer' }] };
}

function serve(role: Parameters<typeof sessionOf>[0]): FakeServer {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': empty,
    'GET /v1/categories': empty,
    'GET /v1/conflicts': () => json({ items: [conflict()], next_cursor: null }),
    'GET /v1/conflicts/C000000000001': () => json(conflict()),
    'GET /v1/profiles': () => json({ items: [summary(ids[0], 'Ann'), summary(ids[1], 'Anna')], next_cursor: null }),
    [`GET /v1/profiles/${ids[0]}`]: () => json(profile(ids[0], 'Ann')),
    [`GET /v1/profiles/${ids[1]}`]: () => json(profile(ids[1], 'Anna')),
    'POST /v1/merges/preview': () => json(previewOf('Ann')),
    'GET /v1/merges': empty,
    'GET /v1/duplicates': empty,
    'GET /v1/must-not-links': empty,
  });
}

describe('the queue', () => {
  it('says why nothing waits, and shows the server’s words when it can’t be read', async () => {
    const server = serve('viewer');
    server.on('GET /v1/conflicts', () => problem(503, 'overloaded', 'Too busy.'));
    renderConsole('/conflicts');
    expect(await screen.findByText('Too busy.')).toBeTruthy();
    server.on('GET /v1/conflicts', empty);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nobody waits for a decision')).toBeTruthy();
  });

  it('names both and tells the evidence in words, in the order that is asked for', async () => {
    const server = serve('viewer');
    const { router } = renderConsole('/conflicts');
    expect(await screen.findByRole('row', { name: 'Ann and Anna' })).toBeTruthy();
    const why = screen.getByTitle(/^3 records would have made these two one, by Email\./);
    expect(why.textContent).toMatch(/^They have different identifiers/);
    await userEvent.selectOptions(screen.getByLabelText('Order'), 'Most records first');
    await waitFor(() => expect(server.to('GET /v1/conflicts').at(-1)?.query.get('sort')).toBe('-observations'));
    expect(router.state.location.search).toEqual({ order: '-observations' });
  });
});

describe('a conflict', () => {
  it('is decided by no viewer, and no preview is asked for them', async () => {
    const server = serve('viewer');
    renderConsole('/conflicts/C000000000001');
    expect(await screen.findByRole('table', { name: 'Side by side' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Merge' })).toBeNull();
    expect(server.to('POST /v1/merges/preview')).toHaveLength(0);
  });

  it('that the rules forbid to merge says so, and can’t be merged', async () => {
    const refused = { identifier: null, must_not_link: null, size: null, evidence: [] };
    serve('editor').on('POST /v1/merges/preview', () =>
      json(
        previewOf('Ann', [
          { ...refused, code: 'component_too_large', detail: 'The server’s words.' },
          { ...refused, code: 'of_a_later_server', detail: 'Its own words.' },
        ]),
      ),
    );
    renderConsole('/conflicts/C000000000001');
    expect(await screen.findByText('Together they would be too large for one person.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Merge' }).hasAttribute('disabled')).toBe(true);
    // The server's sentence is for those whose language has none of its own.
    expect(screen.queryByText('The server’s words.')).toBeNull();
    expect(screen.getByText('Its own words.')).toBeTruthy();
  });

  it('is not merged when one of the two moved on: what changed is shown, and the reason kept', async () => {
    const server = serve('editor');
    renderConsole('/conflicts/C000000000001');
    await screen.findByText('This id stays');
    server.on(`GET /v1/profiles/${ids[0]}`, () => json(profile(ids[0], 'Hannah', 2)));
    server.on('POST /v1/merges/preview', () => json(previewOf('Hannah')));
    server.on('POST /v1/conflicts/C000000000001/merge', () =>
      problem(412, 'precondition_failed', 'Moved.', { errors: [{ pointer: '/profiles/0/version', code: 'version_moved', detail: 'It is 2.' }] }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    await userEvent.type(await screen.findByLabelText('Reason (optional)'), 'same voice');
    await userEvent.click(screen.getByRole('button', { name: 'Merge the two' }));
    const dialog = await screen.findByRole('dialog', { name: 'This changed while you were looking' });
    expect(await within(dialog).findAllByText('Hannah')).not.toHaveLength(0);
    expect(within(dialog).getAllByText('Ann')).not.toHaveLength(0);
    expect(server.to('POST /v1/conflicts/C000000000001/merge').map((call) => call.body)).toEqual([
      { profiles: ids.map((ref) => ({ ref, version: 1 })), reason: 'same voice' },
    ]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Look at it again' }));
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    expect(await screen.findByDisplayValue('same voice')).toBeTruthy();
  });

  it('shows what they would be subscribed to as one, and where they could not be written to', async () => {
    const email = { type: 'email', value: 'ann@example.com', given: 'ann@example.com', role: 'identifying', first_seen: time, last_seen: time, endpoint: { channel: 'email', state: 'blacklisted', states: [] } };
    const news = (state: string) => [{ category: 'news', state }];
    const server = serve('editor');
    server.on('GET /v1/categories', () => json({ items: [{ key: 'news', names: { en: 'News' }, archived: false }], next_cursor: null }));
    ids.forEach((id, index) => {
      const subscriptions = news(index === 0 ? 'subscribed' : 'unsubscribed');
      server.on(`GET /v1/profiles/${id}`, () => json({ ...profile(id, 'Ann'), identifiers: [email], subscriptions }));
    });
    server.on('POST /v1/merges/preview', () => json({ ...previewOf('Ann'), identifiers: [email], subscriptions: news('unsubscribed') }));
    renderConsole('/conflicts/C000000000001');
    const warnings = await screen.findByText('As one person, not every address of theirs may be written to');
    const alert = within(warnings.closest('[role="status"]') as HTMLElement);
    expect(alert.getAllByRole('listitem').map((each) => each.textContent)).toEqual(['Emailann@example.comBlacklisted', 'NewsUnsubscribed']);
    const cells = (name: string) => within(screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement).getAllByRole('cell').map((each) => each.textContent);
    expect((await screen.findAllByText('Unsubscribed')).length).toBeGreaterThan(1);
    expect(cells('News')[0]).toContain('Subscribed');
    expect(cells('News').slice(1).every((each) => each?.includes('Unsubscribed'))).toBe(true);
    // Both have the address: that is no reason to hide it.
    expect(cells('Email').every((each) => each?.includes('Blacklisted'))).toBe(true);
  });

  it.each([
    ['Put aside', 'Put it aside', 'dismiss'],
    ['Keep apart', 'Keep them apart', 'forbid'],
  ])('is shown as decided at once, and waits again with what was typed when that is refused: %s', async (open, confirm, verdict) => {
    const server = serve('editor');
    const { router } = renderConsole('/conflicts');
    await userEvent.click(await screen.findByRole('row', { name: 'Ann and Anna' }));
    let answer: (response: Response) => void = () => undefined;
    server.on(`POST /v1/conflicts/C000000000001/${verdict}`, () => new Promise<Response>((resolve) => (answer = resolve)));
    await userEvent.click(await screen.findByRole('button', { name: open }));
    await userEvent.type(await screen.findByLabelText(/^Reason/), 'no matter');
    await userEvent.click(screen.getByRole('button', { name: confirm }));
    expect(await screen.findByRole('heading', { name: 'Decision' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.queryByRole('button', { name: 'Merge' })).toBeNull();
    await router.navigate({ to: '/conflicts', search: {} });
    expect(await screen.findByText('Nobody waits for a decision')).toBeTruthy();
    answer(problem(503, 'overloaded', 'Come back later.'));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('row', { name: 'Ann and Anna' }));
    await userEvent.click(await screen.findByRole('button', { name: open }));
    expect(await screen.findByDisplayValue('no matter')).toBeTruthy();
    // Who stays on the page has the dialog back.
    server.on(`POST /v1/conflicts/C000000000001/${verdict}`, () => problem(409, 'conflict', 'They are one by now.'));
    await userEvent.click(screen.getByRole('button', { name: confirm }));
    expect(await within(await screen.findByRole('dialog')).findByText('They are one by now.')).toBeTruthy();
    expect(screen.getByDisplayValue('no matter')).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Decision', hidden: true })).toBeNull();
  });

  it('is put aside with its reason', async () => {
    const server = serve('editor');
    server.on('POST /v1/conflicts/C000000000001/dismiss', () => {
      server.on('GET /v1/conflicts/C000000000001', () => json(conflict({ state: 'dismissed', decided: { at: time, reason: 'no matter', observation: seen } })));
      return json({ id: 'C000000000001', state: 'dismissed', merge: null, must_not_link: null });
    });
    renderConsole('/conflicts/C000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Put aside' }));
    await userEvent.type(await screen.findByLabelText('Reason (optional)'), 'no matter');
    await userEvent.click(screen.getByRole('button', { name: 'Put it aside' }));
    expect(await screen.findByText('Decided by')).toBeTruthy();
    expect(server.to('POST /v1/conflicts/C000000000001/dismiss')[0]?.body).toEqual({ reason: 'no matter' });
    expect(screen.queryByRole('button', { name: 'Put aside' })).toBeNull();
  });
});

describe('two duplicates', () => {
  it('are kept apart only with a reason', async () => {
    const server = serve('editor');
    server.on('POST /v1/must-not-links', () => json({ id: 'X000000000001' }, 201));
    renderConsole(`/duplicates/${ids[0]}/${ids[1]}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Keep apart' }));
    expect((await screen.findByLabelText('Reason')).hasAttribute('required')).toBe(true);
    await userEvent.type(screen.getByLabelText('Reason'), 'mother and daughter');
    await userEvent.click(screen.getByRole('button', { name: 'Keep them apart' }));
    await waitFor(() => expect(server.to('POST /v1/must-not-links')[0]?.body).toEqual({ profiles: [...ids], reason: 'mother and daughter' }));
  });

  it('are merged in the versions that were looked at', async () => {
    const server = serve('editor');
    server.on('POST /v1/merges', () => json({ ...previewOf('Ann'), id: 'M000000000001' }, 201));
    renderConsole(`/duplicates/${ids[0]}/${ids[1]}`);
    await screen.findByText('This id stays');
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Merge the two' }));
    await waitFor(() =>
      expect(server.to('POST /v1/merges')[0]?.body).toEqual({ profiles: ids.map((ref) => ({ ref, version: 1 })) }),
    );
  });
});

describe('duplicates', () => {
  const pair = (more: object = {}) => ({
    profiles: [summary(ids[0], 'Ann'), summary(ids[1], 'Anna')], score: 95,
    reasons: [{ code: 'same_mailbox', score: 95, detail: 'x', identifiers: null, fields: null }], dismissed: null, ...more,
  });
  const by = { source: { type: 'console', name: 'Edith Editor' }, key_id: 'U000000000001' };
  const dismissed = { at: time, reason: 'ask at the shop', by };
  const sides = { profiles: ids.map((ref) => ({ ref })) };
  const page = (...items: object[]) => json({ items, next_cursor: null });
  const row = () => screen.queryByRole('row', { name: 'Ann and Anna' });
  async function ask(reason: string) {
    await userEvent.click(await screen.findByRole('button', { name: 'Put Ann and Anna aside' }));
    const dialog = await screen.findByRole('dialog', { name: 'Not now' });
    if (reason) await userEvent.type(within(dialog).getByLabelText('Reason (optional)'), reason);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Put aside' }));
  }

  it('are put aside by no viewer, who sees those that were', async () => {
    const server = serve('viewer').on('GET /v1/duplicates', ({ query }) => page(pair(query.get('state') === 'dismissed' ? { dismissed } : {})));
    renderConsole('/conflicts?list=duplicates');
    await screen.findByRole('row', { name: 'Ann and Anna' });
    expect(screen.queryByRole('button', { name: 'Put Ann and Anna aside' })).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State'), 'Put aside');
    expect((await screen.findByTitle('ask at the shop')).textContent).toContain('By hand: Edith Editor');
    expect(screen.queryByRole('button', { name: 'List Ann and Anna again' })).toBeNull();
    expect(server.to('GET /v1/duplicates').map((call) => call.query.get('state'))).toEqual([null, 'dismissed']);
  });

  it('are gone before the server answers, and are put aside with the reason', async () => {
    const server = serve('editor').on('GET /v1/duplicates', () => page(pair()));
    renderConsole('/conflicts?list=duplicates');
    const answer = held(server, 'POST /v1/duplicates/dismiss');
    await ask('ask at the shop');
    await waitFor(() => expect(row()).toBeNull());
    await waitFor(() => expect(server.to('POST /v1/duplicates/dismiss')[0]?.body).toEqual({ ...sides, reason: 'ask at the shop' }));
    server.on('GET /v1/duplicates', () => page());
    answer(json({ profiles: ids, ...dismissed }));
    await waitFor(() => expect(server.to('GET /v1/duplicates')).toHaveLength(2));
    expect(await screen.findByText('No duplicates found')).toBeTruthy();
  });

  it('stand where they stood when the server refuses, with its words and what was typed', async () => {
    const server = serve('editor').on('GET /v1/duplicates', () => page(pair()));
    server.on('POST /v1/duplicates/dismiss', () => problem(409, 'conflict', 'They are one by now.'));
    renderConsole('/conflicts?list=duplicates');
    await ask('ask at the shop');
    expect(await screen.findByText('They are one by now.')).toBeTruthy();
    expect(row()).not.toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Put Ann and Anna aside' }));
    expect(await screen.findByDisplayValue('ask at the shop')).toBeTruthy();
  });

  it.each(['after the other was done', 'while the other waits'])('take no other one along when the server refuses: %s', async (order) => {
    const other = pair({ dismissed, profiles: [summary('P000000000003', 'Bea'), summary('P000000000004', 'Bee')] });
    const server = serve('editor').on('GET /v1/duplicates', () => page(pair({ dismissed }), other));
    renderConsole('/conflicts?list=duplicates&pairs=dismissed');
    const otherRow = () => screen.queryByRole('row', { name: 'Bea and Bee' });
    const answer = held(server, 'POST /v1/duplicates/restore');
    await userEvent.click(await screen.findByRole('button', { name: 'List Ann and Anna again' }));
    await userEvent.click(await screen.findByRole('button', { name: 'List Bea and Bee again' }));
    await waitFor(() => expect([row(), otherRow()]).toEqual([null, null]));
    await waitFor(() => expect(server.to('POST /v1/duplicates/restore')).toHaveLength(2));
    const reads = server.to('GET /v1/duplicates').length;
    held(server, 'GET /v1/duplicates');
    const agree = () => answer(json({}), 1);
    if (order === 'after the other was done') agree();
    answer(problem(503, 'overloaded', 'Come back later.'), 0);
    await waitFor(() => expect(row()).not.toBeNull());
    expect(otherRow()).toBeNull();
    if (order !== 'after the other was done') agree();
    // Once nothing waits, what there is is read, and not before.
    await waitFor(() => expect(server.to('GET /v1/duplicates')).toHaveLength(reads + 1));
    expect(otherRow()).toBeNull();
  });

  it('that were put aside are listed again', async () => {
    // Nothing speaks for it any more.
    const server = serve('editor').on('GET /v1/duplicates', () => page(pair({ dismissed, score: 0, reasons: [] })));
    renderConsole('/conflicts?list=duplicates&pairs=dismissed');
    const again = { name: 'List Ann and Anna again' };
    server.on('POST /v1/duplicates/restore', () => problem(503, 'overloaded', 'Come back later.'));
    await userEvent.click(await screen.findByRole('button', again));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    expect(screen.getByText('Nothing speaks for it any more.')).toBeTruthy();
    const answer = held(server, 'POST /v1/duplicates/restore');
    await userEvent.click(screen.getByRole('button', again));
    await waitFor(() => expect(row()).toBeNull());
    expect(screen.queryByText('Come back later.')).toBeNull();
    server.on('GET /v1/duplicates', () => page());
    answer(json({}));
    expect(await screen.findByText('Nothing was put aside')).toBeTruthy();
    expect(server.to('POST /v1/duplicates/restore').at(-1)?.body).toEqual(sides);
  });

  it('are put aside and listed again where the two are looked at', async () => {
    let isAside = false;
    const server = serve('editor').on('GET /v1/duplicates', ({ query }) => {
      const isAsked = (query.get('state') === 'dismissed') === isAside;
      return isAsked ? page(pair(isAside ? { dismissed } : {})) : page();
    });
    server.on('POST /v1/duplicates/dismiss', () => ((isAside = true), json({ profiles: ids, ...dismissed })));
    server.on('POST /v1/duplicates/restore', () => ((isAside = false), json({})));
    renderConsole(`/duplicates/${ids[0]}/${ids[1]}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Not now' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Put aside' }));
    expect(await screen.findByText('This pair was put aside')).toBeTruthy();
    expect(screen.getByText('ask at the shop')).toBeTruthy();
    expect(server.to('POST /v1/duplicates/dismiss')[0]?.body).toEqual(sides);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Not now' })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'List again' }));
    expect(await screen.findByRole('button', { name: 'Not now' })).toBeTruthy();
    expect(screen.queryByText('This pair was put aside')).toBeNull();
  });
});

describe('a merge', () => {
  const merge = {
    id: 'M000000000001', at: time, survivor: ids[0], absorbed: ids[1], rule: 'hand', reason: null, joined_a: null, joined_b: null, choices: [], undone: null, observation: seen,
  };

  it('that a later one needs names that', async () => {
    const server = serve('editor');
    server.on('GET /v1/merges/M000000000001', () => json(merge));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      problem(409, 'conflict', 'Later merges.', { errors: [{ pointer: '', code: 'needed_by_merge', detail: 'A later one.', id: 'M000000000002' }] }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    expect(await screen.findByRole('button', { name: 'Show merge M000000000002' })).toBeTruthy();
  });

  it('that a later one needs is named by its two', async () => {
    const choices = [{ key: 'first_name', value: 'Ann', from: ids[0], instead_of: 'Nan', instead_of_from: 'P000000000003', why: 'newer' }];
    const later = { ...merge, id: 'M000000000002', absorbed: 'P000000000003', choices };
    const server = serve('editor');
    server.on('GET /v1/merges/M000000000001', () => json(merge)).on('GET /v1/merges/M000000000002', () => json(later));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      problem(409, 'conflict', 'Later merges.', { errors: [{ pointer: '', code: 'needed_by_merge', detail: 'A later one.', id: later.id }] }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    expect(await screen.findByRole('button', { name: 'Show the merge of Ann and Nan' })).toBeTruthy();
  });

  it('is listed by the names of both, also of whom it took in', async () => {
    const choices = [{ key: 'first_name', value: 'Ann', from: ids[0], instead_of: 'Nan', instead_of_from: 'P000000000003', why: 'newer' }];
    const rows = [{ ...merge, absorbed: 'P000000000003', choices }, { ...merge, id: 'M000000000002', absorbed: 'P000000000004' }];
    serve('viewer').on('GET /v1/merges', () => json({ items: rows, next_cursor: null }));
    renderConsole(`/conflicts?list=merges&profile=${ids[0]}`);
    expect(await screen.findByRole('link', { name: 'Nan' })).toBeTruthy();
    // Nothing names that one.
    expect(screen.getByRole('link', { name: 'P000000000004' })).toBeTruthy();
    expect(await screen.findByText('Profile: Ann')).toBeTruthy();
  });

  it('is taken back, and what stayed undecided is shown', async () => {
    const server = serve('editor');
    server.on('GET /v1/merges/M000000000001', () => json(merge));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      json({ profiles: ids, undecided: [{ kind: 'observation', id: 'O1', why: 'It carried both.', observation: seen }], undecided_truncated: false, must_not_link: 'X000000000001' }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    const receipt = within((await screen.findByText('They are two again')).closest('[role="status"]') as HTMLElement);
    expect(await receipt.findByRole('link', { name: 'Ann' })).toBeTruthy();
    expect(receipt.getByRole('link', { name: 'Anna' }).getAttribute('href')).toBe(`/contacts/${ids[1]}`);
    expect(receipt.getByText(ids[1])).toBeTruthy();
    expect(screen.getByText('It carried identifiers of both.')).toBeTruthy();
    // The server's own words are English whoever reads them.
    expect(screen.queryByText('It carried both.')).toBeNull();
    expect(screen.getByText(/^1 record stayed undecided/)).toBeTruthy();
  });
});

describe('those kept apart', () => {
  const standing = { id: 'X000000000001', profiles: ids, between: ids, reason: 'mother and daughter', at: time, lifted: null, observation: seen };

  it('are freed by no viewer', async () => {
    serve('viewer').on('GET /v1/must-not-links', () => json({ items: [standing], next_cursor: null }));
    renderConsole('/conflicts?list=prohibitions');
    expect(await screen.findByText('mother and daughter')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Lift/ })).toBeNull();
  });

  it('are freed by an editor', async () => {
    const server = serve('editor');
    let lifted = false;
    server.on('GET /v1/must-not-links', () => json({ items: lifted ? [] : [standing], next_cursor: null }));
    server.on('DELETE /v1/must-not-links/X000000000001', () => {
      lifted = true;
      return noContent();
    });
    renderConsole('/conflicts?list=prohibitions');
    await userEvent.click(await screen.findByRole('button', { name: 'Lift what keeps Ann and Anna apart' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lift…' }));
    expect(await screen.findByText('Nobody is kept apart')).toBeTruthy();
  });
});
