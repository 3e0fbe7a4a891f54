// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isProblem } from '../../api/problem';
import type { Schema } from '../../api/types';
import { choicesOf, moved, tidyChoices, withLines } from './choices';
import { defaultOf, emptyField, fieldPatch, newFieldBody, type Words } from './field_form';

const kinds: Record<string, Partial<Schema<'FieldType'>>> = {
  text: { kind: 'text', set: false },
  tags: { kind: 'text', set: true },
  integer: { kind: 'integer', set: false },
};
const words: Words = { kindOf: (type) => kinds[type] as Schema<'FieldType'>, wrongJson: 'No JSON.' };

it('says at its place that a default is no JSON', () => {
  try {
    defaultOf('{', 'json', 'No JSON.');
    expect.unreachable();
  } catch (error) {
    expect(isProblem(error) && error.at('/display_default')).toBe('No JSON.');
  }
});

it.each([
  ['', 'text', null],
  ['12', 'integer', 12],
  ['1.50', 'decimal', '1.50'],
  ['false', 'boolean', false],
  ['[1]', 'json', [1]],
] as const)('reads the default %j of %s', (text, kind, value) => {
  expect(defaultOf(text, kind, '')).toEqual(value);
});

it('gives a set no rule of merging', () => {
  expect(newFieldBody({ ...emptyField, key: ' likes ', type: 'tags' }, words)).toEqual({
    key: 'likes', names: {}, type: 'tags', options: {}, personal: false, indexed: true,
  });
});

it('patches what differs alone', () => {
  const before = { ...emptyField, names: [['en', 'A']] as [string, string][], group: 'x', options: { min: 1, max: 9 } };
  expect(fieldPatch(before, before, words)).toEqual({});
  expect(fieldPatch(before, { ...before, names: [], group: '', options: { max: 9 } }, words)).toEqual({
    names: { en: null }, group: null, options: { min: null },
  });
});

it('keeps choices as they are given, without what nobody typed', () => {
  const stored = ['bronze', { value: 'gold', labels: { en: 'Gold', uk: ' ' } }, ' '];
  expect(tidyChoices(stored)).toEqual(['bronze', { value: 'gold', labels: { en: 'Gold' } }]);
});

it('adds each line once, and moves a choice', () => {
  const choices = withLines(choicesOf(['a']), 'b\n\na\nb\nc');
  expect(choices.map((each) => each.value)).toEqual(['a', 'b', 'c']);
  expect(moved(choices, 2, -1).map((each) => each.value)).toEqual(['a', 'c', 'b']);
});
