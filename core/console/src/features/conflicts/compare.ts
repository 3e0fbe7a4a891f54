// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { byFieldOrder } from '../../ui/field_order';
import { lookOf } from '../../ui/status';

export type Profile = Schema<'Profile'>;
export type Preview = Schema<'MergePreview'>;
export type Why = Schema<'Choices'>[number]['why'];

export const groups = ['identifiers', 'fields', 'subscriptions', 'history'] as const;
export type Group = (typeof groups)[number];

/** What stands in one place; without a text there is nothing. A status is shown as such. */
export interface Cell {
  text: string;
  /** Said of the text, in the viewer's language. */
  note?: string;
  /** Of what is written from left to right in every language. */
  dir?: 'ltr';
  status?: string;
}

/** Where a result comes from: one of the two, both of them, or neither alone. */
export type From = 'a' | 'b' | 'both' | 'none';

export interface Row {
  key: string;
  group: Group;
  label: string;
  a: Cell;
  b: Cell;
  /** Undefined if nobody said yet what would come of it. */
  result: Cell | undefined;
  from: From;
  why: Why | 'union' | 'history' | undefined;
}

/** How what is stored is called and shown. */
export interface Naming {
  field: (key: string) => string;
  value: (key: string, value: unknown) => string;
  identifier: (type: string) => string;
  role: (role: Schema<'Role'>) => string;
  category: (key: string) => string;
  tags: string;
  activities: string;
  number: (value: number) => string;
}

const nothing: Cell = { text: '' };

export function isSame(a: Cell, b: Cell): boolean {
  return a.text === b.text && a.note === b.note && a.status === b.status;
}

/** Whether nothing is lost by not looking at it: they agree, also in what comes of it, and all of it may be written to. */
export function isQuiet({ a, b, result }: Row): boolean {
  return isSame(a, b) && (!result || isSame(a, result)) && !isWarning(a) && !(result && isWarning(result));
}

/** A state that keeps somebody from being written to is told whatever else is shown. */
export function isWarning({ status }: Cell): boolean {
  const tone = status && lookOf(status).tone;
  return tone === 'bad' || tone === 'warn';
}

function fromOf(a: Cell, b: Cell, result: Cell | undefined): From {
  if (!result) return 'none';
  const isA = isSame(a, result);
  const isB = isSame(b, result);
  if (isA && isB) return 'both';
  return isA ? 'a' : isB ? 'b' : 'none';
}

function identifierCell(found: Profile['identifiers'][number] | undefined, naming: Naming): Cell {
  if (!found) return nothing;
  const state = found.endpoint?.state;
  return {
    text: found.given,
    dir: 'ltr',
    ...(found.role !== 'identifying' && { note: naming.role(found.role) }),
    ...(state && state !== 'active' && { status: state }),
  };
}

function identifierRows(a: Profile, b: Profile, preview: Preview | undefined, naming: Naming): Row[] {
  const listed = [...a.identifiers, ...b.identifiers, ...(preview?.identifiers ?? [])];
  const all = new Map(listed.map((each) => [`${each.type}:${each.value}`, each]));
  return [...all.values()].map((each) => {
    const cellOf = ({ identifiers }: Pick<Profile, 'identifiers'>) =>
      identifierCell(identifiers.find(({ type, value }) => type === each.type && value === each.value), naming);
    const [left, right] = [cellOf(a), cellOf(b)];
    const result = preview && cellOf(preview);
    return {
      key: `identifier/${each.type}:${each.value}`,
      group: 'identifiers',
      label: naming.identifier(each.type),
      a: left,
      b: right,
      result,
      from: fromOf(left, right, result),
      why: undefined,
    };
  });
}

/** Of a set the elements that stay, of anything else the value. */
function resultOf(key: string, preview: Preview): { value: unknown; why: Row['why'] } | undefined {
  const choices = preview.fields.filter((each) => each.key === key);
  const [first] = choices;
  if (!first) return undefined;
  if (first.element === undefined) return { value: first.value, why: first.why };
  const stays = choices.filter((each) => each.value !== null && each.value !== false);
  return { value: stays.map((each) => each.element), why: 'union' };
}

function comparable(value: unknown): unknown {
  return Array.isArray(value) ? [...value].map(String).sort() : value;
}

