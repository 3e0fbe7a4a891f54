// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../../testing/server';

const id = 'P000000000001';
const other = 'P000000000002';
const at = '2026-11-01T10:00:00.000Z';
const by = {
  id: 'B000000000001', given_id: null, source: { type: 'order', name: 'shop' }, key_id: 'K000000000001',
  evidence: 'attested', observed_at: at, received_at: at,
};
const email = { type: 'email', value: 'ann@example.com' };
const phone = { type: 'phone', value: '+380501100001' };

function serve(chain: object) {
  const list = () => json({ items: [], next_cursor: null });
  const listing = (each: typeof email) => ({ ...each, given: each.value, role: 'identifying', home: id, first_seen: at, last_seen: at, claimed_at: null });
  const kept = { at, observation: by, why: 'The server’s words.', must_not_link: null, identifier: null, profile: other };
  const refusal = { home: id, count: 2, first_at: at, last_at: at, observation: by, identifier: email, other: null };
  const identity = {
    id, identifiers: [listing(email), listing(phone)], merges: [], links: [], truncated: false,
    refusals: [{ ...refusal, code: 'limit', detail: 'The server’s words.' }, { ...refusal, code: 'of_a_later_server', detail: 'Its own words.' }],
    not_merged: [
      { ...kept, code: 'must_not_link', must_not_link: 'N000000000001', observation: { ...by, source: { type: 'console', name: 'Edith Editor' } } },
      { ...kept, code: 'must_not_link' },
      { ...kept, code: 'must_not_link', profile: 'P000000000003' },
    ],
  };
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    [`GET /v1/profiles/${id}`]: ({ query }) =>
      json(
        query.get('view')
          ? { segments: [], segments_complete: true }
          : {
              id, known: true, version: 7, created_at: at, updated_at: at, last_seen_at: at, source: { type: 'form', name: null },
              identifiers: [], fields: {}, subscriptions: [], tags: [], activity: { total: 0, by_channel: {}, last_at: null }, channels: {},
            },
      ),
    [`GET /v1/profiles/${id}/identity`]: ({ query }) => json(query.get('between') ? { ...identity, ...chain } : identity),
    [`GET /v1/profiles/${id}/changes`]: list,
    ...Object.fromEntries(['fields', 'field-types', 'field-groups', 'categories', 'segments', 'channels'].map((each) => [`GET /v1/${each}`, list])),
  });
}

async function askForChain() {
  await userEvent.selectOptions(await screen.findByLabelText('How is this'), 'email:ann@example.com');
  await userEvent.selectOptions(screen.getByLabelText('linked with this?'), 'phone:+380501100001');
}

describe('why others are not this person', () => {
  it('is said in the words of the catalogue, and by the server only where that has none', async () => {
    serve({});
    renderConsole(`/contacts/${id}`);
    expect(await screen.findByText('Together they would have more identifiers of a kind than one person may have.')).toBeTruthy();
    // Who forbade it, also where something was refused because of that; but for what stands no more.
    expect(screen.getAllByText('Edith Editor forbade to merge them.')).toHaveLength(2);
    expect(screen.getByText('A prohibition kept them apart then, and does no longer.')).toBeTruthy();
    expect(screen.getAllByRole('link', { name: 'See what keeps them apart' })).toHaveLength(1);
    expect(screen.queryByText('The server’s words.')).toBeNull();
    expect(screen.getByText('Its own words.')).toBeTruthy();
  });
});

it('somebody who was erased forbade it under no name', async () => {
  const forbidden = { code: 'must_not_link', must_not_link: 'N000000000001', profile: other, identifier: null, why: 'The server’s words.', at, observation: null };
  serve({}).on(`GET /v1/profiles/${id}/identity`, () =>
    json({ id, identifiers: [], merges: [], links: [], truncated: false, refusals: [], not_merged: [forbidden] }));
  renderConsole(`/contacts/${id}`);
  expect(await screen.findByText('Somebody forbade to merge them.')).toBeTruthy();
});

