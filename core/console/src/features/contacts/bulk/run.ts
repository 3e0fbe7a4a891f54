// SPDX-License-Identifier: Apache-2.0
import { isProblem } from '../../../api/problem';
import type { Target } from './targets';

export interface Failure {
  id: string;
  /** The server's words; empty if it could not be reached. */
  detail: string;
}

export interface Outcome {
  /** Changed, or as wanted already. */
  done: number;
  failed: Failure[];
}

/** What became of one part. One that throws changed nobody. */
export type Act = (part: readonly Target[], index: number) => Promise<Failure[]>;

interface Run {
  targets: readonly Target[];
  size: number;
  act: Act;
  signal: AbortSignal;
  onProgress: (outcome: Outcome) => void;
}

/**
 * Part after part; a part that is refused as a whole doesn't stop the next ones. Stopped, it ends after the part
 * that is on its way, and tells what was done until then.
 */
export async function runInParts({ targets, size, act, signal, onProgress }: Run): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failed: [] };
  for (let at = 0; at < targets.length && !signal.aborted; at += size) {
    const part = targets.slice(at, at + size);
    try {
      const failed = await act(part, at / size);
      outcome.failed.push(...failed);
      outcome.done += part.length - failed.length;
    } catch (error) {
      if (!isProblem(error)) throw error;
      outcome.failed.push(...part.map(({ id }) => ({ id, detail: error.detail })));
    }
    onProgress({ done: outcome.done, failed: [...outcome.failed] });
  }
  return outcome;
}
