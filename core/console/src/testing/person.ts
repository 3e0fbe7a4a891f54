// SPDX-License-Identifier: Apache-2.0
import { FakeServer, json, sessionOf } from './server';

export const id = 'P000000000001';
export const at = '2026-11-01T10:00:00.000Z';

/** What something came with, as a test needs it. */
export function observationOf(more: object = {}) {
  return {
    id: 'B000000000001', given_id: null, source: { type: 'import', name: 'crm' }, key_id: 'K000000000001', evidence: 'attested',
    observed_at: at, received_at: at, ...more,
  };
}

export function emailOf(value: string, states: object[] = []) {
  return {
    type: 'email', value, given: value, role: 'identifying', first_seen: at, last_seen: at,
    endpoint: { channel: 'email', state: 'active', states },
  };
}

export function personOf(more: object = {}) {
  return {
    id, known: true, version: 7, created_at: at, updated_at: at, last_seen_at: at, source: null, identifiers: [], fields: {},
    subscriptions: [], tags: [], activity: { total: 0, by_channel: {}, last_at: null }, channels: {}, ...more,
  };
}

/** A server that knows one person, of whom nothing more is known than the test says. */
export function servePerson(person: object = {}, role: Parameters<typeof sessionOf>[0] = 'editor') {
  const list = () => json({ items: [], next_cursor: null });
  const profile = personOf(person);
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    [`GET /v1/profiles/${id}`]: ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : profile),
    [`GET /v1/profiles/${id}/identity`]: () =>
      json({ id, identifiers: [], merges: [], refusals: [], not_merged: [], links: [], truncated: false }),
    [`GET /v1/profiles/${id}/changes`]: list,
    ...Object.fromEntries(['fields', 'field-types', 'field-groups', 'categories', 'segments', 'channels'].map((each) => [`GET /v1/${each}`, list])),
  });
}
