// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../../testing/render';
import { FakeServer, json, sessionOf } from '../../../testing/server';

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
      { ...kept, code: 'must_not_link', must_not_link: 'N000000000001' },
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
    expect(screen.getByText('Somebody forbade to merge them.')).toBeTruthy();
    expect(screen.getByText('A prohibition kept them apart then, and does no longer.')).toBeTruthy();
    expect(screen.getAllByRole('link', { name: 'See what keeps them apart' })).toHaveLength(1);
    expect(screen.queryByText('The server’s words.')).toBeNull();
    expect(screen.getByText('Its own words.')).toBeTruthy();
  });
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