describe('two identifiers that no observation links', () => {
  it('are one by what is known to have joined them', async () => {
    serve({
      chain: null, no_chain: 'The server’s words.',
      joined_by: [
        { kind: 'merge', id: 'M1', rule: 'hand', reason: null, survivor: id, absorbed: other, at, observation: by },
        { kind: 'attachment', identifier: phone, home: id, at, observation: by },
      ],
    });
    renderConsole(`/contacts/${id}`);
    await askForChain();
    expect(await screen.findByText('No record that is kept links them. They are one by this:')).toBeTruthy();
    expect(screen.getByText(/^Attached by hand:/)).toBeTruthy();
    expect(screen.queryByText('The server’s words.')).toBeNull();
  });

  it('are so for a reason that is not kept', async () => {
    serve({ chain: null, no_chain: 'The server’s words.', joined_by: [] });
    renderConsole(`/contacts/${id}`);
    await askForChain();
    expect(await screen.findByText('No records lead from one to the other.')).toBeTruthy();
    expect(screen.queryByText('The server’s words.')).toBeNull();
  });
});

describe('a merge', () => {
  const merge = {
    id: 'M000000000001', at, survivor: id, absorbed: other, rule: 'hand', reason: null, joined_a: null, joined_b: null, undone: null, observation: by,
    choices: [{ key: 'first_name', value: 'Ann', from: id, instead_of: 'Nan', instead_of_from: other, why: 'newer' }],
  };
  const later = { ...merge, id: 'M000000000002', absorbed: 'P000000000003', choices: [] };
  const people = [{ id, first_name: 'Ann', last_name: 'Able', identifiers: [] }];

  function serveMerges(role: Parameters<typeof sessionOf>[0] = 'editor') {
    const identity = { id, identifiers: [], merges: [merge], links: [], truncated: false, refusals: [], not_merged: [] };
    return serve({})
      .on('GET /v1/sessions/current', () => json(sessionOf(role)))
      .on('GET /v1/profiles', () => json({ items: people, next_cursor: null }))
      .on(`GET /v1/profiles/${id}/identity`, () => json(identity))
      .on(`GET /v1/merges/${merge.id}`, () => json(merge))
      .on(`GET /v1/merges/${later.id}`, () => json(later));
  }
  const merges = async () => {
    const heading = await screen.findByRole('heading', { level: 3, name: 'Merges' });
    return within(heading.closest('section') as HTMLElement);
  };

  it('is told of by the names of both, also of whom it took in', async () => {
    serveMerges('viewer');
    renderConsole(`/contacts/${id}`);
    const shown = await merges();
    expect(await shown.findByRole('link', { name: 'Ann Able' })).toBeTruthy();
    expect(shown.getByRole('link', { name: 'Nan' }).getAttribute('href')).toBe(`/contacts/${other}`);
    // People of one name are told apart by it.
    expect(shown.getByText(other)).toBeTruthy();
    expect(shown.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('is taken back with the reason, which is there still though the server refuses or one looks elsewhere', async () => {
    const server = serveMerges();
    const undo = `POST /v1/merges/${merge.id}/undo`;
    server.on(undo, () =>
      problem(409, 'conflict', 'Later merges.', { errors: [{ pointer: '', code: 'needed_by_merge', detail: 'A later one.', id: later.id }] }));
    renderConsole(`/contacts/${id}`);
    const open = async () => userEvent.click(await (await merges()).findByRole('button', { name: 'Undo' }));
    await open();
    const dialog = async () => within(await screen.findByRole('dialog'));
    expect(await (await dialog()).findByText('From then on the two are kept apart')).toBeTruthy();
    await userEvent.type(await (await dialog()).findByLabelText(/^Reason/), 'mother and daughter');
    await userEvent.click((await dialog()).getByRole('button', { name: 'Take the merge back' }));
    // What is in the way is named by its two, and opened from here.
    await userEvent.click(await (await dialog()).findByRole('button', { name: 'Show the merge of Ann Able and P000000000003' }));
    expect(await (await dialog()).findByText('P000000000003')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await open();
    expect(await (await dialog()).findByDisplayValue('mother and daughter')).toBeTruthy();
    server.on(undo, () => json({ profiles: [id, other], undecided: [], undecided_truncated: false, must_not_link: 'N000000000001' }));
    people.push({ id: other, first_name: 'Nan', last_name: 'Nobel', identifiers: [] });
    await userEvent.click((await dialog()).getByRole('button', { name: 'Take the merge back' }));
    const receipt = within((await screen.findByText('They are two again')).closest('[role="status"]') as HTMLElement);
    expect(await receipt.findByRole('link', { name: 'Nan Nobel' })).toBeTruthy();
    expect(server.to(undo).map((call) => call.body)).toEqual([{ reason: 'mother and daughter' }, { reason: 'mother and daughter' }]);
    // The page behind it is read again.
    expect(server.to(`GET /v1/profiles/${id}/identity`).length).toBeGreaterThan(1);
  });
});
