// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from '@tanstack/react-query';
import { loadRest } from '../i18n/store';
import type { makeRouter } from './router';

const pause = 250;

/** Safari has no such call. */
function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(act);
  else setTimeout(act, pause);
}

/** The texts of the other screens follow once the first one stands and waits for nothing. Answers how to give that up. */
export function followWithTexts(router: ReturnType<typeof makeRouter>, client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (client.isFetching() > 0) timer = setTimeout(look, pause);
    else whenIdle(() => void loadRest());
  };
  const unsubscribe = router.subscribe('onResolved', () => {
    unsubscribe();
    // What it asks for, it asks for when it has been drawn.
    timer = setTimeout(look, pause);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
