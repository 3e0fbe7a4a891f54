// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { FakeServer, json, problem } from '../../../testing/server';
import { deleting, listing, subscribing, tagging } from './actions';
import { csvCell } from './csv';
import { runInParts, type Act } from './run';
import type { Target } from './targets';

function people(count: number): Target[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `P${index}`,
    identifier: index === 1 ? undefined : { type: 'email', value: `p${index}@example.com` },
  }));
}

function run(targets: Target[], act: Act, size = 2, signal = new AbortController().signal) {
  return runInParts({ targets, size, act, signal, onProgress: () => undefined });
}

describe('a run', () => {
  it('goes on after a part that was refused', async () => {
    let calls = 0;
    const server = new FakeServer({
      'POST /v1/segments/s/members': () =>
        ++calls === 1 ? problem(404, 'not_found', 'One of them is not there.') : json({ added: 1, removed: 0 }),
    });
    const outcome = await run(people(3), listing('s'));
    expect(server.calls).toHaveLength(2);
    expect(outcome).toEqual({
      done: 1,
      failed: [
        { id: 'P0', detail: 'One of them is not there.' },
        { id: 'P1', detail: 'One of them is not there.' },
      ],
    });
  });

  it('that is stopped ends after the part on its way', async () => {
    const stopper = new AbortController();
    const act: Act = () => {
      stopper.abort();
      return Promise.resolve([]);
    };
    expect(await run(people(5), act, 2, stopper.signal)).toEqual({ done: 2, failed: [] });
  });
});

describe('an action', () => {
  it('names those who were rejected, in the server’s words', async () => {
    const server = new FakeServer({
      'POST /v1/tags/changes': () =>
        json({ results: [{ result: 'rejected', problem: { detail: 'Erased.' } }, { result: 'updated' }], next_cursor: null }),
    });
    const outcome = await run(people(2), tagging('run-1', ['vip'], []));
    expect(outcome).toEqual({ done: 1, failed: [{ id: 'P0', detail: 'Erased.' }] });
    expect(server.calls[0]?.headers.get('Idempotency-Key')).toBe('run-1-0');
  });

  it('subscribes nobody who can not be found, and tells the proof of the others', async () => {
    const server = new FakeServer({ 'POST /v1/observations': () => json({ results: [{ result: 'updated' }] }) });
    const consent = { category: 'news', proof: 'Ticket 7', comment: '', at: '2026-11-20T10:00:00.000Z' };
    const outcome = await run(people(2), subscribing('run-1', consent, 'Nothing identifies them.'));
    expect(outcome).toEqual({ done: 1, failed: [{ id: 'P1', detail: 'Nothing identifies them.' }] });
    expect(server.calls[0]?.body).toEqual([
      {
        id: 'run-1-P0',
        source: { type: 'console' },
        identifiers: [{ type: 'email', value: 'p0@example.com' }],
        subscriptions: { news: { state: 'subscribed', by: 'person', at: consent.at, proof: 'Ticket 7' } },
      },
    ]);
  });

  it('takes who is deleted already as deleted', async () => {
    new FakeServer({
      'DELETE /v1/profiles/P0': () => problem(410, 'deleted', 'Deleted.'),
      'DELETE /v1/profiles/P1': () => problem(403, 'forbidden', 'Not allowed.'),
    });
    expect(await run(people(2), deleting())).toEqual({ done: 1, failed: [{ id: 'P1', detail: 'Not allowed.' }] });
  });
});

it.each([
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['+380 44 123', '+380 44 123'],
  ['-7', '-7'],
  ['a,b', '"a,b"'],
  ['two\nlines', '"two\nlines"'],
])('an exported cell never is a formula: %s', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
