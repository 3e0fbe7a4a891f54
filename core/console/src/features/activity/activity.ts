// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import type { Schema } from '../../api/types';
import { queryOf, type ActivitySearch } from './search';

export type Activity = Schema<'Activity'>;
type ActivityPage = Schema<'ActivityList'>;

const path = '/v1/profiles/{ref}/activity';
/** How often it is asked whether something came, while the page is looked at. */
const pulseMs = 3_000;

export const activityKey = (ref: string) => ['activity', ref] as const;

export interface Summary {
  total: number;
  atLeast: boolean;
}

/** The list that the filters let through. */
export function useActivities(ref: string, search: ActivitySearch) {
  const { by: _, ...filters } = search;
  const list = useKeysetQuery<Activity>({
    queryKey: [...activityKey(ref), 'list', filters],
    rowId: (row) => row.id,
    fetchPage: (cursor, signal) =>
      api.get(path, { path: { ref }, query: { ...queryOf(filters), cursor, summary: cursor === undefined }, signal }),
  });
  const summary = (list.first as ActivityPage | undefined)?.summary;
  return { ...list, summary };
}

export function useActivityDays(ref: string, search: ActivitySearch) {
  const { by: _, ...filters } = search;
  return useQuery({
    queryKey: [...activityKey(ref), 'days', filters],
    queryFn: async ({ signal }) => {
      const query = queryOf(filters);
      return { query, ...(await api.get(`${path}/days`, { path: { ref }, query, signal })) };
    },
    placeholderData: keepPreviousData,
  });
}

/**
 * The newest activity and the totals of all of them: they are counted already, so that this costs next to nothing. The
 * feed of events would say it sooner, but tells every open tab of everybody.
 */
export function usePulse(ref: string) {
  const query = useQuery({
    queryKey: ['activity-pulse', ref],
    queryFn: ({ signal }) => api.get(path, { path: { ref }, query: { limit: 1 }, signal }),
    refetchInterval: pulseMs,
    refetchOnWindowFocus: true,
    staleTime: 0,
  });
  const counts = query.data?.summary?.by_channel;
  const channels = useMemo(() => Object.keys(counts ?? {}), [counts]);
  const statuses = useMemo(() => new Set(Object.values(counts ?? {}).flatMap((each) => Object.keys(each))), [counts]);
  return { ...query, channels, statuses };
}
