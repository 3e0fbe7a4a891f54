// SPDX-License-Identifier: Apache-2.0
import { hashKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
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
  // A box is ticked with the click: what the cache tells comes later.
  const [shown, show] = useState(() => client.getQueryData<Kept>(queryKey) ?? undefined);
  const keep = useCallback(
    (kept: Kept | undefined) => {
      show(kept);
      client.setQueryDefaults(queryKey, { gcTime: Infinity });
      client.setQueryData<Kept | null>(queryKey, kept ?? null);
    },
    [client],
  );
  useEffect(() => {
    if (client.getQueryData<Kept>(queryKey)?.of !== of) keep(undefined);
  }, [client, of, keep]);
  const select = useCallback((ids: ReadonlySet<string>) => keep({ of, ids }), [keep, of]);
  return [shown?.of === of ? shown.ids : nobody, select];
}
