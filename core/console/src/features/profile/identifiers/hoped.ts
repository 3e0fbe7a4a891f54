// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';
import type { Hope, Listed } from '../profile';
import { needsProof } from './lifting';

// What surely comes of an edit, to be shown before the server says so.

type Endpoint = Schema<'Endpoint'>;
type Entry = Endpoint['states'][number];
export type Named = Pick<Listed, 'type' | 'value'>;

const strictestFirst = ['complained', 'blacklisted', 'unsubscribed', 'blocked', 'unconfirmed'] as const;

function withStates(endpoint: Endpoint, states: Entry[]): Endpoint {
  const stands = (state: Entry['state']) => states.some((each) => each.state === state && !each.lifted);
  return { ...endpoint, states, state: strictestFirst.find(stands) ?? 'active' };
}

const isThis = (one: Named, other: Named) => one.type === other.type && one.value === other.value;

/** Of this address alone; one that has no states yet is taken as one of no channel. */
function ofAddress(address: Named, change: (endpoint: Endpoint) => Endpoint): Hope {
  const none: Endpoint = { channel: null, state: 'active', marketing: true, transactional: true, states: [] };
  return (profile) => ({
    ...profile,
    identifiers: profile.identifiers.map((each) =>
      isThis(each, address) ? { ...each, endpoint: change(each.endpoint ?? none) } : each,
    ),
  });
}

const lift = (entry: Entry, reason: string, proof: string | null): Entry => ({
  ...entry,
  lifted: { at: new Date().toISOString(), by: proof === null ? 'active' : 'opt_in', reason, proof, observation: null },
});

/** A proof lifts all that the person said, and nothing else does. */
export function withLifted(address: Named, state: Entry['state'], reason: string, proof: string | null): Hope {
  const isLifted = (entry: Entry) => !entry.lifted && (proof === null ? entry.state === state : needsProof(entry.state));
  return ofAddress(address, (endpoint) =>
    withStates(endpoint, endpoint.states.map((entry) => (isLifted(entry) ? lift(entry, reason, proof) : entry))),
  );
}

export function withState(address: Named, { state, reason, detail, until }: Schema<'NewEndpointState'>): Hope {
  return ofAddress(address, (endpoint) => {
    if (state === 'active') {
      const isLifted = (entry: Entry) => !entry.lifted && (entry.state === 'blacklisted' || entry.state === 'unconfirmed');
      return withStates(endpoint, endpoint.states.map((entry) => (isLifted(entry) ? lift(entry, reason, null) : entry)));
    }
    // One failure alone blocks nothing for sure, and what stands is told of by the server in its own way.
    const isUnsure = state === 'blocked' && !(until && new Date(until) > new Date());
    if (isUnsure || endpoint.states.some((each) => each.state === state && !each.lifted)) return endpoint;
    const entry: Entry = {
      state, reason, detail: detail ?? null, since: new Date().toISOString(), until: until ?? null, evidence: null, lifted: null,
    };
    return withStates(endpoint, [entry, ...endpoint.states]);
  });
}

/** What is known of the address is not before the server tells. */
export function withIdentifier({ type, value }: Named): Hope {
  const now = new Date().toISOString();
  const attached: Listed = { type, value, given: value, role: 'identifying', first_seen: now, last_seen: now, endpoint: null };
  return (profile) => {
    const isThere = profile.identifiers.some((each) => each.type === type && (each.value === value || each.given === value));
    return isThere ? profile : { ...profile, identifiers: [...profile.identifiers, attached] };
  };
}

export function withoutIdentifier(gone: Named): Hope {
  return (profile) => ({ ...profile, identifiers: profile.identifiers.filter((each) => !isThis(each, gone)) });
}
