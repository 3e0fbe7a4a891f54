// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../../api/client';
import type { Page, Schema } from '../../api/types';
import { isObject, type JsonObject } from './condition/tree';

export type Segment = Schema<'Segment'>;
export type Person = Schema<'ProfileSummary'>;

export const segmentKey = (id: string) => ['segment', id] as const;
/** What `If-Match` takes for the version that is shown. */
export const versionTag = ({ version }: { version: number }) => `"${version}"`;
export const membersKey = (id: string) => ['segment-members', id] as const;

export function readSegment(id: string, signal?: AbortSignal): Promise<Segment> {
  return api.get('/v1/segments/{id}', { path: { id }, ...(signal && { signal }) });
}

export function useSegment(id: string) {
  return useQuery({ queryKey: segmentKey(id), queryFn: ({ signal }) => readSegment(id, signal) });
}

/** Of a static one undefined. */
export function conditionOf(segment: Segment): JsonObject | undefined {
  const condition: unknown = segment.condition;
  return isObject(condition) ? condition : undefined;
}

export async function readMembers(id: string, cursor: string | undefined, signal: AbortSignal): Promise<Page<Person>> {
  const { items, next_cursor, total } = await api.get('/v1/segments/{id}/members', {
    path: { id },
    query: { limit: 100, ...(cursor && { cursor }) },
    signal,
  });
  return { items, next_cursor, ...(total && { total: total.count, at_least: total.at_least }) };
}

/** After a change: the lists of segments, their members and counts are read anew. */
export function useSegmentChanged() {
  const client = useQueryClient();
  return useCallback(
    async (id: string, segment?: Segment) => {
      if (segment) client.setQueryData(segmentKey(id), segment);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['list', '/v1/segments'] }),
        client.invalidateQueries({ queryKey: membersKey(id) }),
        client.invalidateQueries({ queryKey: ['segment-why', id] }),
        client.invalidateQueries({ queryKey: ['segment-preview'] }),
      ]);
    },
    [client],
  );
}
