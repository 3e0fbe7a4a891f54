// SPDX-License-Identifier: Apache-2.0
import { readContacts, type Contact } from '../contact';
import type { ContactSearch } from '../search';

/** Whom a bulk action is for: rows that were ticked, or all that a search finds. */
export type Whom = { kind: 'rows'; rows: readonly Contact[] } | { kind: 'all'; search: ContactSearch };

/** As little of a person as an action needs: there may be a million of them. */
export interface Target {
  id: string;
  /** What observations find the person by. */
  identifier: { type: string; value: string } | undefined;
}

export function targetOf(contact: Contact): Target {
  const found = contact.identifiers.find((each) => each.role === 'identifying');
  return { id: contact.id, identifier: found && { type: found.type, value: found.value } };
}

interface Walk {
  whom: Whom;
  fields?: readonly string[];
  signal: AbortSignal;
  onPage: (contacts: readonly Contact[]) => void;
}

/** Goes over all of them once, by when they were made: an order that no action changes under it. */
export async function walk({ whom, fields, signal, onPage }: Walk): Promise<void> {
  if (whom.kind === 'rows') {
    onPage(whom.rows);
    return;
  }
  let cursor: string | undefined;
  do {
    const search: ContactSearch = { ...whom.search, sort: 'created_at' };
    const page = await readContacts(search, { cursor, limit: 500, signal, ...(fields?.length && { fields }) });
    onPage(page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
}
