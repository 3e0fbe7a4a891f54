// SPDX-License-Identifier: Apache-2.0
import { api } from '../../api/client';
import type { Schema } from '../../api/types';

export type Person = Schema<'ProfileSummary'>;
export type People = ReadonlyMap<string, Person>;

/** Who these are now. One who was deleted, or became part of somebody else, is not among them. */
export async function readPeople(ids: readonly string[], signal: AbortSignal): Promise<People> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const page = await api.get('/v1/profiles', {
    query: { ids: wanted.join(','), known: 'any', limit: 500 },
    signal,
  });
  return new Map(page.items.map((person) => [person.id, person]));
}

/** So many rows at once: the ids of both sides have to fit into one question for their names. */
export const pageSize = 100;
