// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { contactsFrom, contactsIn } from './links';

const source = (type: string, name: string | null) => ({ type, name, known: 1, anonymous: 1 });
const channel = (name: string, ...types: string[]) => ({ name, endpoint_types: types }) as Parameters<typeof contactsIn>[1][number];
const channels = [channel('web'), channel('push', 'push_token', 'web_push'), channel('email', 'email')];
const state = { type: 'email', state: 'blacklisted', reason: 'inactive_address', count: 3 } as const;

it.each([
  ['without a name beside one with it', source('form', null), [source('form', null), source('form', 'news')]],
  ['without a name where not all are told', source('form', null), Array.from({ length: 100 }, (_, at) => source(at ? `kind${at}` : 'form', null))],
  ['of a length that no address bar holds', source('form', 'n'.repeat(200)), [source('form', 'n'.repeat(200))]],
  ['whose name ends blank', source('form', 'news '), [source('form', 'news ')]],
])('leads nowhere from a source %s', (_, each, all) => {
  expect(contactsFrom(each, all)).toBeUndefined();
});

it('leads to all who came from a source, known or not', () => {
  expect(contactsFrom(source('form', 'news: 2'), [source('form', null), source('form', 'news: 2')])).toEqual({ known: 'any', source: 'form:news: 2' });
  expect(contactsFrom(source('api', null), [source('api', null), source('form', 'news')])).toEqual({ known: 'any', source: 'api' });
});

it.each([
  ['without a reason', { ...state, reason: null }],
  ['of the staff, who may have written their own', { ...state, reason: 'by_staff' }],
  ['of a kind beside others of its channel', { ...state, type: 'web_push' }],
  ['of a kind without a channel', { ...state, type: 'phone' }],
])('leads nowhere from a state %s', (_, each) => {
  expect(contactsIn(each, channels)).toBeUndefined();
});

it('leads to all who have an address in a state for a reason', () => {
  expect(contactsIn(state, channels)).toEqual({ known: 'any', channel: 'email', state: 'blacklisted', reason: 'inactive_address' });
});
