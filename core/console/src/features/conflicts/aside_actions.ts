// SPDX-License-Identifier: Apache-2.0
import { useQueryClient, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '../../api/client';
import type { Page } from '../../api/types';
import { pairOf, type Duplicate } from './lists';

export function idsOf(row: Duplicate): readonly [string, string] {
  const [a, b] = pairOf(row.profiles);
  return [a.id, b.id];
}

const refsOf = (row: Duplicate) => ({ profiles: idsOf(row).map((ref) => ({ ref })) });

export const putAside = (row: Duplicate, reason: string | undefined) =>
  api.post('/v1/duplicates/dismiss', { body: { ...refsOf(row), ...(reason && { reason }) } });

export const listAgain = (row: Duplicate) => api.post('/v1/duplicates/restore', { body: refsOf(row) });

export type DuplicatePages = InfiniteData<Page<Duplicate>>;

/** A list without this pair. */
export function without(row: Duplicate, list: DuplicatePages): DuplicatePages {
  const isOther = (each: Duplicate) => idsOf(each).join() !== idsOf(row).join();
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.filter(isOther) })) };
}

/** Shows what will be before the server has answered; if it refuses, what was before is back, and `error` says why. */
export function useAtOnce<Shown>(queryKey: QueryKey) {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(undefined);
  const atOnce = useCallback(
    async (change: (shown: Shown) => Shown, ask: () => Promise<unknown>): Promise<boolean> => {
      setError(undefined);
      await client.cancelQueries({ queryKey, exact: true });
      const before = client.getQueryData<Shown>(queryKey);
      if (before !== undefined) client.setQueryData(queryKey, change(before));
      try {
        await ask();
      } catch (failure) {
        client.setQueryData(queryKey, before);
        setError(failure);
        return false;
      }
      void client.invalidateQueries({ queryKey: ['duplicates'] });
      return true;
    },
    [client, queryKey],
  );
  return { atOnce, error };
}
