// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';
import { choicesOf } from '../../../ui/field_choices';

type Field = Schema<'Field'>;
type FieldType = Schema<'FieldType'>;

/** What a person types or chooses; of a set each of its elements. */
export type Typed = string | string[];

export type Fault =
  | 'number'
  | 'wholeNumber'
  | 'least'
  | 'most'
  | 'shorter'
  | 'longer'
  | 'pattern'
  | 'date'
  | 'future'
  | 'time'
  | 'json'
  | 'url'
  | 'language'
  | 'choice';

export type Checked = { value: unknown } | { fault: Fault; limit?: string };

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function localDay(time: Date): string {
  return `${String(time.getFullYear()).padStart(4, '0')}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
}

/** As `datetime-local` has it: of the viewer's clock. */
function localTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return '';
  return `${localDay(time)}T${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}:${twoDigits(time.getSeconds())}`;
}

export function typedOf(type: Pick<FieldType, 'name' | 'set' | 'kind'>, value: unknown): Typed {
  if (type.set) return Array.isArray(value) ? value.map(String) : [];
  if (value === undefined || value === null) return '';
  if (type.kind === 'json') return JSON.stringify(value, null, 2);
  if (type.kind === 'time') return localTime(String(value));
  return String(value);
}

function optionOf(field: Pick<Field, 'options'>, name: string): string | undefined {
  const value = (field.options as Record<string, unknown>)[name];
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}

function isOutside(value: number | string, field: Pick<Field, 'options'>, read: (text: string) => number | string): Checked | undefined {
  const least = optionOf(field, 'min');
  const most = optionOf(field, 'max');
  if (least !== undefined && value < read(least)) return { fault: 'least', limit: least };
  if (most !== undefined && value > read(most)) return { fault: 'most', limit: most };
  return undefined;
}

/** What the pattern says, if this browser reads it as the server does; the server has the last word. */
function breaksPattern(text: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return false;
  try {
    return !new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return false;
  }
}

function checkText(field: Field, text: string): Checked {
  const length = Array.from(text).length;
  const least = optionOf(field, 'min_length');
  const most = optionOf(field, 'max_length');
  if (least !== undefined && length < Number(least)) return { fault: 'shorter', limit: least };
  if (most !== undefined && length > Number(most)) return { fault: 'longer', limit: most };
  if (breaksPattern(text, optionOf(field, 'pattern'))) return { fault: 'pattern' };
  return { value: text };
}

function checkNumber(field: Field, text: string, isWhole: boolean): Checked {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return { fault: 'number' };
  if (isWhole && text.includes('.')) return { fault: 'wholeNumber' };
  // As text: no digit is lost on the way.
  return isOutside(Number(text), field, Number) ?? { value: text };
}

function checkJson(text: string): Checked {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { value } : { fault: 'json' };
  } catch {
    return { fault: 'json' };
  }
}

function checkUrl(field: Field, text: string): Checked {
  const isUrl = URL.canParse(text) && /^https?:/i.test(text);
  return isUrl ? checkText(field, text) : { fault: 'url' };
}

function checkLanguage(text: string): Checked {
  try {
    return { value: Intl.getCanonicalLocales(text)[0] ?? text };
  } catch {
    return { fault: 'language' };
  }
}

function checkTime(field: Field, text: string): Checked {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return { fault: 'time' };
  return isOutside(time.getTime(), field, (limit) => Date.parse(limit)) ?? { value: time.toISOString() };
}

/** Nobody was born tomorrow, by the viewer's clock. */
function checkDay(field: Field, text: string, now: Date): Checked {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return { fault: 'date' };
  if (field.key === 'birth_date' && text > localDay(now)) return { fault: 'future' };
  return isOutside(text, field, String) ?? { value: text };
}

function checkOne(field: Field, type: FieldType, text: string, now: Date): Checked {
  switch (field.type) {
    case 'single_choice':
      return choicesOf(field).some((each) => each.value === text) ? { value: text } : { fault: 'choice' };
    case 'url':
      return checkUrl(field, text);
    case 'language':
      return checkLanguage(text);
  }
  switch (type.kind) {
    case 'integer':
      return checkNumber(field, text, true);
    case 'decimal':
      return checkNumber(field, text, false);
    case 'boolean':
      return { value: text === 'true' };
    case 'date':
      return checkDay(field, text, now);
    case 'time':
      return checkTime(field, text);
    case 'json':
      return checkJson(text);
    default:
      return checkText(field, text);
  }
}

/** The value that is written, by the options that the catalogue has of the field; nothing typed clears it. */
export function checkTyped(field: Field, type: FieldType, typed: Typed, now = new Date()): Checked {
  if (Array.isArray(typed)) return { value: typed.length > 0 ? typed : null };
  const text = type.kind === 'text' ? typed : typed.trim();
  return text.trim() === '' ? { value: null } : checkOne(field, type, text, now);
}
