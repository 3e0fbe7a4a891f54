// SPDX-License-Identifier: Apache-2.0
import { FakeServer, json, sessionOf } from './server';

export const time = '2026-11-20T10:00:00.000Z';
export const seen = { id: 'O1', given_id: null, source: { type: 'form', name: 'shop' }, key_id: 'K1', evidence: 'attested', observed_at: time, received_at: time };
export const ids = ['P000000000001', 'P000000000002'] as const;
export const empty = () => json({ items: [], next_cursor: null });

export function conflict(more: object = {}) {
  return {
    id: 'C000000000001', state: 'open', profiles: ids, between: ids, code: 'unique_conflict', detail: 'x', observations: 3, first_at: time, last_at: time,
    refused: [{ code: 'unique_conflict', identifier: { type: 'email', value: 'ann@example.com' }, home: ids[0], other: ids[1], detail: 'd', count: 3, first_at: time, last_at: time, observation: seen }],
    decided: null, undone: null, observation: seen, ...more,
  };
}

export function profile(id: string, name: string, version = 1) {
  return {
    id, known: true, version, created_at: time, updated_at: time, last_seen_at: null, source: { type: 'form', name: null }, identifiers: [],
    fields: { first_name: name }, subscriptions: [], tags: [], activity: { total: 1, by_channel: {}, last_at: null }, channels: {},
  };
}

export function summary(id: string, name: string) {
  return { id, first_name: name, last_name: null, known: true, created_at: time, updated_at: time, last_seen_at: null, source: { type: 'form', name: null }, identifiers: [], tags: [] };
}

export function previewOf(value: string, refused: object[] = []) {
  return { id: null, survivor: ids[0], absorbed: ids[1], refused, subscriptions: [], identifiers: [], fields: [{ key: 'first_name', value, from: ids[0], instead_of: 'Anna', instead_of_from: ids[1], why: 'newer' }] };
}

/** A server that knows two people, whom a conflict is about. */
export function servePair(role: Parameters<typeof sessionOf>[0]): FakeServer {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': empty,
    'GET /v1/categories': empty,
    'GET /v1/conflicts': () => json({ items: [conflict()], next_cursor: null }),
    'GET /v1/conflicts/C000000000001': () => json(conflict()),
    'GET /v1/profiles': () => json({ items: [summary(ids[0], 'Ann'), summary(ids[1], 'Anna')], next_cursor: null }),
    [`GET /v1/profiles/${ids[0]}`]: () => json(profile(ids[0], 'Ann')),
    [`GET /v1/profiles/${ids[1]}`]: () => json(profile(ids[1], 'Anna')),
    'POST /v1/merges/preview': () => json(previewOf('Ann')),
    'GET /v1/merges': empty,
    'GET /v1/duplicates': empty,
    'GET /v1/must-not-links': empty,
  });
}
