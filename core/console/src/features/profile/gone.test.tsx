// SPDX-License-Identifier: Apache-2.0
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { at, id, personOf, servePerson } from '../../testing/person';
import { renderConsole } from '../../testing/render';
import { held, json, noContent, problem, type FakeServer } from '../../testing/server';

const remove = `DELETE /v1/profiles/${id}`;

/** From the moment on in which this is asked for, the server knows nobody. */
function goneBy(server: FakeServer, call: string, answer: () => Response) {
  const gone = () => problem(410, 'gone', 'This profile was deleted.');
  return server.on(call, () => {
    for (const part of ['', '/identity', '/changes', '/activities']) server.on(`GET /v1/profiles/${id}${part}`, gone);
    return answer();
  });
}

const callsAfter = (server: FakeServer, call: string) => {
  const calls = server.calls.map(({ method, path }) => `${method} ${path}`);
  return calls.slice(calls.indexOf(call) + 1);
};

/** Long enough for whatever would ask again. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 300));

async function choose(action: string) {
  await userEvent.click(await screen.findByRole('button', { name: 'Actions' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: action }));
}

describe('who was deleted', () => {
  it('is gone at once, and nothing of them is asked for any more', async () => {
    const server = goneBy(servePerson(), remove, noContent);
    renderConsole(`/contacts/${id}`);
    await screen.findByText('Nothing was refused');
    await choose('Delete');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('This contact was deleted')).toBeTruthy();
    await settle();
    expect(callsAfter(server, remove)).toEqual([]);
  });

  it('is there again when restored, with all that is read of them', async () => {
    const server = goneBy(servePerson(), remove, noContent);
    renderConsole(`/contacts/${id}`);
    await screen.findByText('Nothing was refused');
    await choose('Delete');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    server.on(`POST /v1/profiles/${id}/restore`, () => {
      server.on(`GET /v1/profiles/${id}`, ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : personOf({ fields: { first_name: 'Bea' } })));
      server.on(`GET /v1/profiles/${id}/changes`, () => json({ items: [], next_cursor: null }));
      server.on(`GET /v1/profiles/${id}/identity`, () =>
        json({ id, identifiers: [], merges: [], refusals: [], not_merged: [], links: [], truncated: false }));
      return json(personOf());
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Restore' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Bea' })).toBeTruthy();
    expect(await screen.findByText('Nothing was refused')).toBeTruthy();
  });

  it('is there again when restored in the list of the deleted, and so are the names that others are shown by', async () => {
    const server = goneBy(servePerson(), remove, noContent);
    const row = { id, first_name: 'Ann', last_name: null, identifiers: [], deleted_at: at, purge_at: at, source: { type: 'console', name: null } };
    const rows = [row];
    server.on('GET /v1/profiles/deleted', () => json({ items: rows, next_cursor: null }));
    const restore = held(server, `POST /v1/profiles/${id}/restore`);
    const { client } = renderConsole(`/contacts/${id}`);
    const shownBy = [['people', id], ['duplicates']];
    const readAgain = () => shownBy.forEach((queryKey) => client.setQueryData(queryKey, {}));
    readAgain();
    await screen.findByText('Nothing was refused');
    await choose('Delete');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    const isStale = () => shownBy.map((queryKey) => client.getQueryState(queryKey)?.isInvalidated);
    await userEvent.click(await screen.findByRole('button', { name: 'Deleted contacts' }));
    expect(isStale()).toEqual([true, true]);
    readAgain();
    await userEvent.click(await screen.findByRole('button', { name: 'Restore Ann' }));
    // Not answered before it is restored.
    const read = held(server, `GET /v1/profiles/${id}`);
    rows.pop();
    await act(async () => restore(json(personOf())));
    await userEvent.click(await screen.findByRole('link', { name: 'Ann' }));
    await waitFor(() => expect(server.to(`GET /v1/profiles/${id}`).length).toBeGreaterThan(1));
    expect(screen.queryByText('This contact was deleted')).toBeNull();
    expect(isStale()).toEqual([true, true]);
    read(json(personOf({ fields: { first_name: 'Bea' } })));
    expect(await screen.findByRole('heading', { level: 1, name: 'Bea' })).toBeTruthy();
  });

  it('is asked for anew by who comes back, however soon', async () => {
    const server = goneBy(servePerson(), remove, noContent);
    const { router } = renderConsole(`/contacts/${id}`);
    await screen.findByText('Nothing was refused');
    await choose('Delete');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await screen.findByText('This contact was deleted');
    await act(() => router.navigate({ to: '/account' }));
    // Restored by somebody else.
    server.on(`GET /v1/profiles/${id}`, ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : personOf({ fields: { first_name: 'Bea' } })));
    await act(() => router.navigate({ to: '/contacts/$ref', params: { ref: id } }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Bea' })).toBeTruthy();
  });

  it('stays as they are when the server refuses', async () => {
    const server = servePerson().on(remove, () => problem(503, 'overloaded', 'Come back later.'));
    renderConsole(`/contacts/${id}`);
    await choose('Delete');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    expect(screen.queryByText('This contact was deleted')).toBeNull();
    expect(server.to(remove)).toHaveLength(1);
  });
});

it('of who was erased the receipt alone is asked for', async () => {
  const erase = `POST /v1/profiles/${id}/erase`;
  const receipt = { profile_id: id, erased_at: at, reason: 'person_request', by: null, finished_at: null, removed: {} };
  const server = goneBy(servePerson(), erase, () => json(receipt, 202));
  server.on(`GET /v1/erasures/${id}`, () => json({ ...receipt, finished_at: at }));
  renderConsole(`/contacts/${id}`);
  await screen.findByText('Nothing was refused');
  await choose('Erase for good');
  await userEvent.type(await screen.findByLabelText(`Type ${id} to confirm`), id);
  await userEvent.click(screen.getByRole('button', { name: 'Erase for good' }));
  expect(await screen.findByRole('heading', { name: 'Erasure receipt' })).toBeTruthy();
  await waitFor(() => expect(callsAfter(server, erase)).toContain(`GET /v1/erasures/${id}`), { timeout: 3000 });
  expect(callsAfter(server, erase).filter((call) => !call.startsWith('GET /v1/erasures/'))).toEqual([]);
});
