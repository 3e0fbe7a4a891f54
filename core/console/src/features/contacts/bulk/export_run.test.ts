// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { setSignIn } from '../../../api/sign_in_gate';
import { blobText } from '../../../testing/blob';
import { FakeServer, problem, type Call } from '../../../testing/server';
import type { Contact } from '../contact';
import { CsvPart } from './csv';
import { ExportRun } from './export_run';
import type { Progress } from './run';
import type { Whom } from './targets';

const of = (id: string, minute = 0) => ({ id, created_at: `2026-11-01T10:0${minute}:00.000Z`, identifiers: [] }) as unknown as Contact;
const lines = (...contacts: Contact[]) => new Response(contacts.map((each) => `${JSON.stringify(each)}\n`).join(''));
const cut = () => new Response(`${JSON.stringify(of('A'))}\n{"id":`);
const rows = (count: number): Whom => ({ kind: 'rows', rows: Array.from({ length: count }, (_, index) => of(`P${index}`)) });
const all: Whom = { kind: 'all', search: { category: 'news', subscription: 'pending', state: 'blacklisted', sort: 'name' } };

const columns = [
  { header: 'Id', plain: ({ id }: Contact) => id },
  { header: 'State', plain: () => '=1+1' },
  { header: 'Made', plain: ({ created_at }: Contact) => created_at.slice(14, 16) },
];

const exportOf = (whom: Whom, newest?: string) => new ExportRun(whom, { columns, fields: ['tier', 'shoe'], newest });
const never = () => new AbortController().signal;
const textOf = async (run: ExportRun) => (await blobText(run.file)).trimEnd().split('\r\n');
const serve = (answer: (call: Call) => Response) => new FakeServer({ 'GET /v1/profiles/export': answer });

afterEach(() => setSignIn(undefined));

describe('an export', () => {
  it('of all who match asks once with every filter, and leaves out who came later', async () => {
    const server = serve(() => lines(of('A'), of('B', 2), of('C', 3)));
    const seen: Progress[] = [];
    const run = exportOf(all, '2026-11-01T10:02:00.000Z');
    await run.go(never(), (progress) => seen.push(progress));
    expect(await textOf(run)).toEqual(['Id,State,Made', "A,'=1+1,00", "B,'=1+1,02"]);
    expect(seen.at(-1)?.done).toBe(2);
    expect(run.progress).toEqual({ done: 2, failed: [], isOver: true });
    expect(Object.fromEntries((server.calls[0] as Call).query)).toEqual({
      category: 'news', subscription: 'pending', state: 'blacklisted', sort: 'created_at', fields: 'tier,shoe',
    });
  });

  it('of ticked rows asks for as many as the server takes, and keeps their order', async () => {
    const server = serve(({ query }) => lines(...(query.get('ids') ?? '').split(',').reverse().map((id) => of(id))));
    const run = exportOf(rows(501));
    await run.go(never(), () => undefined);
    expect(server.calls.map(({ query }) => query.get('ids')?.split(',').length)).toEqual([500, 1]);
    expect(server.calls.every(({ query }) => query.get('known') === 'any')).toBe(true);
    expect((await textOf(run)).slice(1).map((line) => line.split(',')[0])).toEqual(Array.from({ length: 501 }, (_, index) => `P${index}`));
  });

  it('has whoever became part of somebody else as that one, and none of the deleted', async () => {
    serve(() => lines(of('Z'), of('P2')));
    const run = exportOf(rows(3));
    await run.go(never(), () => undefined);
    expect((await textOf(run)).slice(1).map((line) => line.split(',')[0])).toEqual(['P2', 'Z']);
  });

  it('that was cut off starts anew with the same people, and has nobody twice', async () => {
    let calls = 0;
    const server = serve(() => (++calls === 1 ? cut() : lines(of('A'), of('B'))));
    const run = exportOf(all);
    await expect(run.go(never(), () => undefined)).rejects.toMatchObject({ code: 'unreachable' });
    expect(run.progress).toEqual({ done: 0, failed: [], isOver: false });
    await run.go(never(), () => undefined);
    expect(await textOf(run)).toHaveLength(3);
    expect(server.calls[1]?.query.toString()).toBe(server.calls[0]?.query.toString());
  });

  it('goes on with the group that it was at when the session ended', async () => {
    let calls = 0;
    let asked = 0;
    setSignIn(() => Promise.resolve(void asked++));
    const server = serve(({ query }) =>
      ++calls === 2 ? problem(401, 'unauthenticated', 'Sign in.') : lines(...(query.get('ids') ?? '').split(',').map((id) => of(id))));
    const run = exportOf(rows(501));
    await run.go(never(), () => undefined);
    expect(asked).toBe(1);
    expect(server.calls.map(({ query }) => query.get('ids')?.split(',').length)).toEqual([500, 1, 1]);
    expect(run.progress).toEqual({ done: 501, failed: [], isOver: true });
  });

  it('that was stopped asks for nothing more', async () => {
    const stopper = new AbortController();
    const server = serve(() => lines(of('P0')));
    const run = exportOf(rows(501));
    await run.go(stopper.signal, () => stopper.abort());
    expect(server.calls).toHaveLength(1);
    expect(run.progress.isOver).toBe(false);
  });
});

it('a table of many lines is whole, whatever was set down meanwhile', async () => {
  const part = new CsvPart();
  const line = `${'x'.repeat(1000)}\r\n`;
  for (let index = 0; index < 2500; ++index) part.add(line);
  expect([part.lines, part.content.size]).toEqual([2500, 2500 * line.length]);
});
