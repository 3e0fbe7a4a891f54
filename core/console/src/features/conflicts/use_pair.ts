// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { api } from '../../api/client';
import { ApiProblem, isProblem } from '../../api/problem';
import { useSession } from '../session/session';
import type { Preview, Profile } from './compare';

/** The two as they were looked at, and what would have come of them. */
export interface Look {
  a: Profile;
  b: Profile;
  preview: Preview | undefined;
}

export function sidesOf({ a, b }: Pick<Look, 'a' | 'b'>) {
  return [
    { ref: a.id, version: a.version },
    { ref: b.id, version: b.version },
  ];
}

async function readProfile(ref: string, signal: AbortSignal): Promise<Profile> {
  const found = await api.get('/v1/profiles/{ref}', { path: { ref }, signal });
  if (!('identifiers' in found)) throw new ApiProblem({ status: 404, code: 'not_found' });
  return found;
}

function useProfile(ref: string, enabled: boolean) {
  return useQuery({
    queryKey: ['profile', ref],
    queryFn: ({ signal }) => readProfile(ref, signal),
    enabled,
  });
}

/**
 * Two profiles, and what making them one would do, of the very versions that are shown. If one of them moved on, both are
 * read again, and `before` holds what was looked at until then.
 */
export function usePair(refA: string, refB: string, enabled = true) {
  const client = useQueryClient();
  const { can } = useSession();
  const first = useProfile(refA, enabled);
  const second = useProfile(refB, enabled);
  const [before, setBefore] = useState<Look | undefined>(undefined);
  const [a, b] = [first.data, second.data];
  const isOne = a !== undefined && a.id === b?.id;
  const result = useQuery({
    queryKey: ['merge-preview', a?.id, a?.version, b?.id, b?.version],
    queryFn: ({ signal }) => {
      if (!a || !b) throw new Error('there are no two profiles');
      return api.post('/v1/merges/preview', { body: { profiles: sidesOf({ a, b }) }, signal });
    },
    enabled: enabled && can('write') && a !== undefined && b !== undefined && !isOne,
    gcTime: 0,
  });
  const preview = result.data;

  const readAgain = useCallback(
    () =>
      Promise.all(
        [refA, refB].map((ref) => client.invalidateQueries({ queryKey: ['profile', ref] })),
      ),
    [client, refA, refB],
  );
  /** After a 412. */
  const movedOn = useCallback(async () => {
    if (a && b) setBefore((earlier) => earlier ?? { a, b, preview });
    await readAgain();
  }, [a, b, preview, readAgain]);

  const hasMoved = isProblem(result.error, 412);
  useEffect(() => {
    if (hasMoved) void movedOn();
    // Once for each answer: what is read again asks anew.
  }, [result.error]);

  return {
    a,
    b,
    isOne,
    preview,
    before,
    error: first.error ?? second.error,
    previewError: hasMoved ? undefined : result.error,
    isPreviewing: result.isFetching,
    retry: () => void readAgain(),
    retryPreview: () => void result.refetch(),
    movedOn,
    looked: () => setBefore(undefined),
  };
}