function fieldRow(key: string, values: readonly [unknown, unknown], preview: Preview | undefined, naming: Naming): Row {
  const cellOf = (value: unknown): Cell => {
    const sorted = comparable(value);
    const isEmpty = sorted === undefined || sorted === null || (Array.isArray(sorted) && sorted.length === 0);
    return isEmpty ? nothing : { text: naming.value(key, sorted) };
  };
  const [a, b] = [cellOf(values[0]), cellOf(values[1])];
  const found = preview && resultOf(key, preview);
  const result = preview && cellOf(found?.value);
  const isTags = key === 'tags';
  return {
    key: `field/${key}`,
    group: 'fields',
    label: isTags ? naming.tags : naming.field(key),
    a,
    b,
    result,
    from: fromOf(a, b, result),
    why: isSame(a, b) ? undefined : found?.why,
  };
}

/** Worked out from other fields; nobody can choose it. */
const derived = new Set(['age', 'tags']);

function fieldRows(a: Profile, b: Profile, preview: Preview | undefined, naming: Naming): Row[] {
  const keys = new Set([...Object.keys(a.fields), ...Object.keys(b.fields), ...(preview?.fields.map((each) => each.key) ?? [])]);
  const shown = [...keys].filter((key) => !derived.has(key)).map((key) => ({ key, name: naming.field(key) }));
  const rows = shown.sort(byFieldOrder).map(({ key }) => fieldRow(key, [a.fields[key], b.fields[key]], preview, naming));
  if (a.tags.length + b.tags.length > 0) rows.push(fieldRow('tags', [a.tags, b.tags], preview, naming));
  return rows;
}

function subscriptionRows(a: Profile, b: Profile, preview: Preview | undefined, naming: Naming): Row[] {
  const listed = [...a.subscriptions, ...b.subscriptions, ...(preview?.subscriptions ?? [])];
  return [...new Set(listed.map((each) => each.category))].map((key) => {
    const cellOf = ({ subscriptions }: Pick<Profile, 'subscriptions'>): Cell => {
      const found = subscriptions.find((each) => each.category === key);
      return found ? { text: '', status: found.state } : nothing;
    };
    const [left, right] = [cellOf(a), cellOf(b)];
    const result = preview && cellOf(preview);
    return {
      key: `subscription/${key}`,
      group: 'subscriptions',
      label: naming.category(key),
      a: left,
      b: right,
      result,
      from: fromOf(left, right, result),
      why: !preview || isSame(left, right) ? undefined : 'history',
    };
  });
}

function historyRow(a: Profile, b: Profile, preview: Preview | undefined, naming: Naming): Row {
  const cellOf = (count: number): Cell => ({ text: naming.number(count) });
  const [left, right] = [a.activity.total, b.activity.total];
  return {
    key: 'history/activities',
    group: 'history',
    label: naming.activities,
    a: cellOf(left),
    b: cellOf(right),
    result: preview && cellOf(left + right),
    from: 'none',
    why: 'union',
  };
}

/** The two side by side and, with a preview, what would come of them. */
export function rowsOf(a: Profile, b: Profile, preview: Preview | undefined, naming: Naming): Row[] {
  return [
    ...identifierRows(a, b, preview, naming),
    ...fieldRows(a, b, preview, naming),
    ...subscriptionRows(a, b, preview, naming),
    historyRow(a, b, preview, naming),
  ];
}

export interface Change {
  key: string;
  label: string;
  side: 'a' | 'b' | 'result';
  was: Cell;
  is: Cell;
}

/** What moved between two looks at the same pair. */
export function changesBetween(before: readonly Row[], after: readonly Row[]): Change[] {
  const was = new Map(before.map((row) => [row.key, row]));
  const is = new Map(after.map((row) => [row.key, row]));
  const changes: Change[] = [];
  for (const side of ['a', 'b', 'result'] as const) {
    for (const key of new Set([...was.keys(), ...is.keys()])) {
      const [old, now] = [was.get(key), is.get(key)];
      const [from, to] = [old?.[side] ?? nothing, now?.[side] ?? nothing];
      if (isSame(from, to)) continue;
      changes.push({ key: `${side}/${key}`, label: (now ?? old)?.label ?? key, side, was: from, is: to });
    }
  }
  return changes;
}
