// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

const bob = {
  id: 'U000000000002', email: 'bob@example.com', name: 'Bob', role: 'editor', disabled: false,
  created_at: '2026-11-01T10:00:00.000Z', last_seen_at: null, version: 1,
};
const path = `/v1/users/${bob.id}`;
const list = (...items: object[]) => json({ items, next_cursor: null });

function serve() {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('administrator')),
    'GET /v1/users': () => list(bob),
    [`GET ${path}`]: () => json(bob, 200, { ETag: '"1"' }),
    'GET /v1/sessions': () => list(),
  });
}

describe('the people', () => {
  it('that can not be read say why, and can be asked for again', async () => {
    const server = serve();
    server.on('GET /v1/users', () => problem(500, 'internal', 'The database is away.'));
    renderConsole('/settings/people');
    expect(await screen.findByText('The database is away.')).toBeTruthy();
    server.on('GET /v1/users', () => list(bob));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: 'Bob' })).toBeTruthy();
  });

  it('are shown to be on their way', async () => {
    const server = serve();
    server.on('GET /v1/users', () => new Promise(() => undefined));
    renderConsole('/settings/people');
    expect(await within(await screen.findByRole('main')).findByRole('status')).toBeTruthy();
  });
});

describe('a person', () => {
  it('that is not there says so, with the way back', async () => {
    const server = serve();
    server.on(`GET ${path}`, () => problem(404, 'not_found', 'There is no such person.'));
    renderConsole(`/settings/people/${bob.id}`);
    expect(await screen.findByText('There is no such person.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Back to People' })).toBeTruthy();
  });

  it('has another role in the list before the answer, and the old one when that is refused', async () => {
    const server = serve();
    let answer: (response: Response) => void = () => undefined;
    const response = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    server.on(`PATCH ${path}`, () => response);
    renderConsole('/settings/people');
    await userEvent.click(await screen.findByRole('link', { name: 'Bob' }));
    await userEvent.click(await screen.findByRole('radio', { name: /^Viewer/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await userEvent.click(screen.getByRole('link', { name: 'Back to People' }));
    const row = await screen.findByRole('row', { name: 'Bob' });
    expect(within(row).getByText('Viewer')).toBeTruthy();
    answer(problem(409, 'conflict', 'Not now.'));
    expect(await screen.findByText('Not now.')).toBeTruthy();
    expect(within(screen.getByRole('row', { name: 'Bob' })).getByText('Editor')).toBeTruthy();
  });

  it('that can not be removed stays, in the server’s words, and one that can leaves the list', async () => {
    const server = serve();
    server.on(`DELETE ${path}`, () => problem(409, 'conflict', 'They are needed.'));
    const { router } = renderConsole(`/settings/people/${bob.id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), bob.email);
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText('They are needed.')).toBeTruthy();
    server.on(`DELETE ${path}`, noContent);
    server.on('GET /v1/users', () => list());
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/people'));
    expect(screen.queryByRole('row', { name: 'Bob' })).toBeNull();
  });
});
