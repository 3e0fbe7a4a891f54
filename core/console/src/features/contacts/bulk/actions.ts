// SPDX-License-Identifier: Apache-2.0
import { api } from '../../../api/client';
import { isProblem, type ApiProblem } from '../../../api/problem';
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

/**
 * A call for each person, as many at once as the part has; `isAsWanted` says of a refusal that there was nothing to do.
 * Who is done is not asked for again when the part is; an interruption is thrown when all have been answered.
 */
function forEach(call: (id: string) => Promise<unknown>, isAsWanted: (problem: ApiProblem) => boolean = () => false): Act<Target> {
  const done = new Set<string>();
  return async (part) => {
    const failures: Failure[] = [];
    const interruptions: unknown[] = [];
    const one = async ({ id }: Target) => {
      try {
        await call(id);
        done.add(id);
      } catch (error) {
        if (!isProblem(error) || isInterruption(error)) interruptions.push(error);
        else if (isAsWanted(error)) done.add(id);
        else failures.push({ id, detail: error.detail });
      }
    };
    await Promise.all(part.filter(({ id }) => !done.has(id)).map(one));
    if (interruptions.length > 0) throw interruptions[0];
    return failures;
  };
}

export interface Consent {
  category: string;
  /** How one knows that they asked for it. */
  proof: string;
  comment: string;
}

/** As on each person's own screen: it is said of them, and no sign that they were there. */
export function subscribing({ category, proof, comment }: Consent): Act<Target> {
  const said = { state: 'subscribed', by: 'person', proof, ...(comment && { comment }) } as const;
  return forEach((id) => api.patch('/v1/profiles/{ref}', { path: { ref: id }, body: { subscriptions: { [category]: said } } }));
}

/** Who is deleted already is as wanted. */
export function deleting(): Act<Target> {
  return forEach((id) => api.delete('/v1/profiles/{ref}', { path: { ref: id } }), ({ status }) => status === 410);
}
