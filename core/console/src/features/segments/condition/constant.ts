// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';
import type { Json } from './tree';

/** As the types of fields keep their values; `number` is one of an activity's properties, which is never text. */
export type ValueKind = Schema<'FieldType'>['kind'] | 'number';

export function textOfConstant(value: Json | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

export function numberOrNull(text: string): number | null {
  const trimmed = text.trim();
  const isNumber = /^-?\d+(\.\d+)?$/.test(trimmed) && trimmed.replace(/\D/g, '').replace(/^0+/, '').length <= 15;
  return isNumber ? Number(trimmed) : null;
}

/** A number that is not there yet is null, which the server refuses as any other wrong one. */
export function wholeOrNull(text: string): number | null {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

/** What was typed as its kind wants it; what is not of that kind stays text, for the server to say what is wrong. */
export function constantOf(kind: ValueKind, text: string): Json {
  if (kind === 'boolean') return text === '' ? null : text === 'true';
  if (kind === 'number') return numberOrNull(text);
  if (kind === 'integer' && /^-?\d+$/.test(text.trim())) {
    const number = Number(text);
    if (Number.isSafeInteger(number)) return number;
  }
  // A decimal stays text: a number would lose digits.
  return kind === 'integer' || kind === 'decimal' ? text.trim() : text;
}

const two = (number: number) => String(number).padStart(2, '0');

/** For an input of date and time, in the viewer's zone; undefined if it is no time. */
export function localTime(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return '';
  const time = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(time.getTime()) || time.getFullYear() < 1000 || time.getFullYear() > 9999) return undefined;
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const seconds = time.getSeconds() + time.getMilliseconds() / 1000;
  const rest = seconds === 0 ? '' : `:${seconds < 10 ? '0' : ''}${seconds}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}${rest}`;
}

export function timeOfLocal(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

export function isDay(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && /^(\d{4}-\d\d-\d\d)?$/.test(value));
}
