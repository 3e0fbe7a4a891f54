// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from '@tanstack/react-query';

const touched = new Set(['conflicts', 'conflict', 'duplicates', 'merges', 'merge', 'people', 'prohibitions', 'profile', 'contacts']);

/** After a decision: whatever shows who is who is read again. (Previews are of versions, and these move.) */
export function refreshIdentity(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => touched.has(String(query.queryKey[0])) });
}
