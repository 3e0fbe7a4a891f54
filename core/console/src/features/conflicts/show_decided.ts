// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from '@tanstack/react-query';
import { showRows } from '../settings/optimistic';
import type { ConflictVerdict } from './Decisions';
import type { Conflict } from './lists';

/** What is known of a decision before the server has answered; of a merge it is the answer that says who is left. */
const foreseen: Partial<Record<ConflictVerdict, Conflict['state']>> = { forbid: 'forbidden', dismiss: 'dismissed' };

export const isForeseen = (verdict: ConflictVerdict) => verdict in foreseen;

/** Shows a conflict as decided, in its page and out of the queue. What comes back shows it as before. */
export async function showDecided(client: QueryClient, conflict: Conflict, verdict: ConflictVerdict): Promise<() => void> {
  const state = foreseen[verdict];
  if (!state) return () => undefined;
  const queryKey = ['conflict', conflict.id];
  await client.cancelQueries({ queryKey });
  const before = client.getQueryData(queryKey);
  client.setQueryData(queryKey, { ...conflict, state });
  const isQueue = ([, of]: readonly unknown[]) => of === undefined || of === 'open';
  const takeBack = await showRows<Conflict>(client, ['conflicts'], (rows, key) =>
    isQueue(key) ? rows.filter((each) => each.id !== conflict.id) : rows,
  );
  return () => {
    client.setQueryData(queryKey, before);
    takeBack();
  };
}
