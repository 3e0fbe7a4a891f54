// SPDX-License-Identifier: Apache-2.0
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import { request } from '../../api/client';
import type { Page } from '../../api/types';

/** An entry with the version that it was read in. */
export interface Loaded<Entry> {
  entry: Entry;
  etag: string | undefined;
}

export type Params = Record<string, string>;
export const entryKey = (path: string, params: Params): QueryKey => ['entry', path, params];

export async function readEntry<Entry>(path: string, params: Params, signal?: AbortSignal): Promise<Loaded<Entry>> {
  const { data, etag } = await request('get', path, { path: params, ...(signal && { signal }) });
  return { entry: data as Entry, etag };
}

type Cached<Row> = Row[] | InfiniteData<Page<Row>> | undefined;

/**
 * Shows lists otherwise than the server told them last, before it has answered. What comes back shows them as before.
 * What is being read meanwhile is of no use: whoever calls it has the lists read again after the answer.
 */
export async function showRows<Row>(
  client: QueryClient,
  listKey: QueryKey,
  change: (rows: Row[], key: QueryKey) => Row[],
): Promise<() => void> {
  const isShown = { queryKey: listKey, predicate: (query: { state: { data: unknown } }) => query.state.data !== undefined };
  await client.cancelQueries(isShown);
  const before = client.getQueriesData<Cached<Row>>(isShown);
  for (const [key, data] of before) {
    if (Array.isArray(data)) {
      client.setQueryData(key, change(data, key));
    } else if (data) {
      const pages = data.pages.map((page) => ({ ...page, items: change(page.items, key) }));
      client.setQueryData(key, { ...data, pages });
    }
  }
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data);
  };
}

/** One entry, where it is read, and the lists that it stands in. */
export interface Place {
  path: string;
  params: Params;
  listKey: QueryKey;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a Merge Patch makes of an entry. Its own members stay, as null; of those below, what is null goes. */
export function patched<Entry>(entry: Entry, patch: Json): Entry {
  const next: Json = { ...(entry as Json) };
  for (const [name, value] of Object.entries(patch)) {
    const old = next[name];
    next[name] =
      isObject(value) && isObject(old)
        ? Object.fromEntries(Object.entries({ ...old, ...value }).filter(([, each]) => each !== null))
        : value;
  }
  return next as Entry;
}

/** Shows an entry in its page and in every list; those of a catalogue that are archived have a list of their own. */
export async function showEntry<Entry>(
  client: QueryClient,
  { path, params, listKey }: Place,
  next: Loaded<Entry>,
): Promise<() => void> {
  const key = entryKey(path, params);
  await client.cancelQueries({ queryKey: key });
  const before = client.getQueryData(key);
  client.setQueryData(key, next);
  const [[name, id] = ['', '']] = Object.entries(params);
  const takeBack = await showRows<Json>(client, listKey, (rows, of) => {
    const row = next.entry as Json;
    const isOther = (row.archived === true) !== (of.at(-1) === 'archived');
    const place = rows.findIndex((each) => each[name] === id);
    const others = rows.filter((each) => each[name] !== id);
    if (isOther) return others;
    if (place >= 0) return rows.map((each, index) => (index === place ? row : each));
    return 'archived' in row ? [...others, row] : rows;
  });
  return () => {
    client.setQueryData(key, before);
    takeBack();
  };
}

/** Changes an entry, shown as changed from the first moment on, and as before if it is refused. */
export async function patchEntry<Entry>(
  client: QueryClient,
  place: Place,
  loaded: Loaded<Entry>,
  body: Json,
  version = loaded.etag,
): Promise<Loaded<Entry>> {
  const { path, params, listKey } = place;
  const takeBack = await showEntry(client, place, { ...loaded, entry: patched(loaded.entry, body) });
  try {
    const answer = await request('patch', path, { path: params, body, ifMatch: version });
    const saved = { entry: answer.data as Entry, etag: answer.etag };
    await showEntry(client, place, saved);
    return saved;
  } catch (error) {
    takeBack();
    throw error;
  } finally {
    void client.invalidateQueries({ queryKey: listKey });
  }
}

/** Does what takes rows out of lists, or changes them: shown as done from the first moment on, and as before if it is refused. */
export async function actOnRows<Row>(
  client: QueryClient,
  listKey: QueryKey,
  change: (rows: Row[]) => Row[],
  act: () => Promise<unknown>,
): Promise<void> {
  const takeBack = await showRows(client, listKey, change);
  try {
    await act();
  } catch (error) {
    takeBack();
    throw error;
  } finally {
    void client.invalidateQueries({ queryKey: listKey });
  }
}
