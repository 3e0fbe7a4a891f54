// SPDX-License-Identifier: Apache-2.0

const minute = 60_000;

/** Of these the time is when it was done. */
const doneHere = new Set(['merge', 'undo', 'life']);

export interface Dated {
  kind: string;
  at: string;
  observation: { received_at: string } | null;
}

/** Whether a change says of itself that it is of another time than the one at which it was written down. */
export function isDatedOtherwise(change: Dated): boolean {
  if (doneHere.has(change.kind) || !change.observation) return false;
  return Math.abs(Date.parse(change.at) - Date.parse(change.observation.received_at)) > minute;
}
