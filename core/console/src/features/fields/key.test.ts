// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldKeyFault, keyFault } from './key';

const used = [{ key: 'tier' }];
const archived = [{ key: 'old' }];

it.each([
  ['', undefined],
  ['  ', undefined],
  ['shoe.size', undefined],
  [' shoe_size2 ', undefined],
  ['Shoe', 'begin'],
  ['2nd', 'begin'],
  ['_x', 'begin'],
  ['їжак', 'begin'],
  ['shoe size', 'signs'],
  ['shoe-size', 'signs'],
  ['shoeSize', 'signs'],
  ['tier', 'taken'],
  ['old', 'takenArchived'],
  ['age', undefined],
])('the key %j has this wrong: %s', (typed, fault) => {
  expect(keyFault(typed, used, archived)?.fault).toBe(fault);
});

it('a field can’t be called what is worked out from others', () => {
  expect(fieldKeyFault('age', [], [])?.fault).toBe('derived');
  expect(fieldKeyFault('ages', [], [])).toBeUndefined();
});

it('what is taken is told, to be looked at', () => {
  expect(keyFault('old', used, archived)).toEqual({ fault: 'takenArchived', by: archived[0] });
});

it('the rules are those of the description of the API', () => {
  const pattern = /FieldKey:\n\s+type: string\n\s+pattern: '(.*)'/.exec(readFileSync('../api/openapi.yaml', 'utf8'))?.[1];
  expect(pattern).toBe('^[a-z][a-z0-9_.]{0,99}$');
});
