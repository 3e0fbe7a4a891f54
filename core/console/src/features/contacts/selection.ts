// SPDX-License-Identifier: Apache-2.0
import { hashKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useSession } from '../session/session';
import type { ContactSearch } from './search';

interface Kept {
  /** Whose it is, and in which search it was made. */
  of: string;
  ids: ReadonlySet<string>;
}

const queryKey = ['ticked-contacts'];
const nobody: ReadonlySet<string> = new Set();

/**
 * Who is ticked. It outlasts a look at somebody, but neither another search nor the person who made it; and as it is
 * about people, it is kept in memory alone.
 */
export function useSelection(search: ContactSearch): [ReadonlySet<string>, (ids: ReadonlySet<string>) => void] {
  const client = useQueryClient();
  const { user } = useSession();
  const of = hashKey([user.id, search]);
  const { data } = useQuery<Kept | null>({ queryKey, queryFn: () => null, enabled: false, gcTime: Infinity });
  const select = useCallback((ids: ReadonlySet<string>) => client.setQueryData<Kept>(queryKey, { of, ids }), [client, of]);
  useEffect(() => {
    if (client.getQueryData<Kept>(queryKey)?.of !== of) client.setQueryData(queryKey, null);
  }, [client, of]);
  return [data?.of === of ? data.ids : nobody, select];
}
