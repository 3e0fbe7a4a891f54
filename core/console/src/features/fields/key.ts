// SPDX-License-Identifier: Apache-2.0

export interface Keyed {
  key: string;
}

export type KeyFault<Entry extends Keyed> = { fault: 'begin' | 'signs' | 'derived' } | { fault: 'taken' | 'takenArchived'; by: Entry };

/** Shown in every profile, worked out from other fields. */
const derived = ['age'];

/** What is wrong with a key as it is typed, by the rules of the server and what there is; nothing is wrong with none yet. */
export function keyFault<Entry extends Keyed>(typed: string, used: readonly Entry[], archived: readonly Entry[]): KeyFault<Entry> | undefined {
  const key = typed.trim();
  if (key === '') return undefined;
  if (!/^[a-z]/.test(key)) return { fault: 'begin' };
  if (!/^[a-z0-9_.]*$/.test(key)) return { fault: 'signs' };
  const isIt = (each: Entry) => each.key === key;
  const taken = used.find(isIt);
  if (taken) return { fault: 'taken', by: taken };
  const takenArchived = archived.find(isIt);
  return takenArchived && { fault: 'takenArchived', by: takenArchived };
}

/** The same of a field, some of whose keys nobody can have. */
export function fieldKeyFault<Entry extends Keyed>(typed: string, used: readonly Entry[], archived: readonly Entry[]): KeyFault<Entry> | undefined {
  return derived.includes(typed.trim()) ? { fault: 'derived' } : keyFault(typed, used, archived);
}
