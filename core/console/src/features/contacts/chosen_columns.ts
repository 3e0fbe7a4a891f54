// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from 'react';
import { useSession } from '../session/session';

/** Each person's own: several may use one browser. */
const storageKey = (person: string) => `kith.contacts.columns.${person}`;
const usual = ['name', 'reach', 'known', 'tags', 'last_seen_at', 'updated_at'];

function remembered(person: string): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(storageKey(person)) ?? 'null');
    const known = Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
    // Without a name there is nothing to open a person by.
    return known.length > 0 ? ['name', ...known.filter((each) => each !== 'name')] : usual;
  } catch {
    return usual;
  }
}

export function useChosenColumns(): [string[], (next: string[]) => void] {
  const person = useSession().user.id;
  const [own, setOwn] = useState(() => ({ person, chosen: remembered(person) }));
  const choose = useCallback(
    (chosen: string[]) => {
      localStorage.setItem(storageKey(person), JSON.stringify(chosen));
      setOwn({ person, chosen });
    },
    [person],
  );
  // Somebody else has signed in over the open page.
  if (own.person !== person) setOwn({ person, chosen: remembered(person) });
  return [own.chosen, choose];
}
