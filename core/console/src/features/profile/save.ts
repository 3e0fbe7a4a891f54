// SPDX-License-Identifier: Apache-2.0
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import { readProfile, versionTag, type Hope, type Profile, type ProfileValue } from './profile';

/** Somebody gave the field another value since one began to edit it. */
export class EditConflict extends Error {
  constructor(readonly theirs: unknown) {
    super('changed meanwhile');
    this.name = 'EditConflict';
  }
}

const mostTries = 4;

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function withField(profile: Profile, key: string, value: unknown): Profile {
  const fields = { ...profile.fields };
  if (value === null) delete fields[key];
  else fields[key] = value;
  return { ...profile, fields };
}

/**
 * Does what the person asked for, shown as done from the first moment on. What is refused is taken back alone, whatever
 * else was done since, and the profile read again: an answer that was lost may have been a yes.
 */
export async function saveAhead<Answer extends Profile | void>(
  { hope, put, refresh }: ProfileValue,
  hoped: Hope,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const takeBack = hope(hoped);
  try {
    const answer = await ask();
    if (answer) put(answer);
    else await refresh();
    return answer;
  } catch (error) {
    // Who does not sign in is not asked to once more.
    if (!isProblem(error, 401)) void refresh();
    throw error;
  } finally {
    takeBack();
  }
}

/**
 * Writes one field. `base` is the value that the person saw: if it is another one by now, nothing is written and
 * EditConflict thrown; if something else of the profile changed, it goes on.
 */
export async function saveField(value: ProfileValue, key: string, next: unknown, base: unknown): Promise<Profile> {
  let seen = value.current();
  const check = () => {
    if (!isSame(seen.fields[key], base)) throw new EditConflict(seen.fields[key] ?? null);
  };
  check();
  return saveAhead(
    value,
    (profile) => withField(profile, key, next),
    async () => {
      for (let tries = 1; ; ++tries) {
        try {
          return await api.patch('/v1/profiles/{ref}', {
            path: { ref: seen.id },
            body: { fields: { [key]: next } },
            ifMatch: versionTag(seen),
          });
        } catch (error) {
          if (!isProblem(error, 412) || tries === mostTries) throw error;
        }
        seen = await readProfile(seen.id);
        value.put(seen);
        check();
      }
    },
  );
}

/** An edit for which it does not matter what else changed: each element of a set, and each word on a subscription, is one of its own. */
export function savePart(
  value: ProfileValue,
  body: { fields?: Record<string, unknown>; subscriptions?: Record<string, unknown> },
  hoped: Hope,
): Promise<Profile> {
  return saveAhead(value, hoped, () => api.patch('/v1/profiles/{ref}', { path: { ref: value.profile.id }, body: body as never }));
}
