// SPDX-License-Identifier: Apache-2.0
import { api, request } from '../../../api/client';
import { isProblem } from '../../../api/problem';
import { isInterruption, type Act, type Failure } from './run';
import type { Target } from './targets';

type Result = { result: string; problem?: { detail?: string } };

/** Of answers in the order of what was sent. */
function failuresOf(ids: readonly string[], results: readonly Result[]): Failure[] {
  return ids.flatMap((id, index) => {
    const each = results[index];
    return each?.result === 'rejected' ? [{ id, detail: each.problem?.detail ?? '' }] : [];
  });
}

/** `run` names one press of the button: a part that is sent again after a lost answer is done once. */
export function tagging(run: string, add: string[], remove: string[]): Act<Target> {
  return async (part, index) => {
    const ids = part.map(({ id }) => id);
    const { results } = await api.post('/v1/tags/changes', {
      body: { tags: { add, remove }, profiles: ids },
      idempotencyKey: `${run}-${index}`,
    });
    return failuresOf(ids, results as Result[]);
  };
}

export function listing(segment: string): Act<Target> {
  return async (part) => {
    await api.post('/v1/segments/{id}/members', { path: { id: segment }, body: { add: part.map(({ id }) => id) } });
    return [];
  };
}

export interface Consent {
  category: string;
  /** How one knows that they asked for it. */
  proof: string;
  comment: string;
  at: string;
}

/** `unfindable` is said of whoever has nothing that an observation could find them by. */
export function subscribing(run: string, consent: Consent, unfindable: string): Act<Target> {
  const { category, proof, comment, at } = consent;
  const subscription = { state: 'subscribed', by: 'person', at, proof, ...(comment && { comment }) };
  return async (part) => {
    const found = part.filter((each) => each.identifier);
    const missing = part.filter((each) => !each.identifier).map(({ id }) => ({ id, detail: unfindable }));
    if (found.length === 0) return missing;
    const { data } = await request('post', '/v1/observations', {
      body: found.map(({ id, identifier }) => ({
        id: `${run}-${id}`,
        identifiers: [identifier],
        subscriptions: { [category]: subscription },
      })),
    });
    const { results } = data as { results: Result[] };
    return [...missing, ...failuresOf(found.map(({ id }) => id), results)];
  };
}

/** One call each, a few at once. Who is deleted already is as wanted. */
export function deleting(): Act<Target> {
  return async (part) => {
    const failures = await Promise.all(
      part.map(async ({ id }): Promise<Failure[]> => {
        try {
          await api.delete('/v1/profiles/{ref}', { path: { ref: id } });
          return [];
        } catch (error) {
          if (!isProblem(error) || isInterruption(error)) throw error;
          return error.status === 410 ? [] : [{ id, detail: error.detail }];
        }
      }),
    );
    return failures.flat();
  };
}
