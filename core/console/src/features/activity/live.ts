// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { activityKey, usePulse, type Activity } from './activity';

/** Reads the open list and chart again when something came or went on. */
export function useLive(ref: string) {
  const client = useQueryClient();
  const pulse = usePulse(ref);
  const { data } = pulse;
  const seen = useRef<unknown>(undefined);
  useEffect(() => {
    // An answer that says the same is the same object.
    const isNews = seen.current !== undefined && seen.current !== data;
    seen.current = data;
    if (isNews) void client.invalidateQueries({ queryKey: activityKey(ref) });
  }, [client, ref, data]);
  return pulse;
}

export interface Held {
  shown: readonly Activity[];
  /** How many wait above what is shown. */
  held: number;
  /** How many of what is shown came since the list was opened. */
  fresh: number;
  show: () => void;
}

/** What comes while somebody reads further down waits until they ask for it, so that nothing moves below their eyes. */
export function useHeld(rows: readonly Activity[], isReading: boolean): Held {
  const [top, setTop] = useState<string | undefined>(undefined);
  const first = useRef<string | undefined>(undefined);
  const newest = rows[0]?.id;
  if (first.current === undefined) first.current = newest;
  useEffect(() => {
    if (!isReading) setTop(newest);
  }, [newest, isReading]);
  const placeOf = (id: string | undefined) => Math.max(0, rows.findIndex((row) => row.id === id));
  const held = isReading ? placeOf(top) : 0;
  return {
    shown: held > 0 ? rows.slice(held) : rows,
    held,
    fresh: placeOf(first.current) - held,
    show: () => setTop(newest),
  };
}
