// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';
import { isObject, without, type Json, type JsonObject } from './tree';

export type Operator = Schema<'Operator'>;
type Shape = 'none' | 'one' | 'two' | 'list' | 'days';

const shapes: Record<Operator, Shape> = {
  equals: 'one',
  not_equals: 'one',
  one_of: 'list',
  less: 'one',
  greater: 'one',
  between: 'two',
  starts_with: 'one',
  contains: 'one',
  all_of: 'list',
  none_of: 'list',
  in_last_days: 'days',
  in_next_days: 'days',
  anniversary: 'days',
  known: 'none',
  unknown: 'none',
};
export const allOperators = Object.keys(shapes) as Operator[];

const membersOf: Record<Shape, readonly string[]> = {
  none: [],
  one: ['value'],
  two: ['from', 'to'],
  list: ['values'],
  days: ['days'],
};
export const comparisonMembers = ['is', 'value', 'values', 'from', 'to', 'days'] as const;

export function operatorOf(object: JsonObject): Operator | undefined {
  return allOperators.find((each) => each === object.is);
}

export function shapeOf(is: Operator): Shape {
  return shapes[is];
}

function isConstant(value: Json | undefined): boolean {
  return value === undefined || !(Array.isArray(value) || isObject(value));
}

/** Lists are written one value a line. */
function isLine(value: Json): boolean {
  return value !== null && isConstant(value) && value !== '' && !/[\r\n]/.test(String(value));
}

/** Whether a form shows all of it: its operator, what belongs to that, and beside it only `others`. */
export function showsComparison(object: JsonObject, operators: readonly Operator[], others: readonly string[]): boolean {
  const is = operatorOf(object);
  if (!is || !operators.includes(is)) return false;
  const expected = ['is', ...membersOf[shapes[is]], ...others];
  if (!Object.keys(object).every((name) => expected.includes(name))) return false;
  const { days, values } = object;
  return (
    isConstant(object.value) &&
    isConstant(object.from) &&
    isConstant(object.to) &&
    (values === undefined || (Array.isArray(values) && values.every(isLine))) &&
    (days === undefined || days === null || typeof days === 'number')
  );
}

export function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

export function isWholeComparison(object: JsonObject): boolean {
  const is = operatorOf(object);
  if (!is) return false;
  if (is === 'anniversary' && object.days === undefined) return true;
  return membersOf[shapes[is]].every((name) => isGiven(object[name]));
}

/** Another operator; what was typed is kept where the new one has a place for it. None takes the comparison away. */
export function withOperator(object: JsonObject, is: Operator | undefined): JsonObject {
  const rest = without(object, ...comparisonMembers);
  if (!is) return rest;
  const values = Array.isArray(object.values) ? object.values : [];
  const first = object.value ?? object.from ?? values[0];
  const next: JsonObject = { ...rest, is };
  const shape = shapes[is];
  if (shape === 'one' && first !== undefined) next.value = first;
  if (shape === 'two' && first !== undefined) next.from = first;
  if (shape === 'two' && object.to !== undefined) next.to = object.to;
  if (shape === 'list') next.values = values.length > 0 ? values : first !== undefined && isLine(first) ? [first] : [];
  if (shape === 'days') next.days = object.days ?? null;
  return next;
}
