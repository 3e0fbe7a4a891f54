// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../app/search_params';
import { countFilters, queryOf, validateContactSearch } from './search';

describe('an address of the list', () => {
  it('keeps nothing that it does not know, or that does not fit', () => {
    const raw = {
      q: '   ',
      state: 'on fire',
      subscription: 'subscribed',
      known: 'maybe',
      sort: 'shoe',
      created_from: '2026-13-45',
      created_to: 'yesterday',
      where: '{"field":"x"}',
      admin: 'true',
      tag: 'x'.repeat(500),
    };
    expect(validateContactSearch(raw)).toEqual({});
  });

  it('drops conditions that are none, and keeps the others', () => {
    const { where } = validateContactSearch({ where: '[null, 7, {"field": "tier", "is": "known"}]' });
    expect(where).toBe('[{"field":"tier","is":"known"}]');
  });

  it.each([
    ['a state in it that stood under another name', { category: 'news', state: 'unsubscribed' }, { category: 'news', subscription: 'unsubscribed' }],
    ['the usual state of one', { category: 'news' }, { category: 'news', subscription: 'subscribed' }],
    ['none', { state: 'unsubscribed' }, { state: 'unsubscribed' }],
    ['what is not a state in it', { category: 'news', state: 'blacklisted' }, { category: 'news', subscription: 'subscribed', state: 'blacklisted' }],
    ['its state and that of an address', { category: 'news', subscription: 'pending', state: 'unsubscribed' }, { category: 'news', subscription: 'pending', state: 'unsubscribed' }],
    ['what means nothing', { category: 'news', subscription: 'blacklisted' }, { category: 'news', subscription: 'subscribed' }],
  ])('of a category says %s', (_, raw, search) => {
    expect(validateContactSearch(raw)).toEqual(search);
  });

  it.each([
    ['with its channel', { channel: 'email', state_not: 'blacklisted' }, { channel: 'email', state_not: 'blacklisted' }],
    ['not without one', { state_not: 'blacklisted' }, {}],
    ['not beside a state', { channel: 'email', state: 'active', state_not: 'blacklisted' }, { channel: 'email', state: 'active' }],
    ['not with a reason, which another address may have', { channel: 'email', state_not: 'blacklisted', reason: 'abuse' }, { channel: 'email', state_not: 'blacklisted' }],
    ['not beside a state, whose reason stays', { channel: 'email', state: 'blocked', state_not: 'active', reason: 'abuse' }, { channel: 'email', state: 'blocked', reason: 'abuse' }],
    ['not if there is no such state', { channel: 'email', state_not: 'subscribed' }, { channel: 'email' }],
  ])('has a state that an address is not in %s', (_, raw, search) => {
    expect(validateContactSearch(raw)).toEqual(search);
  });

  it('means the same after it was written and read', () => {
    const search = validateContactSearch({ q: '042', known: 'any', where: '[{"field":"n","is":"equals","value":"a&b"}]' });
    expect(validateContactSearch(parseSearch(stringifySearch({ ...search })))).toEqual(search);
  });
});

describe('what is asked of the server', () => {
  it('has the state in a category and that of an address, each under its name', () => {
    const search = { category: 'news', subscription: 'subscribed', channel: 'email', state: 'blacklisted', reason: 'abuse' } as const;
    expect(queryOf(search)).toMatchObject(search);
  });

  it('has no condition without a filter that needs one', () => {
    expect(queryOf({ tag: 'vip' }).condition).toBeUndefined();
  });

  it('asks for an address of the channel in any state but that which it is not to be in', () => {
    const others = ['active', 'unconfirmed', 'blocked', 'unsubscribed', 'complained'];
    const query = queryOf({ category: 'news', subscription: 'subscribed', channel: 'push', state_not: 'blacklisted', types: ['push_token', 'web_push'] });
    expect([query.category, query.subscription, query.channel, query.state]).toEqual(['news', 'subscribed', 'push', undefined]);
    expect(query).not.toHaveProperty('state_not');
    expect(JSON.parse(query.condition ?? '')).toEqual({
      all: [{ any: [{ identifier: 'push_token', state: others }, { identifier: 'web_push', state: others }] }],
    });
  });

  it('leaves a channel that has no addresses to the server', () => {
    expect(queryOf({ channel: 'pigeon', state_not: 'blacklisted' })).toMatchObject({ channel: 'pigeon', condition: undefined });
  });

  it('takes whole days of the viewer', () => {
    const condition = JSON.parse(queryOf({ created_from: '2026-11-01', created_to: '2026-11-02' }).condition ?? '') as {
      all: { from: string; to: string }[];
    };
    expect(condition.all).toEqual([
      {
        profile: 'created_at',
        is: 'between',
        from: new Date('2026-11-01T00:00:00').toISOString(),
        to: new Date('2026-11-02T23:59:59.999').toISOString(),
      },
    ]);
  });

  it('joins fields and days', () => {
    const { condition } = queryOf({ updated_from: '2026-11-01', where: '[{"field":"tier","is":"known"}]' });
    const { all } = JSON.parse(condition ?? '') as { all: { is: string }[] };
    expect(all.map((each) => each.is)).toEqual(['known', 'greater']);
  });
});

it('a channel and the state in which an address of it is not count as one filter', () => {
  expect(countFilters({ channel: 'email', state_not: 'blacklisted' })).toBe(1);
  expect(countFilters({ channel: 'email', state: 'blacklisted' })).toBe(2);
});

it('a category and the state in it count as one filter', () => {
  expect(countFilters({ category: 'news', subscription: 'pending', state: 'active', tag: 'vip' })).toBe(3);
});

it('a period that ends before it begins is only begun', () => {
  const { created_from, created_to, updated_to } = validateContactSearch({ created_from: '2026-03-09', created_to: '2026-03-08', updated_to: '2026-03-08' });
  expect([created_from, created_to, updated_to]).toEqual(['2026-03-09', undefined, '2026-03-08']);
});
