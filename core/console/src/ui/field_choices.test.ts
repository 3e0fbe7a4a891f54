// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { choicesOf } from './field_choices';

const fieldWith = (options: object) => ({ options }) as Parameters<typeof choicesOf>[0];

it('leaves out what is no choice', () => {
  expect(choicesOf(fieldWith({}))).toEqual([]);
  expect(choicesOf(fieldWith({ choices: 'a' }))).toEqual([]);
  expect(choicesOf(fieldWith({ choices: [1, null, { labels: {} }] }))).toEqual([]);
});

it('knows choices with and without labels', () => {
  expect(choicesOf(fieldWith({ choices: ['a', { value: 'b', labels: { en: 'B' } }] }))).toEqual([
    { value: 'a', labels: {} },
    { value: 'b', labels: { en: 'B' } },
  ]);
});
