// SPDX-License-Identifier: Apache-2.0
import { personName } from '../../../ui/person_name';
import { readContacts, type Contact } from '../contact';
import type { AskedSearch } from '../search';
import type { Pages } from './run';

/** Whom a bulk action is for: rows that were ticked, or all that a search finds. */
export type Whom = { kind: 'rows'; rows: readonly Contact[] } | { kind: 'all'; search: AskedSearch };

/** As little of a person as an action needs. */
export interface Target {
  id: string;
}

function targetOf({ id }: Contact): Target {
  return { id };
}

/** How many there are, and who some of them are. */
export interface Preview {
  total: number;
  /** There are more than `total`; so many are not counted. */
  atLeast: boolean;
  /** A search found more than it takes: they are not all, and nothing is to be done with them as if they were. */
  isCut: boolean;
  names: string[];
  /** When the newest of them was made: whoever comes later is not meant. */
  newest: string | undefined;
}

const shownNames = 5;
const pageSize = 500;

export async function lookAt(whom: Whom, signal: AbortSignal): Promise<Preview> {
  if (whom.kind === 'rows') {
    const names = whom.rows.slice(0, shownNames).map(personName);
    return { total: whom.rows.length, atLeast: false, isCut: false, names, newest: undefined };
  }
  const [first, last] = await Promise.all([
    readContacts({ ...whom.search, sort: 'created_at' }, { limit: shownNames, total: true, signal }),
    readContacts({ ...whom.search, sort: '-created_at' }, { limit: 1, signal }),
  ]);
  return {
    total: first.total ?? first.items.length,
    atLeast: first.at_least ?? false,
    isCut: first.cut ?? false,
    names: first.items.slice(0, shownNames).map(personName),
    newest: last.items[0]?.created_at,
  };
}

/** Goes over all of them once, by when they were made: an order that no action changes under it. */
export function targetsOf(whom: Whom, newest: string | undefined): Pages<Target> {
  let cursor: string | undefined;
  let isAtEnd = false;
  return {
    get isAtEnd() {
      return isAtEnd;
    },
    async next(signal) {
      if (whom.kind === 'rows') {
        isAtEnd = true;
        return whom.rows.map(targetOf);
      }
      const page = await readContacts({ ...whom.search, sort: 'created_at' }, { cursor, limit: pageSize, signal });
      const meant = newest === undefined ? page.items : page.items.filter((each) => each.created_at <= newest);
      cursor = page.next_cursor ?? undefined;
      isAtEnd = cursor === undefined || meant.length < page.items.length;
      return meant.map(targetOf);
    },
  };
}
