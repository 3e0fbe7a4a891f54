// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { FakeServer, problem } from '../testing/server';
import { readLines } from './lines';
import { setSignIn } from './sign_in_gate';

/** Bytes as they come, and an end that is the server's, or none. */
function streamOf(parts: readonly Uint8Array[], isWhole = true): Response {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = parts[at++];
      if (part) controller.enqueue(part);
      else if (isWhole) controller.close();
      else controller.error(new TypeError('gone'));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/x-ndjson' } });
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function read(answer: () => Response): Promise<unknown[]> {
  new FakeServer({ 'GET /v1/lines': answer });
  const lines: unknown[] = [];
  for await (const some of readLines('/v1/lines')) lines.push(...some);
  return lines;
}

describe('lines', () => {
  it('are whole wherever the network cuts them, also within a letter', async () => {
    const all = bytes('{"name":"Ганна"}\n{"name":"b"}\n');
    expect(await read(() => streamOf([all.slice(0, 11), all.slice(11, 24), all.slice(24)]))).toEqual([{ name: 'Ганна' }, { name: 'b' }]);
    expect(await read(() => streamOf([]))).toEqual([]);
  });

  it.each([
    ['in the middle of a line', () => streamOf([bytes('{"a":1}\n{"a"')])],
    ['without an end', () => streamOf([bytes('{"a":1}\n')], false)],
  ])('that end %s are an answer that did not come', async (_, answer) => {
    await expect(read(answer)).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('that were refused are told in the server’s words', async () => {
    await expect(read(() => problem(409, 'segment_broken', 'Names an archived field.'))).rejects.toThrow('Names an archived field.');
  });

  it('wait for the person to sign in again', async () => {
    let asked = 0;
    setSignIn(() => Promise.resolve(void asked++));
    const answers = [() => problem(401, 'unauthenticated', 'Sign in.'), () => streamOf([bytes('{"a":1}\n')])];
    expect(await read(() => (answers.shift() as () => Response)())).toEqual([{ a: 1 }]);
    expect(asked).toBe(1);
    setSignIn(undefined);
  });
});
