// SPDX-License-Identifier: Apache-2.0

/** Texts by language, in the order in which they stand in a form. */
export type Names = [tag: string, text: string][];
export type NamesRecord = Record<string, string>;

export function namesOf(record: NamesRecord | undefined): Names {
  return Object.entries(record ?? {});
}

/** What has a text; an empty line is no name. */
export function recordOf(names: Names): NamesRecord {
  return Object.fromEntries(names.map(([tag, text]) => [tag, text.trim()]).filter(([, text]) => text));
}

/** A merge patch from one to the other: what is gone is null. Undefined if nothing differs. */
export function patchOf(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    if (JSON.stringify(before[key]) !== JSON.stringify(value)) patch[key] = value;
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** In canonical form, or undefined if it is no language tag. */
export function canonicalTag(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.trim())[0];
  } catch {
    return undefined;
  }
}
