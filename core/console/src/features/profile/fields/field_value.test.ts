// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../api/types';
import { checkTyped, typedOf } from './field_value';
import { countryCodes } from './known_codes';

type Kind = Schema<'FieldType'>['kind'];

function check(name: string, kind: Kind, typed: string | string[], options: object = {}) {
  const field = { key: 'x', type: name, options } as Schema<'Field'>;
  return checkTyped(field, { name, kind, set: Array.isArray(typed) } as Schema<'FieldType'>, typed);
}

describe('what is typed into a field', () => {
  it.each<[string, string, Kind, string, object, object]>([
    ['words', 'integer', 'integer', 'twelve', {}, { fault: 'number' }],
    ['a comma', 'decimal', 'decimal', '1,5', {}, { fault: 'number' }],
    ['a fraction', 'integer', 'integer', '1.5', {}, { fault: 'wholeNumber' }],
    ['less than the least', 'integer', 'integer', '4', { min: 5 }, { fault: 'least', limit: '5' }],
    ['more than the most', 'decimal', 'decimal', '5.1', { max: '5' }, { fault: 'most', limit: '5' }],
    ['a short text', 'text', 'text', 'ab', { min_length: 3 }, { fault: 'shorter', limit: '3' }],
    ['a long text', 'text', 'text', '🙂🙂', { max_length: 1 }, { fault: 'longer', limit: '1' }],
    ['another form', 'text', 'text', 'ab1', { pattern: '[a-z]+' }, { fault: 'pattern' }],
    ['an early day', 'date', 'date', '1999-12-31', { min: '2000-01-01' }, { fault: 'least', limit: '2000-01-01' }],
    ['no choice', 'single_choice', 'text', 'tin', { choices: ['gold'] }, { fault: 'choice' }],
    ['no JSON', 'json', 'json', '{', {}, { fault: 'json' }],
    ['a number as JSON', 'json', 'json', '5', {}, { fault: 'json' }],
    ['a script as an address', 'url', 'text', 'javascript:alert(1)', {}, { fault: 'url' }],
    ['a name of a language', 'language', 'text', 'en_US', {}, { fault: 'language' }],
  ])('is refused: %s', (_, name, kind, typed, options, expected) => {
    expect(check(name, kind, typed, options)).toEqual(expected);
  });

  it('goes to the server where its pattern is none of this browser', () => {
    expect(check('text', 'text', 'x', { pattern: '(?s).+' })).toEqual({ value: 'x' });
  });

  it('keeps every digit, and every letter of a text', () => {
    expect(check('decimal', 'decimal', ' 999999999999.999999 ')).toEqual({ value: '999999999999.999999' });
    expect(check('text', 'text', ' x ')).toEqual({ value: ' x ' });
  });

  it('clears the field where nothing is', () => {
    expect(check('text', 'text', '  ')).toEqual({ value: null });
    expect(check('multi_choice', 'text', [])).toEqual({ value: null });
  });

  it('knows choices with labels', () => {
    expect(check('single_choice', 'text', 'gold', { choices: [{ value: 'gold', labels: { en: 'Gold' } }] })).toEqual({ value: 'gold' });
  });
});

describe('a date of birth', () => {
  const born = (key: string, typed: string, options: object = {}) =>
    checkTyped({ key, type: 'date', options } as Schema<'Field'>, { name: 'date', kind: 'date' } as Schema<'FieldType'>, typed, new Date(2026, 10, 28, 9, 30));

  it('is refused if it is still to come', () => {
    for (const day of ['2026-11-29', '2027-01-01', '9999-12-31']) expect(born('birth_date', day), day).toEqual({ fault: 'future' });
  });

  it('may be today, and has the bounds of its field too', () => {
    expect(born('birth_date', '2026-11-28')).toEqual({ value: '2026-11-28' });
    expect(born('birth_date', '1899-12-31', { min: '1900-01-01' })).toEqual({ fault: 'least', limit: '1900-01-01' });
    expect(born('birth_date', '28.11.2026')).toEqual({ fault: 'date' });
  });

  it('is no other date, which may be to come', () => {
    expect(born('next_visit', '2027-01-01')).toEqual({ value: '2027-01-01' });
  });
});

it('shows a time by the viewer’s clock and reads it back', () => {
  const type = { name: 'datetime', kind: 'time', set: false } as Schema<'FieldType'>;
  const typed = typedOf(type, '2026-11-20T09:30:15.000Z');
  expect(check('datetime', 'time', typed as string)).toEqual({ value: '2026-11-20T09:30:15.000Z' });
});

it('offers countries, and nothing that is none', () => {
  const codes = countryCodes();
  expect(codes).toEqual(expect.arrayContaining(['UA', 'DE', 'XK']));
  expect(codes.filter((code) => ['EU', 'UK', 'ZZ', 'UN'].includes(code))).toEqual([]);
});
