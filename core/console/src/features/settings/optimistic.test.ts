// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { FakeServer, json, problem } from '../../testing/server';
import { actOnRows, entryKey, patched, patchEntry } from './optimistic';

const path = '/v1/things/{key}';
const place = { path, params: { key: 'a' }, listKey: ['list', '/v1/things'] };
const archivedKey = [...place.listKey, 'archived'];
const a = { key: 'a', names: { en: 'A' }, archived: false };
const b = { key: 'b', names: {}, archived: false };

function clientWith() {
  const client = new QueryClient();
  client.setQueryData(place.listKey, [a, b]);
  client.setQueryData(archivedKey, []);
  client.setQueryData(entryKey(path, place.params), { entry: a, etag: '"1"' });
  return client;
}

it('a patch leaves what it does not name, and takes away what it makes null', () => {
  const entry = { group: 'x', names: { en: 'A', uk: 'А' }, channels: ['email'], options: { min: 1 } };
  expect(patched(entry, { group: null, names: { uk: null }, channels: [] })).toEqual({
    group: null, names: { en: 'A' }, channels: [], options: { min: 1 },
  });
});

it('what is refused leaves the lists and the page as they were', async () => {
  new FakeServer({ 'PATCH /v1/things/a': () => problem(409, 'conflict', 'No.') });
  const client = clientWith();
  await expect(patchEntry(client, place, { entry: a, etag: '"1"' }, { archived: true })).rejects.toThrow('No.');
  expect(client.getQueryData(place.listKey)).toEqual([a, b]);
  expect(client.getQueryData(archivedKey)).toEqual([]);
  expect(client.getQueryData(entryKey(path, place.params))).toEqual({ entry: a, etag: '"1"' });
});

it('what is archived is in the other list before the answer, and is what the server says after it', async () => {
  const client = clientWith();
  let seen: unknown[] = [];
  new FakeServer({
    'PATCH /v1/things/a': () => {
      seen = [client.getQueryData(place.listKey), client.getQueryData(archivedKey)];
      return json({ ...a, archived: true, version: 2 }, 200, { ETag: '"2"' });
    },
  });
  await patchEntry(client, place, { entry: a, etag: '"1"' }, { archived: true });
  expect(seen).toEqual([[b], [{ ...a, archived: true }]]);
  expect(client.getQueryData(entryKey(path, place.params))).toEqual({ entry: { ...a, archived: true, version: 2 }, etag: '"2"' });
});

it('a list that is read page after page has its rows changed in each, and back when that is refused', async () => {
  const client = new QueryClient();
  const pages = [{ items: [a], next_cursor: 'x' }, { items: [b], next_cursor: null }];
  const data = { pages, pageParams: [undefined, 'x'] };
  client.setQueryData(['keys'], data);
  let seen: unknown;
  const act = () => {
    seen = client.getQueryData<typeof data>(['keys'])?.pages.map((page) => page.items);
    return Promise.reject(new Error('No.'));
  };
  await expect(actOnRows<typeof a>(client, ['keys'], (rows) => rows.filter((each) => each.key !== 'b'), act)).rejects.toThrow('No.');
  expect(seen).toEqual([[a], []]);
  expect(client.getQueryData(['keys'])).toEqual(data);
});
