// SPDX-License-Identifier: Apache-2.0

/** What a person may do; a role is a set of these. */
export type Right = 'read' | 'write' | 'admin';
export type UserRole = 'viewer' | 'editor' | 'administrator';

export interface User {
  id: string;
  email: string;
  name: string;
  role: UserRole;
  disabled: boolean;
  created_at: string;
  last_seen_at: string | null;
}

export interface Session {
  id: string;
  user: User;
  /** Of the current session alone. */
  csrf_token?: string;
  created_at: string;
  expires_at: string;
  last_seen_at: string;
  current: boolean;
  user_agent: string | null;
  address: string | null;
}

const rightsOf: Record<UserRole, readonly Right[]> = {
  viewer: ['read'],
  editor: ['read', 'write'],
  administrator: ['read', 'write', 'admin'],
};

export function hasRight(role: UserRole, right: Right): boolean {
  return rightsOf[role].includes(right);
}
