// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Schema } from '../../api/types';
import { daysBefore, today } from '../../ui/chart/days';
import type { Period } from './search';

export type Overview = Schema<'Overview'>;

/** All of it is counters, so that it may be asked for often. */
const refreshMs = 15_000;

export interface Days {
  from: string;
  to: string;
}

export function useOverview(period: Period) {
  return useQuery({
    queryKey: ['overview', period],
    queryFn: async ({ signal }) => {
      const to = today();
      const days: Days = { from: daysBefore(to, Number(period)), to };
      return { days, overview: await api.get('/v1/overview', { query: days, signal }) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    refetchOnWindowFocus: true,
  });
}

export type PipelineHealth = 'healthy' | 'busy' | 'full';

/** How much of what may wait does: from half on writing falls behind, and near the end senders are turned away. */
export function healthOf({ queued, capacity }: Overview['pipeline']): PipelineHealth {
  const share = queued / capacity;
  if (share >= 0.9) return 'full';
  return share >= 0.5 ? 'busy' : 'healthy';
}
