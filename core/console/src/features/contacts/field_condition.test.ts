// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { makeCondition } from './field_condition';

it('refuses what the field can not hold', () => {
  expect(makeCondition('n', 'integer', 'equals', '1.5')).toBeUndefined();
  expect(makeCondition('n', 'integer', 'equals', 'x')).toBeUndefined();
  expect(makeCondition('n', 'decimal', 'less', '1,5')).toBeUndefined();
  expect(makeCondition('n', 'text', 'equals', '  ')).toBeUndefined();
  expect(makeCondition('n', 'date', 'in_last_days', '-1')).toBeUndefined();
});

it('has values of the kind of the field', () => {
  expect(makeCondition('n', 'integer', 'equals', ' 7 ')).toEqual({ field: 'n', is: 'equals', value: 7 });
  expect(makeCondition('n', 'decimal', 'less', '0.1000000000000001')).toEqual({ field: 'n', is: 'less', value: '0.1000000000000001' });
  expect(makeCondition('n', 'boolean', 'equals', 'false')).toEqual({ field: 'n', is: 'equals', value: false });
  expect(makeCondition('n', 'date', 'in_last_days', '7')).toEqual({ field: 'n', is: 'in_last_days', days: 7 });
  expect(makeCondition('n', 'json', 'known', 'left over')).toEqual({ field: 'n', is: 'known' });
});
