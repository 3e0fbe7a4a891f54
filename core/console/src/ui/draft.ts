// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useMemo, useState } from 'react';

const prefix = 'kith.draft.';

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(prefix + key);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

export interface Draft<T> {
  value: T;
  change: (next: T) => void;
  isDirty: boolean;
  /** What is there was typed before the page was left or loaded again. */
  isRestored: boolean;
  /** After saving, and for "discard": the form shows what is saved. */
  discard: () => void;
}

/**
 * What a person types, kept in the tab until it is saved or discarded: an error, an expired session or a reload
 * loses nothing. `key` names the form and what it edits (`profile/01JD…/fields`); `saved` is plain JSON.
 */
export function useDraft<T>(key: string, saved: T): Draft<T> {
  const [draft, setDraft] = useState<{ key: string; value: T | undefined }>(() => ({ key, value: read<T>(key) }));
  const [restored, setRestored] = useState(draft.value !== undefined);
  useEffect(() => {
    if (draft.key === key) return;
    const kept = read<T>(key);
    setDraft({ key, value: kept });
    setRestored(kept !== undefined);
  }, [key, draft.key]);
  const change = useCallback(
    (next: T) => {
      sessionStorage.setItem(prefix + key, JSON.stringify(next));
      setDraft({ key, value: next });
    },
    [key],
  );
  const discard = useCallback(() => {
    sessionStorage.removeItem(prefix + key);
    setDraft({ key, value: undefined });
    setRestored(false);
  }, [key]);
  const typed = draft.key === key ? draft.value : undefined;
  const savedText = JSON.stringify(saved);
  const isDirty = typed !== undefined && JSON.stringify(typed) !== savedText;
  return useMemo(
    () => ({ value: typed ?? saved, change, isDirty, isRestored: restored && isDirty, discard }),
    // `saved` by its content: a list that was read again is another object.
    [typed, savedText, change, isDirty, restored, discard],
  );
}

/** The person who signs out leaves nothing behind for the next one at the same screen. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}
