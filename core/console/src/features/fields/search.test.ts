// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { validateFieldSearch, validateGroupSearch } from './search';

it('an address of the fields says of what it drops that it is not there, or the router would put it back', () => {
  const raw = { q: ' ', type: '', group: 'x'.repeat(300), archived: 'perhaps', a: 'b' };
  expect(validateFieldSearch(raw)).toStrictEqual({ q: undefined, type: undefined, group: undefined, archived: undefined });
  expect(validateGroupSearch(raw)).toStrictEqual({ archived: undefined });
});
