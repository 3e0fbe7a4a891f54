// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { canonicalTag, patchOf, recordOf } from './names';
import { changedKeys, merged } from './three_way';

const base = { name: 'Tier', group: '', personal: false };

it('keeps what only the other side changed', () => {
  const mine = { ...base, name: 'Level' };
  const theirs = { ...base, group: 'loyalty' };
  expect(merged(base, mine, theirs, {})).toEqual({ name: 'Level', group: 'loyalty', personal: false });
});

it('takes of what both changed what was chosen', () => {
  const mine = { ...base, name: 'Level', personal: true };
  const theirs = { ...base, name: 'Rank' };
  expect(merged(base, mine, theirs, { name: 'theirs' })).toEqual({ name: 'Rank', group: '', personal: true });
});

it('tells changed members by their content', () => {
  expect(changedKeys({ a: [1], b: { c: 1 } }, { a: [1], b: { c: 2 } })).toEqual(['b']);
});

it('makes a language that is gone null', () => {
  expect(patchOf({ en: 'Tier', uk: 'Рівень' }, { en: 'Level' })).toEqual({ uk: null, en: 'Level' });
  expect(patchOf({ en: 'Tier' }, { en: 'Tier' })).toBeUndefined();
});

it('takes an empty line for no name', () => {
  expect(recordOf([['en', ' Tier '], ['uk', '  ']])).toEqual({ en: 'Tier' });
});

it.each([
  ['pt-br', 'pt-BR'],
  [' UK ', 'uk'],
  ['not a tag', undefined],
  ['', undefined],
])('reads the language tag %j', (text, tag) => {
  expect(canonicalTag(text)).toBe(tag);
});
