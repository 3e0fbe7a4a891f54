// SPDX-License-Identifier: Apache-2.0
import { requestStream } from './client';
import { ApiProblem } from './problem';

const unreachable = () => new ApiProblem({ status: 0, code: 'unreachable' });

/** What a path answers as lines of JSON, some at a time as they come. One that ends too early is an answer that did not come. */
export async function* readLines(...address: Parameters<typeof requestStream>): AsyncGenerator<unknown[]> {
  const { body } = await requestStream(...address);
  if (!body) throw unreachable();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw address[1]?.signal?.aborted ? error : unreachable();
      });
      if (done) break;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield lines.filter(Boolean).map((line) => JSON.parse(line) as unknown);
    }
  } finally {
    // Whoever stops reading wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
  if (rest !== '') throw unreachable();
}
