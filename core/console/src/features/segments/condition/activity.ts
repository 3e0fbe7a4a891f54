// SPDX-License-Identifier: Apache-2.0
import { isGiven, isWholeComparison, operatorOf, showsComparison, type Operator } from './comparison';
import { localTime } from './constant';
import { activityKinds, isChoice, repetitions, statuses } from './vocabulary';
import { isObject, type Json, type JsonObject } from './tree';

/** How a member of an activity is compared: by an operator, and by what kind of constant where that is open. */
export const textForms = ['equals:text', 'one_of', 'starts_with', 'contains'] as const;
export const propertyForms = [
  'equals:text', 'equals:number', 'equals:boolean', 'one_of', 'starts_with', 'contains', 'less', 'greater', 'between', 'known',
] as const;
export type MemberForm = (typeof propertyForms)[number];

/** A constant alone is `equals`. */
export function comparisonOf(member: Json): JsonObject {
  return isObject(member) ? member : { is: 'equals', value: member };
}

function kindOf(value: Json | undefined): 'text' | 'number' | 'boolean' {
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'number' || value === null ? 'number' : 'text';
}

export function formOfMember(member: Json): MemberForm | undefined {
  const comparison = comparisonOf(member);
  const is = operatorOf(comparison);
  const name = is === 'equals' ? `equals:${kindOf(comparison.value)}` : is;
  return propertyForms.find((each) => each === name);
}

function isOfForm(form: MemberForm, { value, values, from, to }: JsonObject): boolean {
  const isNumber = (each: Json | undefined) => each === undefined || each === null || typeof each === 'number';
  const isText = (each: Json | undefined) => each === undefined || typeof each === 'string';
  if (form === 'less' || form === 'greater') return isNumber(value);
  if (form === 'between') return isNumber(from) && isNumber(to);
  if (form === 'one_of') return Array.isArray(values) && values.every(isText);
  return form === 'starts_with' || form === 'contains' ? isText(value) : true;
}

export function showsMember(member: Json | undefined, forms: readonly MemberForm[]): boolean {
  if (member === undefined) return true;
  if (Array.isArray(member)) return false;
  const comparison = comparisonOf(member);
  const form = formOfMember(member);
  if (!form || !forms.includes(form)) return false;
  return showsComparison(comparison, [comparison.is as Operator], []) && isOfForm(form, comparison);
}

function isWholeMember(member: Json): boolean {
  return isWholeComparison(comparisonOf(member));
}

function hasOnly(object: Json | undefined, members: readonly string[]): object is JsonObject | undefined {
  return object === undefined || (isObject(object) && Object.keys(object).every((name) => members.includes(name)));
}

function isCount(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value === 'number';
}

function isTime(value: Json | undefined): boolean {
  return value === undefined || (typeof value === 'string' && localTime(value) !== undefined);
}

function isWord(value: Json | undefined, words?: readonly string[]): boolean {
  return value === undefined || (typeof value === 'string' && (!words || value === '' || words.includes(value)));
}

function showsFacts(facts: JsonObject): boolean {
  const { message, properties, repeated } = facts;
  if (!hasOnly(facts, ['channel', 'kind', 'status', 'reached', 'event', 'message', 'properties', 'repeated'])) return false;
  if (!isWord(facts.channel) || !isWord(facts.kind, activityKinds) || !isWord(facts.reached, statuses)) return false;
  if (!isChoice(facts.status, statuses) || !showsMember(facts.event, textForms)) return false;
  if (!hasOnly(message, ['id', 'name']) || !hasOnly(repeated, ['kind', 'days'])) return false;
  if (message && !(showsMember(message.id, textForms) && showsMember(message.name, textForms))) return false;
  if (properties !== undefined && !isObject(properties)) return false;
  if (properties && !Object.values(properties).every((each) => showsMember(each, propertyForms))) return false;
  if (!repeated) return true;
  const isDays = repeated.kind === 'days';
  return isGiven(repeated.kind) && isWord(repeated.kind, repetitions) && (isDays ? isCount(repeated.days) : !('days' in repeated));
}

export function showsActivity(leaf: JsonObject): boolean {
  const { activity, times, within, same_message: same } = leaf;
  if (!isObject(activity) || !hasOnly(leaf, ['activity', 'times', 'within', 'same_message'])) return false;
  if (!hasOnly(times, ['at_least', 'at_most']) || !hasOnly(within, ['last_days', 'from', 'to'])) return false;
  if (times && !(isCount(times.at_least) && isCount(times.at_most))) return false;
  if (within && 'last_days' in within && ('from' in within || 'to' in within)) return false;
  if (within && !(isCount(within.last_days) && isTime(within.from) && isTime(within.to))) return false;
  return (same === undefined || typeof same === 'boolean') && showsFacts(activity);
}

/** Of one that is shown. */
export function isWholeActivity(leaf: JsonObject): boolean {
  const facts = leaf.activity as JsonObject;
  const { event, message, properties, repeated } = facts as Record<string, JsonObject | undefined>;
  const members = [...(facts.event === undefined ? [] : [event as Json]), ...Object.values(message ?? {}), ...Object.values(properties ?? {})];
  const constants = [facts.channel, facts.kind, facts.reached, facts.status].filter((each) => each !== undefined);
  const bounds = [leaf.times, leaf.within].flatMap((each) => (isObject(each) ? Object.values(each) : []));
  const repeats = repeated?.kind !== 'days' || isGiven(repeated.days);
  return members.every(isWholeMember) && [...constants, ...bounds].every(isGiven) && repeats;
}
