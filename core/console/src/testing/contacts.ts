// SPDX-License-Identifier: Apache-2.0
import { FakeServer, json, sessionOf, type Call } from './server';

/** A row of the list; the second one must not be written to. */
export function contactOf(index: number, more: object = {}) {
  return {
    id: `P${String(index).padStart(12, '0')}`,
    first_name: 'Ann',
    last_name: `No ${index}`,
    known: true,
    created_at: '2026-11-01T10:00:00.000Z',
    updated_at: '2026-11-02T10:00:00.000Z',
    last_seen_at: null,
    source: { type: 'form', name: 'newsletter' },
    identifiers: [
      {
        type: 'email',
        value: `ann${index}@example.com`,
        given: `Ann${index}@Example.com`,
        role: 'identifying',
        endpoint: { channel: 'email', state: index === 2 ? 'blacklisted' : 'active', reason: null },
      },
    ],
    tags: [],
    ...more,
  };
}

export const empty = () => json({ items: [], next_cursor: null });

const channels = [
  { name: 'email', plugin: 'email', endpoint_types: ['email'], statuses: [] },
  { name: 'push', plugin: 'push', endpoint_types: ['push_token', 'web_push'], statuses: [] },
  { name: 'telegram', plugin: 'telegram', endpoint_types: ['telegram'], statuses: [] },
  { name: 'widget', plugin: 'widget', endpoint_types: [], statuses: [] },
];
const plugins = [{ name: 'phone', identifier_types: ['phone'] }, { name: 'widget', identifier_types: ['cookie'] }];

/** A server that has these people, and nothing else. */
export function serveContacts(role: Parameters<typeof sessionOf>[0], profiles: (call: Call) => Response): FakeServer {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': empty,
    'GET /v1/field-types': empty,
    'GET /v1/segments': empty,
    'GET /v1/categories': empty,
    'GET /v1/channels': () => json({ items: channels, next_cursor: null }),
    'GET /v1/plugins': () => json({ items: plugins, next_cursor: null }),
    'GET /v1/profiles': profiles,
  });
}

export const three = () => json({ items: [contactOf(1), contactOf(2), contactOf(3)], next_cursor: null, total: 3, at_least: false });
