// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './types';

export interface KeysetOptions<Row> {
  queryKey: QueryKey;
  /** One page; `cursor` is undefined for the first. */
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;
  rowId: (row: Row) => string;
  enabled?: boolean;
}

/**
 * A list of any length, page after page. A row that moved while one was reading, and comes again on a later
 * page, is shown once.
 */
export function useKeysetQuery<Row>({ queryKey, fetchPage, rowId, enabled = true }: KeysetOptions<Row>) {
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    getNextPageParam: (page: Page<Row>) => page.next_cursor ?? undefined,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => {
    const seen = new Map<string, Row>();
    for (const page of pages ?? []) for (const row of page.items) seen.set(rowId(row), row);
    return [...seen.values()];
  }, [pages]);
  return { ...query, rows, first: pages?.[0] };
}
