// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';

type Endpoint = Schema<'Endpoint'>;
type Entry = Endpoint['states'][number];

/** What the person said is lifted by nobody without a proof that they asked for it. */
export function needsProof(state: Entry['state']): boolean {
  return state === 'unsubscribed' || state === 'complained';
}

/** Whether the staff may lift it at all: `blocked` ends by time or a delivery, and what is over is over. */
export function isLiftable(entry: Entry, endpoint: Endpoint): boolean {
  if (entry.lifted || entry.state === 'blocked' || entry.state === 'active') return false;
  const isBlacklisted = endpoint.states.some((each) => each.state === 'blacklisted' && !each.lifted);
  return entry.state !== 'unconfirmed' || !isBlacklisted;
}
