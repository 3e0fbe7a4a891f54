// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { beginningsOf, otherwiseWritten, suggestionsFor, unlistable, type KnownTag } from './tags';

const tag = (name: string, count = 1): KnownTag => ({ tag: name, count, at_least: false });
const namesOf = (known: readonly KnownTag[]) => known.map((each) => each.tag);

it('tags are looked for in capitals too, whose server knows each beginning as it is written alone', () => {
  expect(beginningsOf('vip').sort()).toEqual(['VI', 'Vi', 'vI', 'vi']);
  expect(beginningsOf('v').sort()).toEqual(['V', 'v']);
  expect(beginningsOf('42')).toEqual(['42']);
  expect(beginningsOf('їжак').sort()).toEqual(['ЇЖ', 'Їж', 'їЖ', 'їж'].sort());
  expect(beginningsOf('')).toEqual(['']);
});

it('what differs in capitals alone is offered first, and of several what most have', () => {
  const known = [tag('vip-shop', 90), tag('Vip', 2), tag('VIP', 12), tag('a')];
  expect(namesOf(suggestionsFor(known, 'vip'))).toEqual(['VIP', 'Vip', 'vip-shop']);
  expect(otherwiseWritten(known, 'vip')?.tag).toBe('VIP');
});

it('nothing is said of a tag that there is as it was typed, of a new one, or of nothing', () => {
  const known = [tag('VIP', 12), tag('vip')];
  expect(otherwiseWritten(known, 'vip')).toBeUndefined();
  expect(otherwiseWritten(known, 'vi')).toBeUndefined();
  expect(otherwiseWritten(known, '')).toBeUndefined();
  // It stands there already.
  expect(namesOf(suggestionsFor(known, 'vip'))).toEqual(['VIP']);
});

it.each([
  ['ky', ['Kyiv, Podil']],
  ['Kyiv, Podil', ['Kyiv, Podil']],
  ['vip, kyiv,po', ['Kyiv, Podil']],
  ['Kyiv , Podil, vip', ['Kyiv, Podil']],
  ['Kyiv, Lviv', []],
  ['Kyiv, Podilsk', []],
  ['vip, ', []],
  ['', []],
])('a tag with a comma can’t stand among others, which is told where it may be meant: %j', (typed, told) => {
  const known = [tag('Kyiv, Podil'), tag('Kyiv'), tag('vip')];
  expect(namesOf(unlistable(known, typed.split(',')))).toEqual(told);
});

it('of many tags with a comma a few are told of', () => {
  const known = Array.from({ length: 9 }, (_, index) => tag(`a, ${index}`));
  expect(unlistable(known, ['a'])).toHaveLength(3);
});
