// SPDX-License-Identifier: Apache-2.0

/**
 * A condition stays the JSON that it came as: the builder changes the members that a person changes, and whatever it
 * does not know is written back as it was.
 */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json;
}

export const groupKinds = ['all', 'any', 'none'] as const;
export type GroupKind = (typeof groupKinds)[number];
export const heads = ['field', 'tag', 'identifier', 'subscription', 'profile', 'activity', 'segment'] as const;
export type Head = (typeof heads)[number];

/** The bounds of the API. */
export const maxDepth = 8;
export const maxLeaves = 100;
export const maxValues = 200;

export interface Group {
  kind: GroupKind;
  children: JsonObject[];
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined of a leaf, and of what only looks like a group. */
export function groupOf(condition: JsonObject): Group | undefined {
  const [name, ...more] = Object.keys(condition);
  const kind = groupKinds.find((each) => each === name);
  const children = kind && condition[kind];
  if (!kind || more.length > 0 || !Array.isArray(children)) return undefined;
  return children.every(isObject) ? { kind, children } : undefined;
}

export function makeGroup(kind: GroupKind, children: JsonObject[]): JsonObject {
  return { [kind]: children };
}

export const emptyCondition = (): JsonObject => makeGroup('all', []);

export function isEmpty(condition: JsonObject): boolean {
  return groupOf(condition)?.children.length === 0;
}

/** What it is about; undefined of a group, and of what is none of these or several. */
export function headOf(condition: JsonObject): Head | undefined {
  const found = [...heads, ...groupKinds].filter((each) => each in condition);
  return found.length === 1 ? heads.find((each) => each === found[0]) : undefined;
}

export function countLeaves(condition: JsonObject): number {
  const group = groupOf(condition);
  return group ? group.children.reduce((sum, child) => sum + countLeaves(child), 0) : 1;
}

/** How many groups stand within each other. */
export function heightOf(condition: JsonObject): number {
  const group = groupOf(condition);
  return group ? 1 + Math.max(0, ...group.children.map(heightOf)) : 0;
}

/** One step of a JSON pointer. */
export function step(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

const ids = new WeakMap<JsonObject, number>();
let lastId = 0;

/** The same as long as it is the same condition for a person: what was put in its place by `inPlaceOf` keeps it. */
export function idOf(condition: JsonObject): number {
  let id = ids.get(condition);
  if (id === undefined) ids.set(condition, (id = ++lastId));
  return id;
}

export function inPlaceOf(before: JsonObject, after: JsonObject): JsonObject {
  if (after !== before) ids.set(after, idOf(before));
  return after;
}

export function without(object: JsonObject, ...members: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !members.includes(name)));
}

/** With the member, or without it if there is no value. */
export function withMember(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  return value === undefined ? without(object, name) : { ...object, [name]: value };
}
