// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ids, servePair, summary, time } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { held, json, problem } from '../../testing/server';

describe('duplicates', () => {
  const pair = (more: object = {}) => ({
    profiles: [summary(ids[0], 'Ann'), summary(ids[1], 'Anna')], score: 95,
    reasons: [{ code: 'same_mailbox', score: 95, detail: 'x', identifiers: null, fields: null }], dismissed: null, ...more,
  });
  const by = { source: { type: 'console', name: 'Edith Editor' }, key_id: 'U000000000001' };
  const dismissed = { at: time, reason: 'ask at the shop', by };
  const sides = { profiles: ids.map((ref) => ({ ref })) };
  const page = (...items: object[]) => json({ items, next_cursor: null });
  const row = () => screen.queryByRole('row', { name: 'Ann and Anna' });
  async function ask(reason: string) {
    await userEvent.click(await screen.findByRole('button', { name: 'Put aside Ann and Anna' }));
    const dialog = await screen.findByRole('dialog', { name: 'Put aside' });
    if (reason) await userEvent.type(within(dialog).getByLabelText('Reason (optional)'), reason);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Put them aside' }));
  }

  it('are put aside by no viewer, who sees those that were', async () => {
    const server = servePair('viewer').on('GET /v1/duplicates', ({ query }) => page(pair(query.get('state') === 'dismissed' ? { dismissed } : {})));
    renderConsole('/conflicts?list=duplicates');
    await screen.findByRole('row', { name: 'Ann and Anna' });
    expect(screen.queryByRole('button', { name: 'Put aside Ann and Anna' })).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State'), 'Put aside');
    expect((await screen.findByTitle('ask at the shop')).textContent).toContain('By hand: Edith Editor');
    expect(screen.queryByRole('button', { name: 'Bring back Ann and Anna' })).toBeNull();
    expect(server.to('GET /v1/duplicates').map((call) => call.query.get('state'))).toEqual([null, 'dismissed']);
  });

  it('are gone before the server answers, and are put aside with the reason', async () => {
    const server = servePair('editor').on('GET /v1/duplicates', () => page(pair()));
    renderConsole('/conflicts?list=duplicates');
    const answer = held(server, 'POST /v1/duplicates/dismiss');
    await ask('ask at the shop');
    await waitFor(() => expect(row()).toBeNull());
    await waitFor(() => expect(server.to('POST /v1/duplicates/dismiss')[0]?.body).toEqual({ ...sides, reason: 'ask at the shop' }));
    server.on('GET /v1/duplicates', () => page());
    answer(json({ profiles: ids, ...dismissed }));
    await waitFor(() => expect(server.to('GET /v1/duplicates')).toHaveLength(2));
    expect(await screen.findByText('No duplicates found')).toBeTruthy();
  });

  it('stand where they stood when the server refuses, with its words and what was typed', async () => {
    const server = servePair('editor').on('GET /v1/duplicates', () => page(pair()));
    server.on('POST /v1/duplicates/dismiss', () => problem(409, 'conflict', 'They are one by now.'));
    renderConsole('/conflicts?list=duplicates');
    await ask('ask at the shop');
    expect(await screen.findByText('They are one by now.')).toBeTruthy();
    expect(row()).not.toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Put aside Ann and Anna' }));
    expect(await screen.findByDisplayValue('ask at the shop')).toBeTruthy();
  });

  it.each(['after the other was done', 'while the other waits'])('take no other one along when the server refuses: %s', async (order) => {
    const other = pair({ dismissed, profiles: [summary('P000000000003', 'Bea'), summary('P000000000004', 'Bee')] });
    const server = servePair('editor').on('GET /v1/duplicates', () => page(pair({ dismissed }), other));
    renderConsole('/conflicts?list=duplicates&pairs=dismissed');
    const otherRow = () => screen.queryByRole('row', { name: 'Bea and Bee' });
    const answer = held(server, 'POST /v1/duplicates/restore');
    await userEvent.click(await screen.findByRole('button', { name: 'Bring back Ann and Anna' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Bring back Bea and Bee' }));
    await waitFor(() => expect([row(), otherRow()]).toEqual([null, null]));
    await waitFor(() => expect(server.to('POST /v1/duplicates/restore')).toHaveLength(2));
    const reads = server.to('GET /v1/duplicates').length;
    held(server, 'GET /v1/duplicates');
    const agree = () => answer(json({}), 1);
    if (order === 'after the other was done') agree();
    answer(problem(503, 'overloaded', 'Come back later.'), 0);
    await waitFor(() => expect(row()).not.toBeNull());
    expect(otherRow()).toBeNull();
    if (order !== 'after the other was done') agree();
    // Once nothing waits, what there is is read, and not before.
    await waitFor(() => expect(server.to('GET /v1/duplicates')).toHaveLength(reads + 1));
    expect(otherRow()).toBeNull();
  });

  it('that were put aside are brought back', async () => {
    // Nothing speaks for it any more.
    const server = servePair('editor').on('GET /v1/duplicates', () => page(pair({ dismissed, score: 0, reasons: [] })));
    renderConsole('/conflicts?list=duplicates&pairs=dismissed');
    const back = { name: 'Bring back Ann and Anna' };
    server.on('POST /v1/duplicates/restore', () => problem(503, 'overloaded', 'Come back later.'));
    await userEvent.click(await screen.findByRole('button', back));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    expect(screen.getByText('Nothing speaks for it any more.')).toBeTruthy();
    const answer = held(server, 'POST /v1/duplicates/restore');
    await userEvent.click(screen.getByRole('button', back));
    await waitFor(() => expect(row()).toBeNull());
    expect(screen.queryByText('Come back later.')).toBeNull();
    server.on('GET /v1/duplicates', () => page());
    answer(json({}));
    expect(await screen.findByText('Nothing was put aside')).toBeTruthy();
    expect(server.to('POST /v1/duplicates/restore').at(-1)?.body).toEqual(sides);
  });

  it('are put aside and brought back where the two are looked at', async () => {
    let isAside = false;
    const server = servePair('editor').on('GET /v1/duplicates', ({ query }) => {
      const isAsked = (query.get('state') === 'dismissed') === isAside;
      return isAsked ? page(pair(isAside ? { dismissed } : {})) : page();
    });
    server.on('POST /v1/duplicates/dismiss', () => ((isAside = true), json({ profiles: ids, ...dismissed })));
    server.on('POST /v1/duplicates/restore', () => ((isAside = false), json({})));
    renderConsole(`/duplicates/${ids[0]}/${ids[1]}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Put aside' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Put them aside' }));
    expect(await screen.findByText('This pair was put aside')).toBeTruthy();
    expect(screen.getByText('ask at the shop')).toBeTruthy();
    expect(server.to('POST /v1/duplicates/dismiss')[0]?.body).toEqual(sides);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Put aside' })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Bring back' }));
    expect(await screen.findByRole('button', { name: 'Put aside' })).toBeTruthy();
    expect(screen.queryByText('This pair was put aside')).toBeNull();
  });
});
