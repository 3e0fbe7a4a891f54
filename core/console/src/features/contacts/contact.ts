// SPDX-License-Identifier: Apache-2.0
import { request } from '../../api/client';
import type { Page, Schema } from '../../api/types';
import { queryOf, type AskedSearch } from './search';

type Summary = Schema<'ProfileSummary'>;

/** A row of the list, with what it needs to be shown without a second request. */
export type Contact = Omit<Summary, 'identifiers'> & {
  last_seen_at: string | null;
  tags: string[];
  identifiers: (Summary['identifiers'][number] & {
    endpoint: { channel: string | null; state: Schema<'EndpointState'>; reason: string | null } | null;
  })[];
  fields?: Record<string, unknown>;
};

interface PageOptions {
  /** Keys of fields whose values are wanted. */
  fields?: readonly string[];
  cursor?: string | undefined;
  limit?: number;
  /** How many there are in all. */
  total?: boolean;
  signal?: AbortSignal | undefined;
}

export async function readContacts(search: AskedSearch, options: PageOptions = {}): Promise<Page<Contact>> {
  const { data } = await request('get', '/v1/profiles', {
    query: {
      ...queryOf(search),
      fields: options.fields?.join(','),
      total: options.total || undefined,
      limit: options.limit ?? 100,
      cursor: options.cursor,
    },
    ...(options.signal && { signal: options.signal }),
  });
  return data as Page<Contact>;
}
