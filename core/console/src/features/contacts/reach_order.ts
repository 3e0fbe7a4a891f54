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

/** What the list is filtered by, then what must not be written to, then the others: only the first of them have room. */
export function reachOf({ identifiers }: Contact, filter: AddressFilter): Address[] {
  const placeOf = (each: Address) => (isAskedFor(each, filter) ? 0 : 2) + (isSuppressed(each) ? 0 : 1);
  const shown = identifiers.filter((each) => isReachable(each) || isAskedFor(each, filter));
  return inReachOrder(shown).sort((a, b) => placeOf(a) - placeOf(b));
}
