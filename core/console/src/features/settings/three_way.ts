// SPDX-License-Identifier: Apache-2.0
import type { Side } from '../../ui/ConflictDialog';

function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** The members in which two forms differ. */
export function changedKeys<Form extends object>(before: Form, after: Form): string[] {
  const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => differ(a[key], b[key]));
}

/** Theirs, with what I changed; where both did, what was chosen. */
export function merged<Form extends object>(base: Form, mine: Form, theirs: Form, chosen: Record<string, Side>): Form {
  const result: Record<string, unknown> = { ...(theirs as Record<string, unknown>) };
  for (const key of changedKeys(base, mine)) {
    if (chosen[key] !== 'theirs') result[key] = (mine as Record<string, unknown>)[key];
  }
  return result as Form;
}
