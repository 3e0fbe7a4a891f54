// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem';

/** Asks again only where that can help: nobody answered, or the server is overloaded. */
function isWorthRetrying(count: number, error: Error): boolean {
  if (!isProblem(error)) return false;
  return count < 2 && (error.isUnreachable || error.status === 429 || error.status === 503);
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: (count, error) =>
          isProblem(error) && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** count,
        staleTime: 15_000,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
}
