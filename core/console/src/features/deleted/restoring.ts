// SPDX-License-Identifier: Apache-2.0
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useState, type ReactNode } from 'react';
import { api } from '../../api/client';
import type { Page, Schema } from '../../api/types';
import { useRefusal } from '../../ui/late_refusal';
import { refreshPresence } from '../conflicts/refresh';
import { profileKey } from '../profile/profile';

export type Deleted = Schema<'DeletedProfile'>;

/** Among the lists of contacts: whatever changes who stands in those changes who stands in this one. */
export const deletedKey = ['contacts', 'deleted'];

interface Refused {
  row: Deleted;
  error: unknown;
}

interface Restoring {
  /** Asked for and not answered yet: shown as if it were done. */
  waiting: readonly Deleted[];
  /** The last one first. */
  restored: readonly Deleted[];
  refused: readonly Refused[];
}

const nobody: Restoring = { waiting: [], restored: [], refused: [] };
/** The page tells of each over its list. */
const ofThePage = () => undefined;
const others = (row: Deleted) => (each: Deleted) => each.id !== row.id;

/**
 * Restores one after another without waiting; who is refused is back alone, whoever else was asked for meanwhile.
 * `titleOf` says over another page of whom a refusal is.
 */
export function useRestoring(titleOf: (row: Deleted) => ReactNode) {
  const client = useQueryClient();
  const [restoring, setRestoring] = useState(nobody);
  const { refuse: refuseLate, isHere } = useRefusal(ofThePage);

  const restore = useCallback(
    async (row: Deleted) => {
      const isOther = others(row);
      setRestoring(({ waiting, restored, refused }) => ({
        waiting: [...waiting.filter(isOther), row],
        restored: restored.filter(isOther),
        refused: refused.filter((each) => isOther(each.row)),
      }));
      try {
        await api.post('/v1/profiles/{ref}/restore', { path: { ref: row.id } });
        // A page that is on its way knows nothing of this yet.
        const isReading = client.isFetching({ queryKey: deletedKey }) > 0;
        client.setQueryData<InfiniteData<Page<Deleted>>>(deletedKey, (list) =>
          list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.filter(isOther) })) });
        setRestoring((before) => ({ ...before, waiting: before.waiting.filter(isOther), restored: [row, ...before.restored] }));
        // What is known of them is that they are gone.
        void client.resetQueries({ queryKey: profileKey(row.id) });
        void refreshPresence(client, isReading ? undefined : deletedKey);
      } catch (error) {
        if (!isHere()) refuseLate(error, titleOf(row));
        setRestoring((before) => ({ ...before, waiting: before.waiting.filter(isOther), refused: [...before.refused, { row, error }] }));
        void client.invalidateQueries({ queryKey: ['contacts'] });
      }
    },
    [client, refuseLate, isHere, titleOf],
  );
  return { ...restoring, restore };
}
