// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import type { FieldCondition } from './search';

export type Operator = Schema<'Operator'>;

/** Those that a filter asks with: one value, a number of days, or none. Segments have them all. */
const withValue = ['equals', 'not_equals', 'less', 'greater', 'starts_with', 'contains'] as const;
const withDays = ['in_last_days', 'in_next_days'] as const;
const alone = ['known', 'unknown'] as const;
export const filterOperators = [...withValue, ...withDays, ...alone];
export type FilterOperator = (typeof filterOperators)[number];

export function needs(operator: Operator): 'value' | 'days' | 'nothing' {
  if ((withDays as readonly string[]).includes(operator)) return 'days';
  return (alone as readonly string[]).includes(operator) ? 'nothing' : 'value';
}

export function operatorsOf(type: Schema<'FieldType'> | undefined): FilterOperator[] {
  return filterOperators.filter((each) => type?.operators.includes(each));
}

/** What was typed as the type of the field wants it; undefined if it can't be that. */
export function makeCondition(
  field: string,
  kind: Schema<'FieldType'>['kind'],
  is: Operator,
  typed: string,
): FieldCondition | undefined {
  const text = typed.trim();
  if (needs(is) === 'nothing') return { field, is };
  if (text === '') return undefined;
  if (needs(is) === 'days') {
    const days = Number(text);
    return Number.isInteger(days) && days >= 0 && days <= 3650 ? { field, is, days } : undefined;
  }
  if (kind === 'boolean') return { field, is, value: text === 'true' };
  if (kind === 'integer') {
    const value = Number(text);
    return Number.isSafeInteger(value) ? { field, is, value } : undefined;
  }
  // A decimal stays text: a number would lose digits.
  if (kind === 'decimal') return /^-?\d+(\.\d+)?$/.test(text) ? { field, is, value: text } : undefined;
  return { field, is, value: text };
}
