// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { FakeServer, json, problem } from '../../../testing/server';
import { deleting, listing, subscribing, tagging } from './actions';
import { csvCell } from './csv';
import { mostRefused, Run, type Act, type Pages } from './run';
import { targetsOf, type Target } from './targets';

function people(count: number): Target[] {
  return Array.from({ length: count }, (_, index) => ({ id: `P${index}` }));
}

/** All at once, or so many a page. */
function pages(targets: Target[], size = targets.length): Pages<Target> {
  let at = 0;
  return {
    get isAtEnd() {
      return at >= targets.length;
    },
    next: () => Promise.resolve(targets.slice(at, (at += size))),
  };
}

const never = () => new AbortController().signal;
const ignore = () => undefined;

async function run(targets: Target[], act: Act<Target>, size = 2, signal = never()) {
  const started = new Run(pages(targets), size, act);
  await started.go(signal, ignore);
  return started.progress;
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
      isOver: true,
    });
  });

  it('that is stopped ends after the part on its way', async () => {
    const stopper = new AbortController();
    const act: Act<Target> = () => {
      stopper.abort();
      return Promise.resolve([]);
    };
    expect(await run(people(5), act, 2, stopper.signal)).toEqual({ done: 2, failed: [], isOver: false });
  });

  it('that was interrupted goes on with the very part that it stood before', async () => {
    let calls = 0;
    const server = new FakeServer({
      'POST /v1/tags/changes': () =>
        ++calls === 2
          ? problem(503, 'overloaded', 'Come back later.')
          : json({ results: [{ result: 'updated' }, { result: 'updated' }], next_cursor: null }),
    });
    const started = new Run(pages(people(6), 3), 2, tagging('run-1', ['vip'], []));
    await expect(started.go(never(), ignore)).rejects.toThrow('Come back later.');
    expect(started.progress).toEqual({ done: 2, failed: [], isOver: false });
    await started.go(never(), ignore);
    expect(started.progress).toEqual({ done: 6, failed: [], isOver: true });
    const keys = server.calls.map((call) => call.headers.get('Idempotency-Key'));
    expect(keys).toEqual(['run-1-0', 'run-1-1', 'run-1-1', 'run-1-2', 'run-1-3']);
    expect(server.calls[2]?.body).toEqual(server.calls[1]?.body);
  });

  it('reads a page again that could not be read', async () => {
    const all = pages(people(2), 1);
    let reads = 0;
    const shaky: Pages<Target> = {
      get isAtEnd() {
        return all.isAtEnd;
      },
      next: (signal) => (++reads === 2 ? Promise.reject(new Error('gone')) : all.next(signal)),
    };
    const started = new Run(shaky, 2, () => Promise.resolve([]));
    await expect(started.go(never(), ignore)).rejects.toThrow('gone');
    await started.go(never(), ignore);
    expect(started.progress).toEqual({ done: 2, failed: [], isOver: true });
  });

  it('tries those who were refused again under the same name, and counts nobody twice', async () => {
    let calls = 0;
    const server = new FakeServer({
      'POST /v1/tags/changes': () =>
        ++calls === 1
          ? json({ results: [{ result: 'updated' }, { result: 'rejected', problem: { detail: 'Locked.' } }], next_cursor: null })
          : problem(400, 'invalid_value', 'Too long.'),
    });
    const started = new Run(pages(people(2)), 2, tagging('run-1', ['vip'], []));
    await started.go(never(), ignore);
    await started.retry(never(), ignore);
    expect(started.progress).toEqual({ done: 1, failed: [{ id: 'P1', detail: 'Too long.' }], isOver: true });
    server.on('POST /v1/tags/changes', () =>
      json({ results: [{ result: 'duplicate' }, { result: 'updated' }], next_cursor: null }));
    await started.retry(never(), ignore);
    expect(started.progress).toEqual({ done: 2, failed: [], isOver: true });
    expect(server.calls.map((call) => call.headers.get('Idempotency-Key'))).toEqual(['run-1-0', 'run-1-0', 'run-1-0']);
    expect(server.calls[2]?.body).toEqual(server.calls[0]?.body);
  });

  it('leaves those who were refused, and whoever it did not come to, to another one', async () => {
    const stopper = new AbortController();
    const started = new Run(pages(people(5), 4), 2, (part) => {
      stopper.abort();
      return Promise.resolve([{ id: part[0]?.id ?? '', detail: 'No.' }]);
    });
    await started.go(stopper.signal, ignore);
    const seen: string[] = [];
    const next = new Run(started.left(), 10, (part) => {
      seen.push(...part.map(({ id }) => id));
      return Promise.resolve([]);
    });
    await next.go(never(), ignore);
    expect(seen).toEqual(['P0', 'P2', 'P3', 'P4']);
    expect(next.progress.isOver).toBe(true);
  });

  it('does not go on by itself after very many refusals', async () => {
    const refuse: Act<Target> = (part) => Promise.resolve(part.map(({ id }) => ({ id, detail: 'No.' })));
    const started = new Run(pages(people(2 * mostRefused + 2), 500), 500, refuse);
    await started.go(never(), ignore);
    expect([started.progress.failed.length, started.progress.isOver]).toEqual([mostRefused, false]);
  });
});

