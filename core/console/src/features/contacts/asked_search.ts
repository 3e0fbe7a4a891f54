// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useChannels } from '../../api/whole_list';
import type { AskedSearch, ContactSearch } from './search';

/** What the address bar asks for, whole: which kinds of address a channel has is read first where it is needed. */
export function useAskedSearch(search: ContactSearch) {
  const isNeeded = search.state_not !== undefined;
  const { data, error, refetch } = useChannels(isNeeded);
  const types = isNeeded ? data?.find((each) => each.name === search.channel)?.endpoint_types : undefined;
  const asked = useMemo<AskedSearch>(() => (types ? { ...search, types } : search), [search, types]);
  const isReady = !isNeeded || data !== undefined;
  return { asked, isReady, error: isReady ? undefined : (error ?? undefined), refetch };
}
