// SPDX-License-Identifier: Apache-2.0
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Schema } from '../../api/types';

/** As much of somebody as their name needs. */
export type Person = Pick<Schema<'ProfileSummary'>, 'id' | 'first_name' | 'last_name' | 'identifiers'>;
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

export const peopleQuery = (ids: readonly string[]) =>
  queryOptions({ queryKey: ['people', ...ids], queryFn: ({ signal }) => readPeople(ids, signal), enabled: ids.length > 0 });

export function usePeople(ids: readonly string[]): People | undefined {
  return useQuery(peopleQuery(ids)).data;
}

type Merge = Pick<Schema<'Merge'>, 'survivor' | 'absorbed' | 'choices'>;

/**
 * One of the two of a merge who is nobody of their own now, as its choices remember them. Of a home that neither is shown
 * under it is told by the other side whose it is.
 */
function rememberedIn({ survivor, absorbed, choices }: Merge, id: string): Person {
  const other = id === survivor ? absorbed : survivor;
  const valueOf = (key: string) => {
    const choice = choices.find((each) => each.key === key);
    if (!choice) return null;
    const isChosen = choice.from === id || choice.instead_of_from === other;
    const isOther = choice.instead_of_from === id || choice.from === other;
    const value = isChosen ? choice.value : isOther ? choice.instead_of : undefined;
    return typeof value === 'string' ? value : null;
  };
  return { id, first_name: valueOf('first_name'), last_name: valueOf('last_name'), identifiers: [] };
}

/** The two of a merge: as they are now, else as they were. */
export function peopleOf(merge: Merge, people: People | undefined): readonly [Person, Person] {
  const personOf = (id: string) => people?.get(id) ?? rememberedIn(merge, id);
  return [personOf(merge.survivor), personOf(merge.absorbed)];
}

/** So many rows at once: the ids of both sides have to fit into one question for their names. */
export const pageSize = 100;
