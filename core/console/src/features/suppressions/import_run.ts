// SPDX-License-Identifier: Apache-2.0
import { request } from '../../api/client';
import type { Schema } from '../../api/types';
import type { Parsed } from './lines';

const batchSize = 500;

export interface Tally {
  sent: number;
  recorded: number;
  duplicate: number;
  notKept: number;
  rejected: { line: number; value: string; detail: string }[];
}

export const emptyTally: Tally = { sent: 0, recorded: 0, duplicate: 0, notKept: 0, rejected: [] };

function added(tally: Tally, items: Parsed['items'], results: Schema<'SuppressionResults'>['results']): Tally {
  const next: Tally = { ...tally, sent: tally.sent + items.length, rejected: [...tally.rejected] };
  results.forEach((result, at) => {
    const from = items[at];
    if (result.result === 'rejected') {
      const { problem } = result as Schema<'RejectedOutcome'>;
      const words = problem.errors?.map((each) => each.detail).join(' ') || problem.detail;
      next.rejected.push({ line: from?.line ?? 0, value: from?.item.value ?? '', detail: words });
    } else {
      next[result.result as 'recorded' | 'duplicate'] += 1;
      if ((result as Schema<'SuppressionResult'>).warnings.length > 0) next.notKept += 1;
    }
  });
  return next;
}

/** From where the tally stands to the end. `name` is of this import: the same again is recorded once. */
export async function runImport(items: Parsed['items'], from: Tally, name: string, onProgress: (tally: Tally) => void): Promise<void> {
  let tally = from;
  while (tally.sent < items.length) {
    const batch = items.slice(tally.sent, tally.sent + batchSize);
    const { data } = await request('post', '/v1/suppressions', {
      body: batch.map((each) => each.item),
      idempotencyKey: `${name}-${tally.sent}`,
    });
    tally = added(tally, batch, (data as Schema<'SuppressionResults'>).results);
    onProgress(tally);
  }
}
