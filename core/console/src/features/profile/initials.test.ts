// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { initialsOf } from './initials';

it.each([
  [null, undefined, '<script>', 'S'],
  [42, {}, '—', ''],
  ['‮evil', ' ', 'x', 'E'],
  ['олена', 'їжак', '', 'ОЇ'],
  [undefined, undefined, '+380501112233', '3'],
])('of %s and %s, called %s, are %s', (first, last, name, initials) => {
  expect(initialsOf(first, last, name)).toBe(initials);
});
