// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changesBetween, isQuiet, rowsOf, type Naming, type Preview, type Profile, type Row } from './compare';

const naming: Naming = {
  field: (key) => key,
  value: (_, value) => (Array.isArray(value) ? value.join(', ') : String(value)),
  identifier: (type) => type,
  role: (role) => role,
  category: (key) => key,
  tags: 'Tags',
  activities: 'Activities',
  number: String,
};

function profile(more: Partial<Profile>): Profile {
  return {
    id: 'A', known: true, version: 1, created_at: '', updated_at: '', last_seen_at: null, source: { type: 'api', name: null },
    identifiers: [], fields: {}, subscriptions: [], tags: [], activity: { total: 0, by_channel: {}, last_at: null }, channels: {},
    ...more,
  } as Profile;
}

function preview(fields: Preview['fields'], more: Partial<Preview> = {}): Preview {
  return { id: null, survivor: 'A', absorbed: 'B', fields, subscriptions: [], identifiers: [], refused: [], ...more };
}

function email(value: string, state: string, role = 'identifying') {
  return { type: 'email', value, given: value, role, endpoint: { channel: 'email', state, states: [] } } as unknown as Profile['identifiers'][number];
}

const news = (state: string) => [{ category: 'news', state }] as Profile['subscriptions'];

const find = (rows: readonly Row[], key: string) => rows.find((row) => row.key === key);

describe('two profiles side by side', () => {
  it('have no result that nobody said', () => {
    const rows = rowsOf(profile({ fields: { nick: 'x' } }), profile({ id: 'B' }), undefined, naming);
    expect(find(rows, 'field/nick')).toMatchObject({ a: { text: 'x' }, b: { text: '' }, result: undefined, from: 'none' });
  });

  it('leave out what is worked out from other fields', () => {
    const rows = rowsOf(profile({ fields: { age: 32 } }), profile({ id: 'B' }), preview([]), naming);
    expect(find(rows, 'field/age')).toBeUndefined();
  });

  it('show which of two values stays, and why', () => {
    const chosen = { key: 'nick', value: 'y', from: 'B', instead_of: 'x', instead_of_from: 'A', why: 'newer' as const };
    const rows = rowsOf(profile({ fields: { nick: 'x' } }), profile({ id: 'B', fields: { nick: 'y' } }), preview([chosen]), naming);
    expect(find(rows, 'field/nick')).toMatchObject({ result: { text: 'y' }, from: 'b', why: 'newer' });
  });

  it('show a value that a removal won as none', () => {
    const chosen = { key: 'nick', value: null, from: 'B', instead_of: 'x', instead_of_from: 'A', why: 'newer' as const };
    const rows = rowsOf(profile({ fields: { nick: 'x' } }), profile({ id: 'B' }), preview([chosen]), naming);
    expect(find(rows, 'field/nick')).toMatchObject({ result: { text: '' }, from: 'b' });
  });

  it('put sets together without what was removed from them', () => {
    const choices = [
      { key: 'tags', element: 'vip', value: true, from: 'A', why: 'only_value' as const },
      { key: 'tags', element: 'trial', value: null, from: 'B', why: 'newer' as const },
      { key: 'tags', element: 'gold', value: true, from: 'B', why: 'only_value' as const },
    ];
    const rows = rowsOf(profile({ tags: ['vip', 'trial'] }), profile({ id: 'B', tags: ['gold'] }), preview(choices), naming);
    expect(find(rows, 'field/tags')).toMatchObject({ label: 'Tags', result: { text: 'gold, vip' }, why: 'union' });
  });

  it('show what comes of a subscription in which they differ, and promise nothing that the server did not say', () => {
    const [a, b] = [profile({ subscriptions: news('subscribed') }), profile({ id: 'B', subscriptions: news('unsubscribed') })];
    const key = 'subscription/news';
    expect(find(rowsOf(a, b, undefined, naming), key)).toMatchObject({ result: undefined, from: 'none', why: undefined });
    expect(find(rowsOf(a, b, preview([], { subscriptions: news('unsubscribed') }), naming), key)).toMatchObject({
      a: { status: 'subscribed' }, b: { status: 'unsubscribed' }, result: { status: 'unsubscribed' }, from: 'b', why: 'history',
    });
    // Neither of the two, though both are.
    const neither = rowsOf(a, profile({ id: 'B', subscriptions: news('subscribed') }), preview([], { subscriptions: news('pending') }), naming);
    expect(find(neither, key)).toMatchObject({ result: { status: 'pending' }, from: 'none' });
    expect(isQuiet(find(neither, key) as Row)).toBe(false);
  });

  it('show the state that an address has as one, stricter than that of either, and one that neither lists', () => {
    const result = preview([], { identifiers: [email('a@b.c', 'complained'), email('late@b.c', 'active')] });
    const rows = rowsOf(profile({ identifiers: [email('a@b.c', 'active')] }), profile({ id: 'B' }), result, naming);
    expect(find(rows, 'identifier/email:a@b.c')).toMatchObject({ a: { text: 'a@b.c' }, result: { status: 'complained' }, from: 'none' });
    expect(find(rows, 'identifier/email:late@b.c')).toMatchObject({ a: { text: '' }, b: { text: '' }, result: { text: 'late@b.c' } });
  });

  it.each([
    ['active', true],
    ['unconfirmed', true],
    ['blacklisted', false],
    ['unsubscribed', false],
    ['complained', false],
    ['blocked', false],
  ])('that agree in an address which is %s may keep that to themselves: %s', (state, isHidden) => {
    const identifiers = [email('a@b.c', state)];
    const rows = rowsOf(profile({ identifiers }), profile({ id: 'B', identifiers }), preview([], { identifiers }), naming);
    expect(isQuiet(find(rows, 'identifier/email:a@b.c') as Row)).toBe(isHidden);
  });

  it('keep what is said of a number out of it, or it would be turned around from right to left', () => {
    const phone = { type: 'phone', value: '+380501100001', given: '+380501100001', role: 'shared' } as unknown as Profile['identifiers'][number];
    const row = find(rowsOf(profile({ identifiers: [phone] }), profile({ id: 'B' }), preview([]), naming), 'identifier/phone:+380501100001');
    expect(row).toMatchObject({ a: { text: '+380501100001', note: 'shared', dir: 'ltr' }, b: { text: '' } });
  });

  it('tell of an address that must not be written to', () => {
    const identifiers = [email('a@b.c', 'blacklisted')];
    const rows = rowsOf(profile({ identifiers }), profile({ id: 'B' }), preview([], { identifiers }), naming);
    expect(find(rows, 'identifier/email:a@b.c')).toMatchObject({ a: { text: 'a@b.c', status: 'blacklisted' }, result: { status: 'blacklisted' } });
  });
});

it('what moved between two looks is told of the side that moved, and of the result', () => {
  const other = profile({ id: 'B', fields: { nick: 'y' } });
  const chosen = (value: string) => preview([{ key: 'nick', value, from: 'A', instead_of: 'y', instead_of_from: 'B', why: 'newer' }]);
  const before = rowsOf(profile({ fields: { nick: 'x' } }), other, chosen('x'), naming);
  const after = rowsOf(profile({ fields: { nick: 'z' } }), other, chosen('z'), naming);
  expect(changesBetween(before, before)).toEqual([]);
  expect(changesBetween(before, after).map(({ side, was, is }) => [side, was.text, is.text])).toEqual([
    ['a', 'x', 'z'],
    ['result', 'x', 'z'],
  ]);
});
