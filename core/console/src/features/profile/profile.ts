// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { api } from '../../api/client';
import type { Schema } from '../../api/types';

export type Profile = Schema<'Profile'>;
export type Listed = Schema<'ProfileIdentifier'>;
export type Provenance = Schema<'Provenance'>;
export type Source = Schema<'Source'>;

export const profileKey = (ref: string) => ['profile', ref] as const;
/** What is read of a person beside the profile, and read again when that changes. */
export const partKey = (ref: string, ...part: string[]) => ['profile', ref, ...part] as const;

export async function readProfile(ref: string, signal?: AbortSignal): Promise<Profile> {
  // Without a `view` it is no other one.
  return (await api.get('/v1/profiles/{ref}', { path: { ref }, ...(signal && { signal }) })) as Profile;
}

export const useProfileQuery = (ref: string) =>
  useQuery({ queryKey: profileKey(ref), queryFn: ({ signal }) => readProfile(ref, signal) });

/** As `If-Match` names it. */
export const versionTag = (profile: Profile) => `"${profile.version}"`;

export interface ProfileValue {
  profile: Profile;
  /** The newest that is known, also between two renderings. */
  current: () => Profile;
  /** Shows this one; what belongs to it is read again unless it is only hoped for. */
  put: (profile: Profile, hoped?: 'hoped') => void;
  /** Reads everything again. */
  refresh: () => Promise<void>;
}

export const ProfileContext = createContext<ProfileValue | undefined>(undefined);

export function useProfile(): ProfileValue {
  const value = useContext(ProfileContext);
  if (!value) throw new Error('no profile around this component');
  return value;
}

export function useProfileValue(ref: string, profile: Profile | undefined): ProfileValue | undefined {
  const client = useQueryClient();
  return useMemo(() => {
    if (!profile) return undefined;
    const key = profileKey(ref);
    return {
      profile,
      current: () => client.getQueryData<Profile>(key) ?? profile,
      put: (next, hoped) => {
        client.setQueryData(key, next);
        if (hoped) return;
        void client.invalidateQueries({ queryKey: key, predicate: (query) => query.queryKey.length > key.length });
        void client.invalidateQueries({ queryKey: ['contacts'] });
      },
      refresh: () => client.invalidateQueries({ queryKey: key }),
    };
  }, [ref, profile, client]);
}
