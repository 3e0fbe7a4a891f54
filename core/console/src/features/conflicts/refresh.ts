// SPDX-License-Identifier: Apache-2.0
import type { QueryClient, QueryKey } from '@tanstack/react-query';

const touched = new Set(['conflicts', 'conflict', 'duplicates', 'merges', 'merge', 'people', 'prohibitions', 'profile', 'contacts']);

/** After a decision: whatever shows who is who is read again. (Previews are of versions, and these move.) */
export function refreshIdentity(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => touched.has(String(query.queryKey[0])) });
}

/**
 * After somebody is gone or back: the lists that they stand in are read again, but for one that is `right` as it
 * stands. Where they are only named, that is read when it is next looked at: nobody asks for who was just deleted.
 */
export async function refreshPresence(client: QueryClient, right?: QueryKey): Promise<void> {
  void client.invalidateQueries({ queryKey: ['people'], refetchType: 'none' });
  if (right) void client.invalidateQueries({ queryKey: right, refetchType: 'none' });
  const shown = right && client.getQueryCache().find({ queryKey: right });
  const isListing = ([first]: QueryKey) => first === 'contacts' || first === 'duplicates';
  await client.invalidateQueries({ predicate: (query) => query !== shown && isListing(query.queryKey) });
}
