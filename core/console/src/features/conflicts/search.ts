// SPDX-License-Identifier: Apache-2.0
import { oneOf, textParam } from '../../app/search_params';

export const views = ['conflicts', 'duplicates', 'merges', 'prohibitions'] as const;
export const conflictStates = ['open', 'merged', 'forbidden', 'dismissed'] as const;
export const conflictSorts = ['-last_at', '-observations'] as const;
export const prohibitionStates = ['standing', 'lifted'] as const;
export const duplicateStates = ['open', 'dismissed'] as const;

export type View = (typeof views)[number];

/** What the address bar holds; what is not there is the first of its list, or everybody. */
export interface ConflictSearch {
  list?: View | undefined;
  verdict?: (typeof conflictStates)[number] | undefined;
  order?: (typeof conflictSorts)[number] | undefined;
  standing?: (typeof prohibitionStates)[number] | undefined;
  pairs?: (typeof duplicateStates)[number] | undefined;
  /** Duplicates, merges and prohibitions of one profile. */
  profile?: string | undefined;
  /** The merge that is looked at. */
  merge?: string | undefined;
}

export function validateConflictSearch(raw: Record<string, unknown>): ConflictSearch {
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return {
    list: oneOf(raw.list, views),
    verdict: oneOf(raw.verdict, conflictStates),
    order: oneOf(raw.order, conflictSorts),
    standing: oneOf(raw.standing, prohibitionStates),
    pairs: oneOf(raw.pairs, duplicateStates),
    profile: textParam(raw.profile, 1000),
    merge: textParam(raw.merge, 13),
  };
}