describe('all who match', () => {
  const of = (id: string, minute: number) => ({ id, created_at: `2026-11-01T10:0${minute}:00.000Z`, identifiers: [] });

  it('are read page after page, in an order that nothing changes, without who came later', async () => {
    const server = new FakeServer({
      'GET /v1/profiles': ({ query }) =>
        query.get('cursor')
          ? json({ items: [of('C', 2), of('D', 3)], next_cursor: 'third' })
          : json({ items: [of('A', 0), of('B', 1)], next_cursor: 'second' }),
    });
    const read = targetsOf({ kind: 'all', search: { tag: 'vip', sort: 'name' } }, '2026-11-01T10:02:00.000Z');
    const seen: string[] = [];
    while (!read.isAtEnd) seen.push(...(await read.next(never())).map(({ id }) => id));
    expect(seen).toEqual(['A', 'B', 'C']);
    expect(server.calls.map((call) => [call.query.get('sort'), call.query.get('tag'), call.query.get('cursor')])).toEqual([
      ['created_at', 'vip', null],
      ['created_at', 'vip', 'second'],
    ]);
  });
});

describe('an action', () => {
  it('names those who were rejected, in the server’s words', async () => {
    const server = new FakeServer({
      'POST /v1/tags/changes': () =>
        json({ results: [{ result: 'rejected', problem: { detail: 'Erased.' } }, { result: 'updated' }], next_cursor: null }),
    });
    const outcome = await run(people(2), tagging('run-1', ['vip'], []));
    expect(outcome).toEqual({ done: 1, failed: [{ id: 'P0', detail: 'Erased.' }], isOver: true });
    expect(server.calls[0]?.headers.get('Idempotency-Key')).toBe('run-1-0');
  });

  const consent = { category: 'news', proof: 'Ticket 7', comment: '' };

  it('subscribes each person with the proof, and names who was refused', async () => {
    const server = new FakeServer({
      'PATCH /v1/profiles/P0': () => json({}),
      'PATCH /v1/profiles/P1': () => problem(410, 'deleted', 'Deleted.'),
    });
    expect(await run(people(2), subscribing(consent))).toEqual({ done: 1, failed: [{ id: 'P1', detail: 'Deleted.' }], isOver: true });
    expect(server.to('POST /v1/observations')).toEqual([]);
    expect(server.calls[0]?.body).toEqual({ subscriptions: { news: { state: 'subscribed', by: 'person', proof: 'Ticket 7' } } });
  });

  it('of a call each says nothing twice of who is done, interrupted or tried again', async () => {
    let calls = 0;
    const server = new FakeServer({
      'PATCH /v1/profiles/P0': () => json({}),
      'PATCH /v1/profiles/P1': () => {
        calls += 1;
        if (calls === 1) return problem(503, 'overloaded', 'Come back later.');
        return calls === 2 ? problem(400, 'invalid_value', 'Too long.') : json({});
      },
    });
    const started = new Run(pages(people(2)), 2, subscribing(consent));
    await expect(started.go(never(), ignore)).rejects.toThrow('Come back later.');
    expect(started.progress).toEqual({ done: 0, failed: [], isOver: false });
    await started.go(never(), ignore);
    expect(started.progress).toEqual({ done: 1, failed: [{ id: 'P1', detail: 'Too long.' }], isOver: true });
    await started.retry(never(), ignore);
    expect(started.progress).toEqual({ done: 2, failed: [], isOver: true });
    expect([server.to('PATCH /v1/profiles/P0').length, server.to('PATCH /v1/profiles/P1').length]).toEqual([1, 3]);
  });

  it('takes who is deleted already as deleted', async () => {
    new FakeServer({
      'DELETE /v1/profiles/P0': () => problem(410, 'deleted', 'Deleted.'),
      'DELETE /v1/profiles/P1': () => problem(403, 'forbidden', 'Not allowed.'),
    });
    expect(await run(people(2), deleting())).toEqual({ done: 1, failed: [{ id: 'P1', detail: 'Not allowed.' }], isOver: true });
  });
});

it.each([
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['+380 44 123', '+380 44 123'],
  ['+380501100042', '+380501100042'],
  ['+380501100042, +380671234567, +16502530000', '"+380501100042, +380671234567, +16502530000"'],
  ['+380501100042, =1+1', '"\'+380501100042, =1+1"'],
  ['+380501100042, +A1', '"\'+380501100042, +A1"'],
  ['+1, +2+3', '"\'+1, +2+3"'],
  ['+1+2', "'+1+2"],
  ['+38 (050) 110-00-42', "'+38 (050) 110-00-42"],
  ['-7', '-7'],
  ['a,b', '"a,b"'],
  ['two\nlines', '"two\nlines"'],
])('an exported cell never is a formula: %s', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
