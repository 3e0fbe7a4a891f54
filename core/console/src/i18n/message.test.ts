// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fill } from './message';

const people = { one: '{count} людина', few: '{count} людини', many: '{count} людей', other: '{count} людини' };

it('leaves a value that is missing visible', () => {
  expect(fill('en', 'Hello {name}', {})).toBe('Hello {name}');
});

it('fills nothing into what a value brings along', () => {
  expect(fill('en', '{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x');
});

it.each([
  [1, '1 людина'],
  [3, '3 людини'],
  [5, '5 людей'],
  [21, '21 людина'],
])('chooses the form of the language for %d', (count, text) => {
  expect(fill('uk', people, { count })).toBe(text);
});

it('writes numbers as the language does', () => {
  expect(fill('en', '{count} people', { count: 1234567 })).toBe('1,234,567 people');
});
