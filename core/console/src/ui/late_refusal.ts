// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';

/** What was refused after the page that it was done on had been left. */
export interface LateRefusal {
  error: unknown;
  /** What was refused, where the page did more than one thing. */
  title?: ReactNode;
  /** Of that page. */
  href: string;
}

let refusals: readonly LateRefusal[] = [];
const listeners = new Set<() => void>();

function put(next: readonly LateRefusal[]) {
  refusals = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    // Nobody is there to be told; the next person is not to be.
    if (listeners.size === 0) refusals = [];
  };
}

export const useLateRefusals = () => useSyncExternalStore(subscribe, () => refusals);

export function dismissRefusal(refusal: LateRefusal): void {
  put(refusals.filter((each) => each !== refusal));
}

/**
 * For what is shown as done before the server has answered: says a refusal by `show`, or over whichever page the person
 * has gone to meanwhile.
 */
export function useRefusal(show: (error: unknown) => void) {
  const href = useRef(window.location.pathname + window.location.search);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const isHere = useCallback(() => here.current, []);
  const refuse = useCallback(
    (error: unknown, title?: ReactNode) => {
      if (here.current) show(error);
      else put([...refusals, { error, title, href: href.current }]);
    },
    [show],
  );
  return { refuse, isHere };
}
