// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ids, seen, servePair, time } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { json, problem } from '../../testing/server';

describe('a merge', () => {
  const merge = {
    id: 'M000000000001', at: time, survivor: ids[0], absorbed: ids[1], rule: 'hand', reason: null, joined_a: null, joined_b: null, choices: [], undone: null, observation: seen,
  };

  it('that a later one needs names that', async () => {
    const server = servePair('editor');
    server.on('GET /v1/merges/M000000000001', () => json(merge));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      problem(409, 'conflict', 'Later merges.', { errors: [{ pointer: '', code: 'needed_by_merge', detail: 'A later one.', id: 'M000000000002' }] }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    expect(await screen.findByRole('button', { name: 'Show merge M000000000002' })).toBeTruthy();
  });

  it('that a later one needs is named by its two', async () => {
    const choices = [{ key: 'first_name', value: 'Ann', from: ids[0], instead_of: 'Nan', instead_of_from: 'P000000000003', why: 'newer' }];
    const later = { ...merge, id: 'M000000000002', absorbed: 'P000000000003', choices };
    const server = servePair('editor');
    server.on('GET /v1/merges/M000000000001', () => json(merge)).on('GET /v1/merges/M000000000002', () => json(later));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      problem(409, 'conflict', 'Later merges.', { errors: [{ pointer: '', code: 'needed_by_merge', detail: 'A later one.', id: later.id }] }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    expect(await screen.findByRole('button', { name: 'Show the merge of Ann and Nan' })).toBeTruthy();
  });

  it('is listed by the names of both, also of whom it took in', async () => {
    const choices = [{ key: 'first_name', value: 'Ann', from: ids[0], instead_of: 'Nan', instead_of_from: 'P000000000003', why: 'newer' }];
    const rows = [{ ...merge, absorbed: 'P000000000003', choices }, { ...merge, id: 'M000000000002', absorbed: 'P000000000004' }];
    servePair('viewer').on('GET /v1/merges', () => json({ items: rows, next_cursor: null }));
    renderConsole(`/conflicts?list=merges&profile=${ids[0]}`);
    expect(await screen.findByRole('link', { name: 'Nan' })).toBeTruthy();
    // Nothing names that one.
    expect(screen.getByRole('link', { name: 'P000000000004' })).toBeTruthy();
    expect(await screen.findByText('Profile: Ann')).toBeTruthy();
  });

  it('is taken back, and what stayed undecided is shown', async () => {
    const server = servePair('editor');
    server.on('GET /v1/merges', () => json({ items: [merge], next_cursor: null }));
    server.on('GET /v1/merges/M000000000001', () => json(merge));
    server.on('POST /v1/merges/M000000000001/undo', () =>
      json({ profiles: ids, undecided: [{ kind: 'observation', id: 'O1', why: 'It carried both.', observation: seen }], undecided_truncated: false, must_not_link: 'X000000000001' }),
    );
    renderConsole('/conflicts?list=merges&merge=M000000000001');
    // That it forbids the two, and where that is lifted, is said before.
    const forbids = within((await screen.findByText('From then on the two are kept apart')).closest('[role="note"]') as HTMLElement);
    expect(forbids.getByRole('link', { name: 'Conflicts and duplicates, Kept apart' }).getAttribute('href')).toBe('/conflicts?list=prohibitions');
    const brought = vi.spyOn(Element.prototype, 'scrollIntoView');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the merge back' }));
    const alert = (await screen.findByText('They are two again')).closest('[role="status"]') as HTMLElement;
    // Whoever pressed the button was at the other end.
    await waitFor(() => expect(document.activeElement).toBe(alert));
    expect(brought.mock.contexts).toEqual([alert]);
    const receipt = within(alert);
    expect(await receipt.findByRole('link', { name: 'Ann' })).toBeTruthy();
    expect(receipt.getByRole('link', { name: 'Anna' }).getAttribute('href')).toBe(`/contacts/${ids[1]}`);
    expect(receipt.getByText(ids[1])).toBeTruthy();
    expect(screen.getByText('It carried identifiers of both.')).toBeTruthy();
    // The server's own words are English whoever reads them.
    expect(screen.queryByText('It carried both.')).toBeNull();
    expect(screen.getByText(/^1 record stayed undecided/)).toBeTruthy();
    // Opened again, it is no news, and the dialog begins where dialogs do.
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await userEvent.click(await screen.findByRole('row', { name: 'Ann' }));
    await screen.findByText('They are two again');
    expect(brought).toHaveBeenCalledTimes(1);
    brought.mockRestore();
  });
});
