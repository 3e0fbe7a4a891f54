// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';
import type { Operator } from './comparison';
import type { ValueKind } from './constant';
import type { Json } from './tree';

export const roles = ['identifying', 'shared', 'claimed'] as const satisfies readonly Schema<'Role'>[];
export const endpointStates = [
  'active', 'unconfirmed', 'blocked', 'unsubscribed', 'blacklisted', 'complained',
] as const satisfies readonly Schema<'EndpointState'>[];
export const subscriptionStates = [
  'subscribed', 'unsubscribed', 'pending',
] as const satisfies readonly Schema<'SubscriptionState'>[];
export const statuses = [
  'queued', 'sent', 'delayed', 'uncertain', 'skipped', 'delivered', 'undelivered', 'closed', 'read', 'clicked', 'unsubscribed',
  'complained',
] as const satisfies readonly Schema<'Status'>[];
export const activityKinds = ['message', 'event', 'order'] as const satisfies readonly Schema<'ActivityKind'>[];
export const repetitions = ['frequency', 'session', 'days'] as const;
export const sourceTypes = ['api', 'import', 'form', 'order', 'console', 'plugin', 'tracking'] as const;

export const identifierOperators: readonly Operator[] = ['equals', 'one_of', 'starts_with', 'contains'];
const textOperators: readonly Operator[] = ['equals', 'not_equals', 'one_of', 'starts_with', 'contains'];
const timeOperators: readonly Operator[] = ['less', 'greater', 'between', 'in_last_days'];

export const attributes = ['created_at', 'updated_at', 'source_type', 'source_name', 'known'] as const;
export type Attribute = (typeof attributes)[number];

export const attributeForms: Record<Attribute, { operators: readonly Operator[]; kind: ValueKind }> = {
  created_at: { operators: timeOperators, kind: 'time' },
  updated_at: { operators: timeOperators, kind: 'time' },
  source_type: { operators: textOperators, kind: 'text' },
  source_name: { operators: textOperators, kind: 'text' },
  known: { operators: ['equals'], kind: 'boolean' },
};

/** One of these words, or a list of some of them, each once. */
export function isChoice(value: Json | undefined, words: readonly string[]): boolean {
  if (value === undefined) return true;
  const list = Array.isArray(value) ? value : [value];
  return list.length === new Set(list).size && list.every((each) => typeof each === 'string' && words.includes(each));
}
