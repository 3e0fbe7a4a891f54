// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { isProblem } from '../../api/problem';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { readSession, SessionContext, sessionKey, valueOf } from './session';
import { SignInDialog } from './SignInDialog';
import { SignInScreen } from './SignInScreen';

/** Whoever is not signed in sees the sign-in screen at any address, and then what the address means. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: readSession,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const value = useMemo(
    // Nothing of what one person read is left for the next.
    () => data && valueOf(data, () => {
      client.removeQueries({ predicate: (each) => each.queryKey[0] !== sessionKey[0] });
      void client.resetQueries({ queryKey: sessionKey });
    }),
    [data, client],
  );
  if (value) {
    return (
      <SessionContext.Provider value={value}>
        {children}
        <SignInDialog user={value.user} />
      </SessionContext.Provider>
    );
  }
  if (isProblem(error, 401)) return <SignInScreen onSignedIn={(session) => client.setQueryData(sessionKey, session)} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <LoadingState />;
}
