// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request } from './client';
import type { Page, Schema } from './types';

/** Every item of a list that a person can survey: fields, categories, segments. */
export async function readWholeList<Row>(path: string, signal?: AbortSignal, query: Record<string, unknown> = {}): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await request('get', path, { query: { ...query, limit: 500, cursor }, ...(signal && { signal }) });
    const page = data as Page<Row>;
    rows.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return rows;
}

function useWholeList<Row>(path: string, enabled: boolean) {
  return useQuery({
    queryKey: ['list', path],
    queryFn: ({ signal }) => readWholeList<Row>(path, signal),
    staleTime: 60_000,
    enabled,
  });
}

export const useFields = (enabled = true) => useWholeList<Schema<'Field'>>('/v1/fields', enabled);
export const useFieldTypes = (enabled = true) => useWholeList<Schema<'FieldType'>>('/v1/field-types', enabled);
export const useCategories = (enabled = true) => useWholeList<Schema<'Category'>>('/v1/categories', enabled);
export const useSegments = (enabled = true) => useWholeList<Schema<'Segment'>>('/v1/segments', enabled);
export const usePlugins = (enabled = true) => useWholeList<Schema<'Plugin'>>('/v1/plugins', enabled);
export const useChannels = (enabled = true) =>
  useWholeList<Schema<'ChannelList'>['items'][number]>('/v1/channels', enabled);
