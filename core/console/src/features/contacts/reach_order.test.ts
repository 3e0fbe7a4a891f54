// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Contact } from './contact';
import { reachOf, type AddressFilter } from './reach_order';

const address = (type: string, channel: string | null, state: string, reason: string | null = null) => ({
  type, value: `${type}-${state}`, given: `${type}-${state}`, role: 'identifying', endpoint: { channel, state, reason },
});
const contact = {
  identifiers: [
    address('email', 'email', 'active'),
    address('email', 'email', 'unsubscribed', 'page'),
    address('phone', 'sms', 'active'),
    address('telegram', 'telegram', 'active'),
    address('web_push', 'push', 'blocked', 'gone'),
    address('cookie', null, 'unconfirmed'),
    { ...address('device_id', null, ''), endpoint: null },
  ],
} as unknown as Contact;
const order = (filter: AddressFilter) => reachOf(contact, filter).map(({ value }) => value);
const usual = ['email-active', 'phone-active', 'telegram-active'];
const forbidden = ['email-unsubscribed', 'web_push-blocked'];

describe('of the addresses of a contact', () => {
  it('those that must not be written to are the first where the list asks for none', () => {
    expect(order({})).toEqual([...forbidden, ...usual]);
  });

  it.each<[string, AddressFilter, string[]]>([
    ['a channel', { channel: 'telegram' }, ['telegram-active', ...forbidden]],
    ['a channel, and what is forbidden of it after', { channel: 'email' }, ['email-active', 'email-unsubscribed', 'web_push-blocked']],
    ['a state', { state: 'blocked' }, ['web_push-blocked', 'email-unsubscribed']],
    ['a state, with room for what is forbidden', { state: 'active' }, ['email-active', ...forbidden, 'phone-active', 'telegram-active']],
    ['a state of what no channel reaches', { state: 'unconfirmed' }, ['cookie-unconfirmed', ...forbidden]],
    ['a reason', { reason: 'gone' }, ['web_push-blocked', 'email-unsubscribed']],
    ['a state that it is not in', { channel: 'email', state_not: 'unsubscribed' }, ['email-active', ...forbidden]],
    ['all of them at once', { channel: 'push', state: 'blocked', reason: 'gone' }, ['web_push-blocked', 'email-unsubscribed']],
    ['more than any of them is', { channel: 'push', state: 'blocked', reason: 'page' }, [...forbidden, 'email-active']],
  ])('what the list is filtered by is the first: %s', (_, filter, first) => {
    expect(order(filter).slice(0, first.length)).toEqual(first);
  });

  it('what nobody is reached by stands only where it is asked for', () => {
    expect(order({ state: 'active' })).not.toContain('cookie-unconfirmed');
    expect(order({ state: 'unconfirmed' })).toHaveLength(6);
  });
});
