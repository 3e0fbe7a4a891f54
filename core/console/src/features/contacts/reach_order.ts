// SPDX-License-Identifier: Apache-2.0
import { inReachOrder, isReachable, isSuppressed } from '../../ui/identifier';
import type { Contact } from './contact';
import type { ContactSearch } from './search';

export type Address = Contact['identifiers'][number];
export type AddressFilter = Pick<ContactSearch, 'channel' | 'state' | 'state_not' | 'reason'>;

/** Whether it is one that somebody is in the list for. */
function isAskedFor({ endpoint }: Address, { channel, state, state_not, reason }: AddressFilter): boolean {
  if (!endpoint || !(channel ?? state ?? reason)) return false;
  const isIn = (wanted: string | undefined, value: string | null) => wanted === undefined || wanted === value;
  return isIn(channel, endpoint.channel) && isIn(state, endpoint.state) && isIn(reason, endpoint.reason) && state_not !== endpoint.state;
}

/**
 * One that the list is filtered by, then those that must not be written to, then the others: only the first of them have
 * room. Of what is asked for no more than one comes before a warning.
 */
export function reachOf({ identifiers }: Contact, filter: AddressFilter): Address[] {
  const isAsked = (each: Address) => isAskedFor(each, filter);
  const all = inReachOrder(identifiers.filter((each) => isReachable(each) || isAsked(each)));
  const first = all.find((each) => isAsked(each) && !isSuppressed(each)) ?? all.find(isAsked);
  const placeOf = (each: Address) => (each === first ? -1 : (isSuppressed(each) ? 0 : 2) + (isAsked(each) ? 0 : 1));
  return all.sort((a, b) => placeOf(a) - placeOf(b));
}
