// SPDX-License-Identifier: Apache-2.0
import { isWholeActivity, showsActivity } from './activity';
import { allOperators, comparisonMembers, isGiven, isWholeComparison, showsComparison } from './comparison';
import { attributeForms, attributes, endpointStates, identifierOperators, isChoice, roles, subscriptionStates } from './vocabulary';
import { groupOf, headOf, isObject, type Head, type JsonObject } from './tree';

function hasOnly(object: JsonObject, members: readonly string[]): boolean {
  return Object.keys(object).every((name) => members.includes(name));
}

const shows: Record<Head, (leaf: JsonObject) => boolean> = {
  field: (leaf) => showsComparison(leaf, allOperators, ['field']),
  tag: (leaf) => hasOnly(leaf, ['tag']),
  identifier: (leaf) =>
    isChoice(leaf.role, roles) &&
    isChoice(leaf.state, endpointStates) &&
    (leaf.is === undefined
      ? hasOnly(leaf, ['identifier', 'role', 'state'])
      : showsComparison(leaf, identifierOperators, ['identifier', 'role', 'state'])),
  subscription: (leaf) => hasOnly(leaf, ['subscription', 'state']) && isChoice(leaf.state, subscriptionStates),
  profile: (leaf) => {
    const attribute = attributes.find((each) => each === leaf.profile);
    return attribute !== undefined && showsComparison(leaf, attributeForms[attribute].operators, ['profile']);
  },
  activity: showsActivity,
  segment: (leaf) => hasOnly(leaf, ['segment']),
};

/** Whether its form shows all that it says. What is no more than nearly shown is JSON, so that nothing is lost. */
export function isShown(leaf: JsonObject): boolean {
  const head = headOf(leaf);
  if (!head) return false;
  return (head === 'activity' || typeof leaf[head] === 'string') && shows[head](leaf);
}

const unread = 'json';

/** Text that is no JSON object yet, in the place of a condition. The server refuses it too. */
export const unreadCondition = (text: string): JsonObject => ({ [unread]: text });

export function unreadTextOf(leaf: JsonObject): string | undefined {
  const text = leaf[unread];
  return Object.keys(leaf).length === 1 && typeof text === 'string' ? text : undefined;
}

/** A number of more digits than a number of JavaScript keeps. */
function losesDigits(text: string): boolean {
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/\d[\d.]*/g) ?? [];
  return numbers.some((each) => each.replace('.', '').replace(/^0+/, '').length > 15);
}

export function conditionOfText(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value) && !losesDigits(text)) return value;
  } catch {
    // Being typed.
  }
  return unreadCondition(text);
}

function isWholeLeaf(leaf: JsonObject): boolean {
  if (unreadTextOf(leaf) !== undefined) return false;
  const head = headOf(leaf);
  if (!head || !isShown(leaf)) return true;
  if (head === 'activity') return isWholeActivity(leaf);
  if (!isGiven(leaf[head])) return false;
  return comparisonMembers.some((name) => name in leaf) || head === 'field' ? isWholeComparison(leaf) : true;
}

/** Whether nothing is left to fill in. Whether it is right is for the server to say. */
export function isWhole(condition: JsonObject): boolean {
  const group = groupOf(condition);
  return group ? group.children.length > 0 && group.children.every(isWhole) : isWholeLeaf(condition);
}

/** What a new condition starts with. */
export function newLeaf(head: Head): JsonObject {
  switch (head) {
    case 'field':
      return { field: '', is: 'equals' };
    case 'profile':
      return { profile: 'created_at', is: 'in_last_days', days: 7 };
    case 'activity':
      return { activity: {}, within: { last_days: 30 } };
    default:
      return { [head]: '' };
  }
}
