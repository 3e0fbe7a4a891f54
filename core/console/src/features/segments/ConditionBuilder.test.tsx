// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { Violation } from '../../api/problem';
import { renderPart } from '../../testing/render';
import { FakeServer, json } from '../../testing/server';
import { emptyCondition, type JsonObject } from './condition/tree';
import { ConditionBuilder } from './ConditionBuilder';

const page = readFileSync('../api/segments.md', 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((found) => JSON.parse(found[1] ?? '') as JsonObject);

function list(...items: object[]) {
  return () => json({ items, next_cursor: null });
}

const text = ['equals', 'not_equals', 'one_of', 'starts_with', 'contains', 'known', 'unknown'];

function serve() {
  return new FakeServer({
    'GET /v1/fields': list(
      { key: 'tier', names: { en: 'Tier' }, type: 'single_choice', options: { choices: ['bronze', 'gold'] }, indexed: true, archived: false },
      { key: 'points', names: { en: 'Points' }, type: 'integer', options: {}, indexed: true, archived: false },
      { key: 'gone', names: { en: 'Gone' }, type: 'integer', options: {}, indexed: true, archived: true },
    ),
    'GET /v1/field-types': list(
      { name: 'single_choice', plugin: 'fields', kind: 'text', set: false, operators: ['equals', 'not_equals', 'one_of', 'known', 'unknown'], options: {} },
      { name: 'integer', plugin: 'fields', kind: 'integer', set: false, operators: ['equals', 'less', 'between'], options: {} },
      { name: 'text', plugin: 'fields', kind: 'text', set: false, operators: text, options: {} },
    ),
    'GET /v1/categories': list({ key: 'news', names: { en: 'News' }, archived: false }),
    'GET /v1/segments': list({ id: 'staff', name: 'Staff', kind: 'dynamic' }, { id: 'me', name: 'Me', kind: 'dynamic' }),
    'GET /v1/channels': list({ name: 'email', plugin: 'email', endpoint_types: ['email'], statuses: [] }),
    'GET /v1/plugins': list({ name: 'phone', identifier_types: ['phone', 'web_push'] }),
    'GET /v1/tags': list({ tag: 'vip', count: 3, at_least: false }),
  });
}

function build(start: JsonObject, errors: readonly Violation[] = []) {
  serve();
  const seen: { value: JsonObject } = { value: start };
  function Built() {
    const [value, setValue] = useState(start);
    seen.value = value;
    return <ConditionBuilder label="Condition" value={value} onChange={setValue} errors={errors} segment="me" />;
  }
  renderPart(<Built />);
  return seen;
}

async function choose(button: HTMLElement, name: string) {
  await userEvent.click(button);
  // Without a layout a menu takes its button to be out of sight, and hides.
  await userEvent.click(await screen.findByRole('menuitem', { name, hidden: true }));
  await waitFor(() => expect(screen.queryByRole('menu', { hidden: true })).toBeNull());
}

const add = (kind: string) => choose(screen.getByRole('button', { name: 'Add condition' }), kind);

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('the condition builder', () => {
  it('says what is wrong at its place', () => {
    build({ all: [{ tag: 'vip' }, { segment: 'lost' }] }, [
      { pointer: '/condition/all/1/segment', code: 'unknown_segment', detail: 'There is no such segment.' },
      { pointer: '/condition/all/0', code: 'invalid_condition', detail: 'This is none.' },
    ]);
    const right = screen.getByRole('group', { name: 'Tag vip' });
    expect(within(right).getByText('This is none.')).toBeTruthy();
    const wrong = screen.getByRole('group', { name: 'In the segment lost' });
    expect(within(wrong).getByLabelText('Segment').getAttribute('aria-invalid')).toBe('true');
    expect(within(wrong).getByText('There is no such segment.')).toBeTruthy();
  });

  it.each(examples.map((example, index) => [index + 1, example] as const))('shows example %i without changing it', async (_, example) => {
    const seen = build(example);
    await waitFor(() => expect(screen.queryAllByLabelText('Condition as JSON')).toHaveLength(0));
    expect(seen.value).toBe(example);
  });

  it('offers no archived field, the operators of its type, and its choices', async () => {
    const seen = build(emptyCondition());
    await add('Field');
    await screen.findByRole('option', { name: 'Tier (tier)' });
    expect(screen.queryByRole('option', { name: 'Gone (gone)' })).toBeNull();
    type('Field', 'points');
    expect(within(screen.getByLabelText('Comparison')).getAllByRole('option').map((each) => each.textContent)).toEqual(['is', 'is less than', 'is between']);
    type('Value', '12');
    expect(seen.value).toEqual({ all: [{ field: 'points', is: 'equals', value: 12 }] });
    type('Field', 'tier');
    type('Value', 'gold');
    expect(seen.value).toEqual({ all: [{ field: 'tier', is: 'equals', value: 'gold' }] });
  });

  it('calls identifiers what people call them', async () => {
    const seen = build({ all: [{ identifier: 'push_token' }] });
    expect(screen.getByRole('group', { name: /App \(push\)/ })).toBeTruthy();
    expect(await screen.findByRole('option', { name: 'Browser (push)' })).toBeTruthy();
    expect(screen.queryByRole('option', { name: 'web_push' })).toBeNull();
    type('Type', 'web_push');
    expect(seen.value).toEqual({ all: [{ identifier: 'web_push' }] });
  });

  it('nests groups, moves and removes', async () => {
    const seen = build({ all: [{ tag: 'a' }, { tag: 'b' }] });
    await choose(screen.getByRole('button', { name: 'Actions: Tag b' }), 'Move up');
    expect(seen.value).toEqual({ all: [{ tag: 'b' }, { tag: 'a' }] });
    await choose(screen.getByRole('button', { name: 'Actions: Tag a' }), 'Put into a group');
    expect(seen.value).toEqual({ all: [{ tag: 'b' }, { any: [{ tag: 'a' }] }] });
    await choose(screen.getByRole('button', { name: 'Actions: Tag b' }), 'Remove');
    expect(seen.value).toEqual({ all: [{ any: [{ tag: 'a' }] }] });
  });

  it('joins a condition that stands alone with another one', async () => {
    const seen = build({ tag: 'vip' });
    await add('Another segment');
    await screen.findByRole('option', { name: 'Staff' });
    expect(screen.queryByRole('option', { name: 'Me' })).toBeNull();
    type('Segment', 'staff');
    expect(seen.value).toEqual({ all: [{ tag: 'vip' }, { segment: 'staff' }] });
  });

  it('asks what people did', async () => {
    const seen = build(emptyCondition());
    await add('Activity');
    await screen.findByLabelText('Ask for more');
    type('Ask for more', 'property');
    const name = screen.getByRole('textbox', { name: 'Name' });
    await userEvent.type(name, 'price');
    fireEvent.blur(name);
    type('Comparison', 'greater');
    type('Value', '99.5');
    type('At least, times', '2');
    type('When', 'ever');
    expect(seen.value).toEqual({
      all: [{ activity: { properties: { price: { is: 'greater', value: 99.5 } } }, times: { at_least: 2 } }],
    });
  });

  it('shows as JSON what it has no form for, and loses nothing of it', () => {
    const odd = { colour: { of: 'hair' } };
    const seen = build({ all: [odd] });
    const box = screen.getByLabelText('Condition as JSON');
    expect(JSON.parse((box as HTMLTextAreaElement).value)).toEqual(odd);
    fireEvent.change(box, { target: { value: '{"tag": ' } });
    expect((screen.getByLabelText('Condition as JSON') as HTMLTextAreaElement).value).toBe('{"tag": ');
    fireEvent.change(box, { target: { value: '{"tag": "vip"}' } });
    expect(seen.value).toEqual({ all: [{ tag: 'vip' }] });
  });
});
