// SPDX-License-Identifier: Apache-2.0

/** Whose texts the first screen needs. Those of the others follow in a file of their own, when it stands. */
const first = new Set(['app', 'ui', 'session', 'account', 'contacts']);

export function isFirst(feature: string): boolean {
  return first.has(feature);
}
