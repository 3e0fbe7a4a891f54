// SPDX-License-Identifier: Apache-2.0
import { hashKey, useQueryClient, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
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

export const bringBack = (row: Duplicate) => api.post('/v1/duplicates/restore', { body: refsOf(row) });

export type DuplicatePages = InfiniteData<Page<Duplicate>>;

/** A list without this pair. */
export function without(row: Duplicate, list: DuplicatePages): DuplicatePages {
  const isOther = (each: Duplicate) => idsOf(each).join() !== idsOf(row).join();
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.filter(isOther) })) };
}

/** What was asked for of one list while something of it waits for its answer. */
interface Asked<Shown> {
  hash: string;
  before: Shown | undefined;
  changes: ((shown: Shown) => Shown)[];
  waiting: number;
}

/**
 * Shows what will be before the server has answered. What it refuses is taken back alone, whatever else was asked for
 * since, and `error` says why. Once nothing waits, what there is is read again.
 */
export function useAtOnce<Shown>(queryKey: QueryKey) {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(undefined);
  const latest = useRef<Asked<Shown> | undefined>(undefined);
  const hash = hashKey(queryKey);
  const atOnce = useCallback(
    async (change: (shown: Shown) => Shown, ask: () => Promise<unknown>): Promise<boolean> => {
      setError(undefined);
      let asked = latest.current;
      if (asked?.hash !== hash || asked.waiting === 0) {
        asked = { hash, before: client.getQueryData<Shown>(queryKey), changes: [], waiting: 0 };
        latest.current = asked;
      }
      const batch = asked;
      const show = () => {
        const { before, changes } = batch;
        if (before !== undefined) client.setQueryData(queryKey, changes.reduce<Shown>((shown, each) => each(shown), before));
      };
      ++batch.waiting;
      batch.changes.push(change);
      await client.cancelQueries({ queryKey, exact: true });
      show();
      try {
        await ask();
        return true;
      } catch (failure) {
        batch.changes = batch.changes.filter((each) => each !== change);
        show();
        setError(failure);
        return false;
      } finally {
        if (--batch.waiting === 0) void client.invalidateQueries({ queryKey: ['duplicates'] });
      }
    },
    [client, hash],
  );
  return { atOnce, error };
}
