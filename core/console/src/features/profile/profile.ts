// SPDX-License-Identifier: Apache-2.0
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { api } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { Schema } from '../../api/types';
import { refreshPresence } from '../conflicts/refresh';

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

/** What was read does not go back behind what an edit was answered with meanwhile. */
function newest(known: Profile | undefined, read: Profile): Profile {
  return known?.id === read.id && known.version > read.version ? known : read;
}

export function useProfileQuery(ref: string) {
  const client = useQueryClient();
  const queryKey = profileKey(ref);
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const read = await readProfile(ref, signal);
      return newest(client.getQueryData<Profile>(queryKey), read);
    },
  });
}

/** As `If-Match` names it. */
export const versionTag = (profile: Profile) => `"${profile.version}"`;

/** What an edit makes of a profile. */
export type Hope = (profile: Profile) => Profile;

export interface ProfileValue {
  /** As the server told of it, with all that is hoped for. */
  profile: Profile;
  /** The newest of that, also between two renderings. */
  current: () => Profile;
  /** What the server says now; what belongs to it is read again. */
  put: (profile: Profile) => void;
  /** Shows what an edit will come to until what comes back is called: then that alone is shown no more. */
  hope: (hope: Hope) => () => void;
  /** Reads everything again. */
  refresh: () => Promise<void>;
  /** They are gone by what was just done: the page says so at once, and nothing of them is asked for any more. */
  leave: () => Promise<void>;
}

export const ProfileContext = createContext<ProfileValue | undefined>(undefined);

export function useProfile(): ProfileValue {
  const value = useContext(ProfileContext);
  if (!value) throw new Error('no profile around this component');
  return value;
}

const withHopes = (profile: Profile, hopes: readonly Hope[] = []) => hopes.reduce((shown, hope) => hope(shown), profile);

export function useProfileValue(ref: string, told: Profile | undefined): ProfileValue | undefined {
  const client = useQueryClient();
  const { data: hopes } = useQuery<readonly Hope[]>({ queryKey: ['hoped', ref], queryFn: skipToken });
  return useMemo(() => {
    if (!told) return undefined;
    const key = profileKey(ref);
    const hopeFor = (change: (hopes: readonly Hope[]) => readonly Hope[]) =>
      client.setQueryData<readonly Hope[]>(['hoped', ref], (before = []) => change(before));
    return {
      profile: withHopes(told, hopes),
      current: () => withHopes(client.getQueryData<Profile>(key) ?? told, client.getQueryData(['hoped', ref])),
      put: (next) => {
        client.setQueryData<Profile>(key, (known) => newest(known, next));
        void client.invalidateQueries({ queryKey: key, predicate: (query) => query.queryKey.length > key.length });
        void client.invalidateQueries({ queryKey: ['contacts'] });
      },
      hope: (hope) => {
        hopeFor((before) => [...before, hope]);
        return () => void hopeFor((before) => before.filter((each) => each !== hope));
      },
      refresh: () => client.invalidateQueries({ queryKey: key }),
      leave: async () => {
        await client.cancelQueries({ queryKey: key });
        // As if it was read once more: what was read of them goes with the parts that show it. Whoever comes back asks anew.
        client.getQueryCache().find({ queryKey: key, exact: true })?.setState({
          status: 'error', error: new ApiProblem({ status: 410, code: 'gone' }), isInvalidated: true,
        });
        void refreshPresence(client);
      },
    };
  }, [ref, told, hopes, client]);
}
