// SPDX-License-Identifier: Apache-2.0
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { sectionAt } from './section_at';

/** What a person does to look elsewhere. */
const ownMoves = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/** Shows what the address names, also while what stands above it is still being loaded, until one moves oneself. */
function useJumpOfAddress(content: RefObject<HTMLElement | null>, jump: (id: string) => boolean) {
  const hash = useRouterState({ select: (state) => state.location.hash });
  useEffect(() => {
    const element = content.current;
    if (!element || !jump(hash)) return undefined;
    const follow = new ResizeObserver(() => document.getElementById(hash)?.scrollIntoView());
    const stop = () => follow.disconnect();
    follow.observe(element);
    for (const each of ownMoves) window.addEventListener(each, stop, { once: true, passive: true });
    return () => {
      stop();
      for (const each of ownMoves) window.removeEventListener(each, stop);
    };
  }, [content, hash, jump]);
}

/** Which of the sections is read, and how to go to another. The address names where one went, nothing is left for it. */
export function useSections(columns: readonly (readonly string[])[], content: RefObject<HTMLElement | null>) {
  const router = useRouter();
  const shown = columns.map((ids) => ids.join(' ')).join('\n');
  const known = useMemo(() => shown.split('\n').flatMap((ids, column) => ids.split(' ').map((id) => ({ id, column }))), [shown]);
  const jumped = useRef<string | undefined>(undefined);
  const [current, setCurrent] = useState(known[0]?.id);

  const look = useCallback(() => {
    const boxes = known.flatMap(({ id, column }) => {
      const element = document.getElementById(id);
      if (!element) return [];
      const { top, bottom } = element.getBoundingClientRect();
      return [{ id, column, top, bottom }];
    });
    const next = sectionAt(boxes, window.innerHeight, jumped.current);
    if (next !== jumped.current) jumped.current = undefined;
    setCurrent(next);
  }, [known]);

  useEffect(() => {
    // Of whatever scrolls: such an event does not rise.
    const options = { capture: true, passive: true };
    window.addEventListener('scroll', look, options);
    window.addEventListener('resize', look, options);
    return () => {
      window.removeEventListener('scroll', look, options);
      window.removeEventListener('resize', look, options);
    };
  }, [look]);

  const jump = useCallback(
    (id: string): boolean => {
      const element = known.some((each) => each.id === id) ? document.getElementById(id) : null;
      if (!element) return false;
      element.scrollIntoView();
      // The next Tab goes on in there.
      element.focus({ preventScroll: true });
      jumped.current = id;
      setCurrent(id);
      return true;
    },
    [known],
  );
  useJumpOfAddress(content, jump);

  const go = useCallback(
    (id: string) => {
      const { pathname, searchStr } = router.state.location;
      router.history.replace(`${pathname}${searchStr}#${id}`);
      jump(id);
    },
    [router, jump],
  );
  return { current, go };
}
