// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operatorOf, withOperator } from './comparison';
import { conditionOfText, isShown, isWhole, newLeaf, unreadTextOf } from './leaf';
import { countLeaves, groupOf, headOf, heads, heightOf, idOf, inPlaceOf, isObject, makeGroup, type JsonObject } from './tree';

const page = readFileSync('../api/segments.md', 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((found) => JSON.parse(found[1] ?? '') as unknown);

/** The condition as the builder puts it together again: group by group, each leaf as its form leaves it. */
function rebuilt(condition: JsonObject): JsonObject {
  const group = groupOf(condition);
  if (group) return makeGroup(group.kind, group.children.map(rebuilt));
  return inPlaceOf(condition, { ...condition });
}

function leavesOf(condition: JsonObject): JsonObject[] {
  return groupOf(condition)?.children.flatMap(leavesOf) ?? [condition];
}

describe('what a form would not show all of', () => {
  it.each([
    {},
    { all: [] as string[], tag: 'vip' },
    { field: 'tier', tag: 'vip', is: 'known' },
    { field: 'tier' },
    { field: 'tier', is: 'like', value: 'gold' },
    { field: 'tier', is: 'equals', value: 'gold', note: 'x' },
    { field: 'tier', is: 'equals', value: ['gold'] },
    { field: 'tier', is: 'one_of', values: ['two\nlines'] },
    { field: 'tier', is: 'known', value: 'gold' },
    { tag: 'vip', state: 'active' },
    { tag: 7 },
    { identifier: 'email', value: 'ann' },
    { identifier: 'email', is: 'between', from: 'a', to: 'b' },
    { identifier: 'email', state: 'sleeping' },
    { identifier: 'email', state: ['active', 'active'] },
    { subscription: 'news', state: {} },
    { profile: 'age', is: 'equals', value: 3 },
    { profile: 'known', is: 'not_equals', value: true },
    { activity: [] as string[] },
    { activity: { browser: 'x' } },
    { activity: { event: { is: 'less', value: 3 } } },
    { activity: { properties: { price: { is: 'less', value: 'dear' } } } },
    { activity: { properties: { price: [1] } } },
    { activity: { repeated: { kind: 'session', days: 3 } } },
    { activity: {}, within: { last_days: 3, from: '2026-11-01T00:00:00Z' } },
    { activity: {}, within: { from: 'yesterday' } },
    { activity: {}, times: { exactly: 2 } },
    { segment: 'vip', name: 'x' },
    { colour: 'red' },
  ])('is JSON: %j', (leaf) => {
    expect(groupOf(leaf as unknown as JsonObject)).toBeUndefined();
    expect(isShown(leaf as unknown as JsonObject)).toBe(false);
  });

  it('is kept as it was typed', () => {
    const typed = conditionOfText('{"tag": "vi');
    expect(unreadTextOf(typed)).toBe('{"tag": "vi');
    expect(isWhole(typed)).toBe(false);
    expect(isWhole(makeGroup('all', [typed]))).toBe(false);
    expect(conditionOfText('{"tag": "vip"}')).toEqual({ tag: 'vip' });
  });

  it('is never a number that lost digits', () => {
    expect(unreadTextOf(conditionOfText('{"field":"a","is":"equals","value":9007199254740993}'))).toBeTruthy();
    expect(conditionOfText('{"field":"a","is":"equals","value":"999999999999.999999"}').value).toBe('999999999999.999999');
  });
});

describe('the examples of the segment language', () => {
  it('are twenty', () => {
    expect(examples).toHaveLength(20);
    expect(examples.every(isObject)).toBe(true);
  });

  it.each(examples.map((example, index) => [index + 1, example as JsonObject] as const))('%i goes through the builder unchanged', (_, example) => {
    const before = JSON.stringify(example);
    expect(JSON.stringify(rebuilt(example))).toBe(before);
    expect(JSON.stringify(conditionOfText(before))).toBe(before);
    expect(JSON.stringify(example)).toBe(before);
  });

  it.each(examples.map((example, index) => [index + 1, example as JsonObject] as const))('%i is shown as forms, and whole', (_, example) => {
    for (const leaf of leavesOf(example)) expect({ leaf, isShown: isShown(leaf) }).toEqual({ leaf, isShown: true });
    expect(isWhole(example)).toBe(true);
  });
});

describe('a condition that is built', () => {
  it('begins with what a form shows, and is not whole where something has to be said', () => {
    for (const head of heads) {
      expect(headOf(newLeaf(head))).toBe(head);
      expect(isShown(newLeaf(head))).toBe(true);
      expect(isWhole(newLeaf(head))).toBe(head === 'profile' || head === 'activity');
    }
  });

  it('keeps what was typed when the operator changes, and what stands beside it', () => {
    const leaf = { identifier: 'email', is: 'equals', value: 'ann', state: 'active' };
    const list = withOperator(leaf, 'one_of');
    expect(list).toEqual({ identifier: 'email', state: 'active', is: 'one_of', values: ['ann'] });
    expect(withOperator(list, 'contains')).toEqual({ identifier: 'email', state: 'active', is: 'contains', value: 'ann' });
    expect(withOperator(list, undefined)).toEqual({ identifier: 'email', state: 'active' });
    expect(operatorOf(withOperator({ field: 'born' }, 'anniversary'))).toBe('anniversary');
  });

  it('knows its size and depth', () => {
    const condition = makeGroup('all', [{ tag: 'a' }, makeGroup('any', [{ tag: 'b' }, { tag: 'c' }])]);
    expect([countLeaves(condition), heightOf(condition)]).toEqual([3, 2]);
  });

  it('is the same for a person after it was changed', () => {
    const before: JsonObject = { tag: 'a' };
    const after = inPlaceOf(before, { tag: 'b' });
    expect(idOf(after)).toBe(idOf(before));
    expect(idOf({ tag: 'b' })).not.toBe(idOf(after));
  });
});
