// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from 'react';
import { hasRight, type Right, type Session, type User } from '../../api/accounts';
import { request, setCsrfToken } from '../../api/client';
import { forgetDrafts } from '../../ui/draft';

export interface SessionValue {
  user: User;
  /** What the role allows. The server refuses the rest anyway; nobody is shown what they can't do. */
  can: (right: Right) => boolean;
  signOut: () => Promise<void>;
}

export const SessionContext = createContext<SessionValue | undefined>(undefined);

export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error('no session around this component');
  return value;
}

export function valueOf(session: Session, onSignedOut: () => void): SessionValue {
  return {
    user: session.user,
    can: (right) => hasRight(session.user.role, right),
    signOut: async () => {
      await request('delete', '/v1/sessions/{id}', { path: { id: 'current' }, withoutSignIn: true });
      forgetDrafts();
      setCsrfToken(undefined);
      onSignedOut();
    },
  };
}

export const sessionKey = ['session'] as const;

export async function readSession(): Promise<Session> {
  const { data } = await request('get', '/v1/sessions/current', { withoutSignIn: true });
  const session = data as Session;
  setCsrfToken(session.csrf_token);
  return session;
}

export async function signIn(email: string, password: string): Promise<Session> {
  const { data } = await request('post', '/v1/sessions', { body: { email, password }, withoutSignIn: true });
  const session = data as Session;
  setCsrfToken(session.csrf_token);
  return session;
}
