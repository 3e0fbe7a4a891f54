// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

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
  return { id: null, survivor: ids[0], absorbed: ids[1], refused, fields: [{ key: 'first_name', value, from: ids[0], instead_of: 'Anna', instead_of_from: ids[1], why: 'newer' }] };
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
    const why = screen.getByTitle(/^3 observations would have made these two one, by Email\./);
    expect(why.textContent).toMatch(/^Each has an identifier of their own/);
    await userEvent.selectOptions(screen.getByLabelText('Order'), 'Most observations first');
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
    server.on('POST /v1/merges/preview', ({ body }) => {
      const [first] = (body as { profiles: { version: number }[] }).profiles;
      return first?.version === 2 ? json(previewOf('Hannah')) : problem(412, 'precondition_failed', 'Moved.');
    });
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    await userEvent.type(await screen.findByLabelText('Reason (optional)'), 'same voice');
    await userEvent.click(screen.getByRole('button', { name: 'Merge the two' }));
    const dialog = await screen.findByRole('dialog', { name: 'This changed while you were looking' });
    expect(await within(dialog).findAllByText('Hannah')).not.toHaveLength(0);
    expect(within(dialog).getAllByText('Ann')).not.toHaveLength(0);
    expect(server.to('POST /v1/conflicts/C000000000001/merge')).toHaveLength(0);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Look at it again' }));
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    expect(await screen.findByDisplayValue('same voice')).toBeTruthy();
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

  it('is taken back, and what stayed undecided is shown', async () => {
    const server = serve('editor');
    server.on('GET /v1/merges/M000000000001', () => json(merge));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      json({ profiles: ids, undecided: [{ kind: 'observation', id: 'O1', why: 'It carried both.', observation: seen }], undecided_truncated: false, must_not_link: 'X000000000001' }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    expect(await screen.findByText('They are two again')).toBeTruthy();
    expect(screen.getByText('It carried identifiers of both.')).toBeTruthy();
    // The server's own words are English whoever reads them.
    expect(screen.queryByText('It carried both.')).toBeNull();
    expect(screen.getByText(/^1 observation stayed undecided/)).toBeTruthy();
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
