// SPDX-License-Identifier: Apache-2.0
import { at, id, observationOf, personOf } from './person';
import { FakeServer, json, sessionOf } from './server';

const observation = observationOf({ given_id: 'order-1', source: { type: 'order', name: 'shop' } });

/** Ann, who has points, a tag, and an address that must not be written to. */
export function annOf(more: object = {}) {
  return personOf({
    source: { type: 'form', name: 'newsletter' },
    identifiers: [
      {
        type: 'email', value: 'ann@example.com', given: 'Ann@Example.com', role: 'identifying', first_seen: at, last_seen: at,
        endpoint: {
          channel: 'email',
          state: 'blacklisted',
          states: [
            { state: 'blacklisted', reason: 'inactive_address', detail: '550 5.1.1 user unknown', since: at, until: null, evidence: observation, lifted: null },
            { state: 'unsubscribed', reason: 'one_click', detail: null, since: at, until: null, evidence: observation, lifted: null },
            { state: 'blocked', reason: null, detail: null, since: at, until: at, evidence: observation, lifted: null },
          ],
        },
      },
    ],
    fields: { first_name: 'Ann', 'loyalty.points': 12 },
    tags: ['vip'],
    ...more,
  });
}

export const list = (items: object[] = []) => () => json({ items, next_cursor: null });

export function field(key: string, type: string, names: object, more: object = {}) {
  return {
    key, names, group: 'personal', type, options: {}, display_default: null, personal: true, indexed: true, merge_rule: 'latest',
    built_in: false, in_use: true, archived: false, archived_at: null, managed_by: 'api', version: 1, created_at: at, updated_at: at, ...more,
  };
}

/** A server that knows Ann, and what her fields are. */
export function serveAnn(role: Parameters<typeof sessionOf>[0] = 'editor', profile: object = annOf()) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    [`GET /v1/profiles/${id}`]: ({ query }) => {
      if (query.get('view')) return json({ segments: ['engaged'], segments_complete: true });
      if (query.get('include')) return json({ ...profile, provenance: [{ field: 'first_name', value: 'Ann', at, observation }] });
      return json(profile);
    },
    [`GET /v1/profiles/${id}/identity`]: () =>
      json({ id, identifiers: [], merges: [], refusals: [], not_merged: [], links: [], truncated: false }),
    [`GET /v1/profiles/${id}/changes`]: list(),
    'GET /v1/fields': list([
      field('first_name', 'text', { en: 'First name' }, { options: { max_length: 5 } }),
      field('loyalty.points', 'integer', { en: 'Points' }, { group: 'loyalty' }),
    ]),
    'GET /v1/field-types': list([
      { name: 'text', plugin: 'fields', kind: 'text', set: false, operators: [], options: {} },
      { name: 'integer', plugin: 'fields', kind: 'integer', set: false, operators: [], options: {} },
    ]),
    'GET /v1/field-groups': list([
      { key: 'loyalty', names: { en: 'Loyalty' }, position: 10, archived: false },
      { key: 'personal', names: {}, position: 1, archived: false },
    ]),
    'GET /v1/categories': list([{ key: 'news', names: { en: 'News' }, archived: false, channels: [] }]),
    'GET /v1/segments': list([{ id: 'engaged', name: 'Engaged', kind: 'dynamic', condition: { tag: 'vip' } }]),
    'GET /v1/channels': list(),
  });
}
