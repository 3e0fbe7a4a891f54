// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { endpointStates, sourceText, validateContactSearch, type ContactSearch } from '../contacts/search';
import type { Overview } from './overview';

type Source = Overview['profiles']['by_source'][number];
type EndpointState = Overview['endpoint_states'][number];
type Channel = Schema<'ChannelList'>['items'][number];

/** So many of the sources are told at most. */
const mostSources = 100;
/** Counts whatever the staff wrote in words of their own, too. */
const ofStaff = 'by_staff';

/** What the address bar would not hold as it is leads to other people. */
function unlessDropped(search: ContactSearch): ContactSearch | undefined {
  const kept: ContactSearch = validateContactSearch({ ...search });
  return Object.entries(search).every(([name, value]) => kept[name as keyof ContactSearch] === value) ? search : undefined;
}

/** Who came from a source; one without a name can be asked for only where no other of its kind has one. */
export function contactsFrom(source: Source, all: readonly Source[]): ContactSearch | undefined {
  const isAlone = all.length < mostSources && all.filter(({ type }) => type === source.type).length === 1;
  if (source.name === null && !isAlone) return undefined;
  return unlessDropped({ known: 'any', source: sourceText(source) });
}

/** Who has such an address, where a channel has this kind alone, and a reason that can be asked for. */
export function contactsIn({ type, state, reason }: EndpointState, channels: readonly Channel[]): ContactSearch | undefined {
  const channel = channels.find(({ endpoint_types: types }) => types.length === 1 && types[0] === type);
  if (!channel || !reason || reason === ofStaff) return undefined;
  return unlessDropped({ known: 'any', channel: channel.name, state: endpointStates.find((each) => each === state), reason });
}
