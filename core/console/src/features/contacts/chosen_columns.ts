// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from 'react';

const storageKey = 'kith.contacts.columns';
const usual = ['name', 'reach', 'known', 'tags', 'last_seen_at', 'updated_at'];

function remembered(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    const known = Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
    // Without a name there is nothing to open a person by.
    return known.length > 0 ? ['name', ...known.filter((each) => each !== 'name')] : usual;
  } catch {
    return usual;
  }
}

export function useChosenColumns(): [string[], (next: string[]) => void] {
  const [chosen, setChosen] = useState(remembered);
  const choose = useCallback((next: string[]) => {
    localStorage.setItem(storageKey, JSON.stringify(next));
    setChosen(next);
  }, []);
  return [chosen, choose];
}
