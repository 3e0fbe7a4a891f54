// SPDX-License-Identifier: Apache-2.0
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import { readProfile, versionTag, type Profile, type ProfileValue } from './profile';

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
 * Writes one field, shown as written from the first moment on. `base` is the value that the person saw: if it is
 * another one by now, nothing is written and EditConflict thrown; if something else of the profile changed, it goes on.
 */
export async function saveField(
  { current, put }: ProfileValue,
  key: string,
  value: unknown,
  base: unknown,
): Promise<Profile> {
  let before = current();
  for (let tries = 1; ; ++tries) {
    if (!isSame(before.fields[key], base)) throw new EditConflict(before.fields[key] ?? null);
    put(withField(before, key, value), 'hoped');
    try {
      const saved = await api.patch('/v1/profiles/{ref}', {
        path: { ref: before.id },
        body: { fields: { [key]: value } },
        ifMatch: versionTag(before),
      });
      put(saved);
      return saved;
    } catch (error) {
      put(before, 'hoped');
      if (!isProblem(error, 412) || tries === mostTries) throw error;
    }
    before = await readProfile(before.id);
    put(before);
  }
}

/** An edit for which it does not matter what else changed: each element of a set, and each word on a subscription, is one of its own. */
export async function savePart(
  { current, put }: ProfileValue,
  body: { fields?: Record<string, unknown>; subscriptions?: Record<string, unknown> },
  hoped: (profile: Profile) => Profile,
): Promise<Profile> {
  const before = current();
  put(hoped(before), 'hoped');
  try {
    const saved = await api.patch('/v1/profiles/{ref}', { path: { ref: before.id }, body: body as never });
    put(saved);
    return saved;
  } catch (error) {
    put(before, 'hoped');
    throw error;
  }
}
