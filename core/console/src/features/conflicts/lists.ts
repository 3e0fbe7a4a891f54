// SPDX-License-Identifier: Apache-2.0
import { api } from '../../api/client';
import type { Page, Schema } from '../../api/types';
import { pageSize, peopleOf, readPeople, type Person } from './people';
import type { ConflictSearch } from './search';

/** A row that names two profiles, with who they are. */
export type Paired<Row> = Row & { people: readonly [Person | undefined, Person | undefined] };

export type Conflict = Schema<'Conflict'>;
export type Duplicate = Schema<'Duplicate'>;
export type Merge = Schema<'Merge'>;
export type Prohibition = Schema<'MustNotLinkList'>['items'][number];

export interface Asked {
  cursor: string | undefined;
  signal: AbortSignal;
}

type Pair = readonly [string, string];

async function withPeople<Row>(
  page: { items: Row[]; next_cursor: string | null },
  pairOf: (row: Row) => Pair,
  signal: AbortSignal,
): Promise<Page<Paired<Row>>> {
  const people = await readPeople(page.items.flatMap(pairOf), signal);
  const items = page.items.map((row) => {
    const [a, b] = pairOf(row);
    return { ...row, people: [people.get(a), people.get(b)] as const };
  });
  return { items, next_cursor: page.next_cursor };
}

/** The two of a list that has two. */
export function pairOf<T>(list: readonly T[]): readonly [T, T] {
  return [list[0] as T, list[1] as T];
}

export async function readConflicts({ verdict, order }: ConflictSearch, { cursor, signal }: Asked) {
  const page = await api.get('/v1/conflicts', {
    query: { limit: pageSize, ...(verdict && { state: verdict }), ...(order && { sort: order }), ...(cursor && { cursor }) },
    signal,
  });
  return withPeople(page, (row) => pairOf(row.profiles), signal);
}

export async function readDuplicates({ profile, pairs }: ConflictSearch, { cursor, signal }: Asked) {
  return api.get('/v1/duplicates', {
    query: { limit: pageSize, ...(pairs === 'dismissed' && { state: pairs }), ...(profile && { profile }), ...(cursor && { cursor }) },
    signal,
  });
}

export async function readMerges({ profile }: ConflictSearch, { cursor, signal }: Asked) {
  const page = await api.get('/v1/merges', {
    query: { limit: pageSize, ...(profile && { profile }), ...(cursor && { cursor }) },
    signal,
  });
  const people = await readPeople(page.items.flatMap((row) => [row.survivor, row.absorbed]), signal);
  return { ...page, items: page.items.map((row) => ({ ...row, people: peopleOf(row, people) })) };
}

export async function readProhibitions({ profile, standing }: ConflictSearch, { cursor, signal }: Asked) {
  const page = await api.get('/v1/must-not-links', {
    query: { limit: pageSize, ...(profile && { profile }), ...(standing && { state: standing }), ...(cursor && { cursor }) },
    signal,
  });
  return withPeople(page, (row) => pairOf(row.profiles), signal);
}
