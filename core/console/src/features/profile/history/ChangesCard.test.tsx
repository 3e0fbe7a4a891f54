// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, id, observationOf, servePerson } from '../../../testing/person';
import { renderConsole } from '../../../testing/render';
import { json } from '../../../testing/server';
import { isDatedOtherwise } from './dated';

const change = (more: object) => ({
  id: 'C1', at, kind: 'field', field: 'nickname', element: null, before: null, after: 'Annie', observation: observationOf(), ...more,
});

async function show(...items: object[]) {
  servePerson({}, 'viewer').on(`GET /v1/profiles/${id}/changes`, () => json({ items, next_cursor: null }));
  renderConsole(`/contacts/${id}`);
  const list = await screen.findByRole('list', { name: 'Change history' });
  const lines = await within(list).findAllByRole('listitem');
  return lines.map((each) => each.textContent?.replace(/\s+/gu, ' ') ?? '');
}

describe('the change history', () => {
  beforeEach(() => vi.stubEnv('TZ', 'UTC'));
  afterEach(() => vi.unstubAllEnvs());

  it('says its order, and of what bears an old date both times', async () => {
    const [imported, live] = await show(
      change({ at: '2020-01-03T00:00:00.000Z', observation: observationOf({ received_at: '2026-11-28T09:30:00.000Z' }) }),
      change({ id: 'C2' }),
    );
    expect(screen.getByText(/^What was recorded last comes first\./)).toBeTruthy();
    expect(imported).toMatch(/recorded Nov 28, 2026, 9:30 AM ?dated Jan 3, 2020, 12:00 AM/);
    expect(live).toContain('Nov 1, 2026, 10:00 AM');
    expect(live).not.toMatch(/recorded|dated/);
  });

  it('shows deletion and restoration, and what only a newer server tells of, without harm', async () => {
    const [deleted, restored, unknown] = await show(
      change({ kind: 'life', before: 'live', after: 'deleted' }),
      change({ id: 'C2', kind: 'life', before: 'deleted', after: 'live' }),
      change({ id: 'C3', kind: 'moved_abroad', observation: null }),
    );
    expect(deleted).toContain('The contact was deleted');
    expect(restored).toContain('The contact was restored');
    expect(unknown).toContain('Moved abroad');
    expect(screen.getAllByRole('img', { name: 'Deleted and restored' })).toHaveLength(2);
  });

  it('names those whom a merge joined and parted, and whom nothing names by the id', async () => {
    const [survivor, absorbed] = ['P000000000007', 'P000000000008'];
    const server = servePerson({}, 'viewer').on('GET /v1/profiles', () =>
      json({ items: [{ id: survivor, first_name: 'Ann', last_name: 'Able', identifiers: [] }], next_cursor: null }));
    const joined = {
      survivor, absorbed, rule: 'hand', reason: null,
      choices: [{ key: 'first_name', value: 'Ann', from: survivor, instead_of: 'Nan', instead_of_from: absorbed, why: 'newer' }],
    };
    server.on(`GET /v1/profiles/${id}/changes`, () =>
      json({ items: [change({ id: 'C2', kind: 'undo', merge: 'M1', survivor, absorbed }), change({ kind: 'merge', ...joined })], next_cursor: null }));
    renderConsole(`/contacts/${id}`);
    const list = within(await screen.findByRole('list', { name: 'Change history' }));
    const [undone, merged] = await list.findAllByRole('listitem');
    expect(undone?.textContent).toContain(`Taken back ${absorbed} → Ann Able`);
    expect(merged?.textContent).toContain('Merged by hand Nan → Ann Able');
    expect(list.getByRole('link', { name: 'Nan' }).getAttribute('href')).toBe(`/contacts/${absorbed}`);
    // All of a page are asked for at once.
    expect(server.to('GET /v1/profiles').map((call) => call.query.get('ids'))).toEqual([`${survivor},${absorbed}`]);
  });

  it('says nothing of an order where nothing is', async () => {
    servePerson({}, 'viewer');
    renderConsole(`/contacts/${id}`);
    expect(await screen.findByText('Nothing has changed yet')).toBeTruthy();
    expect(screen.queryByText(/^What was recorded last/)).toBeNull();
  });
});

it.each([
  ['of the same time', change({}), false],
  ['a minute apart', change({ at: '2026-11-01T09:59:00.000Z' }), false],
  ['more than a minute before', change({ at: '2026-11-01T09:58:59.999Z' }), true],
  ['more than a minute after, by a clock that is wrong', change({ at: '2026-11-01T10:01:00.001Z' }), true],
  ['of which nobody knows when it was written', change({ at: '2020-01-01T00:00:00.000Z', observation: null }), false],
  ['a merge, whose time is when it was done', change({ kind: 'merge', at: '2026-11-02T00:00:00.000Z' }), false],
])('is dated otherwise: %s', (_, each, expected) => {
  expect(isDatedOtherwise(each)).toBe(expected);
});
