// SPDX-License-Identifier: Apache-2.0
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useLayoutEffect, useState, type RefObject } from 'react';

const keyOf = (list: QueryKey) => ['scroll-place', ...list];

/**
 * Keeps where a list was scrolled to as long as its pages are kept, and scrolls there when it is shown again. Gives the
 * place of the first rendering. Without a key nothing is kept.
 */
export function useScrollPlace(list: QueryKey | undefined, scroller: RefObject<HTMLElement | null>): number {
  const client = useQueryClient();
  const text = list && JSON.stringify(list);
  const [first] = useState(() => (list && client.getQueryData<number>(keyOf(list))) ?? 0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!text || !element) return undefined;
    const queryKey = keyOf(JSON.parse(text) as unknown[]);
    let place = client.getQueryData<number>(queryKey) ?? 0;
    element.scrollTop = place;
    const follow = () => {
      place = element.scrollTop;
    };
    element.addEventListener('scroll', follow, { passive: true });
    return () => {
      element.removeEventListener('scroll', follow);
      // Made anew: it is kept from now on as long as the pages, which are left at the same time.
      client.removeQueries({ queryKey, exact: true });
      client.setQueryData(queryKey, place);
    };
  }, [client, scroller, text]);
  return first;
}
