// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Schema } from '../../../api/types';
import { isLiftable, needsProof } from './lifting';

type Endpoint = Schema<'Endpoint'>;
type Entry = Endpoint['states'][number];

function entry(state: Entry['state'], lifted: Entry['lifted'] = null): Entry {
  return { state, reason: null, detail: null, since: '2026-11-01T10:00:00.000Z', until: null, evidence: null, lifted };
}
const over: Entry['lifted'] = { at: '2026-11-02T10:00:00.000Z', by: 'active', reason: null, proof: null, observation: null };
const of = (...states: Entry[]): Endpoint => ({ channel: 'email', state: 'active', marketing: false, transactional: true, states });

it('what ends by itself, is over or is no restriction is lifted by nobody', () => {
  for (const each of [entry('blocked'), entry('active'), entry('blacklisted', over)]) expect(isLiftable(each, of(each))).toBe(false);
});

it('an unconfirmed address is not made active past a blacklisting', () => {
  const unconfirmed = entry('unconfirmed');
  expect(isLiftable(unconfirmed, of(entry('blacklisted'), unconfirmed))).toBe(false);
  expect(isLiftable(unconfirmed, of(entry('blacklisted', over), unconfirmed))).toBe(true);
});

it('what the person said needs a proof, and nothing else does', () => {
  const states = ['complained', 'blacklisted', 'unsubscribed', 'unconfirmed'] as const;
  expect(states.filter(needsProof)).toEqual(['complained', 'unsubscribed']);
  expect(states.every((state) => isLiftable(entry(state), of(entry(state))))).toBe(true);
});
