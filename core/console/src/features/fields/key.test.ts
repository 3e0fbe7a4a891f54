// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldKeyFault, keyFault } from './key';

const used = [{ key: 'tier' }];
const archived = [{ key: 'old' }];

const typedKeys = [
  ['', undefined],
  ['  ', undefined],
  ['shoe.size', undefined],
  [' shoe_size2 ', undefined],
  ['Shoe', 'begin'],
  ['2nd', 'begin'],
  ['_x', 'begin'],
  ['.x', 'begin'],
  ['їжак', 'begin'],
  ['shoe size', 'signs'],
  ['shoe-size', 'signs'],
  ['shoeSize', 'signs'],
  ['shoe\n', undefined],
  ['tier', 'taken'],
  ['old', 'takenArchived'],
  ['age', undefined],
] as const;

it.each(typedKeys)('the key %j has this wrong: %s', (typed, fault) => {
  expect(keyFault(typed, used, archived)?.fault).toBe(fault);
});

it('a field can’t be called what is worked out from others', () => {
  expect(fieldKeyFault('age', [], [])?.fault).toBe('derived');
  expect(fieldKeyFault('ages', [], [])).toBeUndefined();
});

it('what is taken is told, to be looked at', () => {
  expect(keyFault('old', used, archived)).toEqual({ fault: 'takenArchived', by: archived[0] });
});

const pattern = /FieldKey:\n\s+type: string\n\s+pattern: '(.*)'/.exec(readFileSync('../api/openapi.yaml', 'utf8'))?.[1] ?? 'none';
const signs = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)).filter((sign) => sign.trim() === sign);
const longest = 'x'.repeat(100);
const keys = [...typedKeys.map(([typed]) => typed.trim()).filter(Boolean), ...signs, ...signs.map((sign) => `x${sign}x`), longest];

it('the rules are those of the description of the API', () => {
  const isKey = new RegExp(pattern);
  expect(keys.filter((key) => (keyFault(key, [], []) === undefined) !== isKey.test(key))).toEqual([]);
  // Longer ones can't be typed.
  expect([isKey.test(longest), isKey.test(`${longest}x`)]).toEqual([true, false]);
});
