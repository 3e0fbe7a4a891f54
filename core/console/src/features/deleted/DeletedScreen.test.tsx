// SPDX-License-Identifier: Apache-2.0
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { serveContacts, three } from '../../testing/contacts';
import { renderConsole } from '../../testing/render';
import { held, json, problem, sessionOf, type Call } from '../../testing/server';

const hour = 3_600_000;
const fromNow = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

function deletedOf(index: number, more: object = {}) {
  return {
    id: `D${String(index).padStart(12, '0')}`,
    first_name: 'Bea',
    last_name: `No ${index}`,
    identifiers: [{ type: 'email', value: `bea${index}@example.com`, role: 'identifying' }],
    deleted_at: fromNow(-2),
    purge_at: fromNow(12 * 24 + 1),
    source: { type: 'console', name: 'Edith Editor' },
    ...more,
  };
}

const restoreOf = (index: number) => `POST /v1/profiles/${deletedOf(index).id}/restore`;

/** Those who are deleted, until they are restored. */
function serveDeleted(rows: object[] = [deletedOf(1), deletedOf(2), deletedOf(3)], role: Parameters<typeof sessionOf>[0] = 'editor') {
  return serveContacts(role, three).on('GET /v1/profiles/deleted', () => json({ items: rows, next_cursor: null }));
}

const row = (name: string) => screen.findByRole('row', { name });
const gone = (name: string) => expect(screen.queryByRole('row', { name })).toBeNull();
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('the list of deleted contacts', () => {
  it('is reached from the list of contacts by those who may write', async () => {
    serveDeleted();
    const { router } = renderConsole('/contacts');
    await userEvent.click(await screen.findByRole('link', { name: 'Deleted' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Deleted contacts' })).toBeTruthy();
    expect(router.state.location.pathname).toBe('/contacts/deleted');
    await userEvent.click(screen.getByRole('link', { name: 'All contacts' }));
    expect(await screen.findByText('Ann No 1')).toBeTruthy();
  });

  it('is refused to a viewer, who is led to it from nowhere and for whom nothing is asked', async () => {
    const server = serveDeleted([], 'viewer');
    const view = renderConsole('/contacts');
    await screen.findByText('Ann No 1');
    expect(screen.queryByRole('link', { name: 'Deleted' })).toBeNull();
    await act(() => view.router.navigate({ to: '/contacts/deleted' }));
    expect(await screen.findByText('This is not for your role')).toBeTruthy();
    expect(server.to('GET /v1/profiles/deleted')).toHaveLength(0);
  });

  it('says who was deleted by whom, and until when they can be restored', async () => {
    const long = 'fGhT7'.repeat(30);
    const nameless = { first_name: null, last_name: null, identifiers: [{ type: 'phone', value: '+380501100042', role: 'shared' }, { type: 'push_token', value: long, role: 'claimed' }] };
    serveDeleted([deletedOf(1, { purge_at: fromNow(36) }), deletedOf(2, { ...nameless, source: { type: 'api', name: null }, deleted_at: fromNow(-49) })]);
    renderConsole('/contacts/deleted');
    const textsOf = async (name: string) => within(await row(name)).getAllByRole('gridcell').map((each) => each.textContent);
    const [first, second] = [await textsOf('Bea No 1'), await textsOf('+380501100042')];
    expect(first.slice(0, 4)).toEqual(['Bea No 1', 'bea1@example.com', '2 hours ago', 'By hand: Edith Editor']);
    expect(first[4]).toMatch(/\d{4}.* tomorrow$/);
    expect(second.slice(0, 4)).toEqual(['+380501100042', `+380501100042 · ${long.slice(0, 21)}…`, '2 days ago', 'API']);
    expect(second[4]).toMatch(/ in 12 days$/);
  });

  it('reads the next page before the end is seen', async () => {
    const server = serveDeleted().on('GET /v1/profiles/deleted', ({ query }) =>
      json(query.get('cursor') ? { items: [deletedOf(2)], next_cursor: null } : { items: [deletedOf(1)], next_cursor: 'next' }));
    renderConsole('/contacts/deleted');
    expect(await row('Bea No 2')).toBeTruthy();
    expect(server.to('GET /v1/profiles/deleted').map(({ query }) => query.get('cursor'))).toEqual([null, 'next']);
  });

  it('says that nobody is deleted', async () => {
    serveDeleted([]);
    renderConsole('/contacts/deleted');
    expect(await screen.findByText('No deleted contact')).toBeTruthy();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('shows the server’s words and can be asked for again', async () => {
    let calls = 0;
    serveDeleted().on('GET /v1/profiles/deleted', () =>
      ++calls === 1 ? problem(500, 'internal', 'The list is away.') : json({ items: [deletedOf(1)], next_cursor: null }));
    renderConsole('/contacts/deleted');
    expect(await screen.findByText('The list is away.')).toBeTruthy();
    await press('Try again');
    expect(await row('Bea No 1')).toBeTruthy();
  });

  it('is led to by the page of somebody who was deleted', async () => {
    const { id } = deletedOf(1);
    serveDeleted().on(`GET /v1/profiles/${id}`, () => problem(410, 'gone', 'This profile was deleted.'));
    const { router } = renderConsole(`/contacts/${id}`);
    await press('Deleted contacts');
    expect(await row('Bea No 1')).toBeTruthy();
    expect(router.state.location.pathname).toBe('/contacts/deleted');
  });
});

describe('a restored contact', () => {
  it('is gone at once, leaves the focus to the next one, and is linked to once the server has answered', async () => {
    const server = serveDeleted();
    const answer = held(server, restoreOf(2));
    renderConsole('/contacts/deleted');
    await press('Restore Bea No 2');
    await waitFor(() => gone('Bea No 2'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('row', { name: 'Bea No 3' })));
    expect(screen.queryByText('1 contact was restored')).toBeNull();
    await act(async () => answer(json({})));
    expect(await screen.findByText('1 contact was restored')).toBeTruthy();
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Bea No 2' }).getAttribute('href')).toBe(`/contacts/${deletedOf(2).id}`);
    gone('Bea No 2');
    expect(await row('Bea No 1')).toBeTruthy();
    // The list is right as it stands: what was read of it is not read again for each.
    expect(server.to('GET /v1/profiles/deleted')).toHaveLength(1);
  });

  it('does not come back with a page that was on its way', async () => {
    const server = serveDeleted();
    let isRestored = false;
    const later: ((response: Response) => void)[] = [];
    server.on('GET /v1/profiles/deleted', ({ query }) => {
      if (query.get('cursor') && !isRestored) return new Promise((resolve) => later.push(resolve));
      return json({ items: isRestored ? [deletedOf(2)] : [deletedOf(1), deletedOf(2)], next_cursor: isRestored ? null : 'next' });
    });
    server.on(restoreOf(1), () => {
      isRestored = true;
      return json({});
    });
    renderConsole('/contacts/deleted');
    await waitFor(() => expect(later).toHaveLength(1));
    await press('Restore Bea No 1');
    expect(await screen.findByText('1 contact was restored')).toBeTruthy();
    await act(async () => later[0]?.(json({ items: [], next_cursor: null })));
    await waitFor(() => expect(server.to('GET /v1/profiles/deleted')).toHaveLength(3));
    gone('Bea No 1');
    expect(await row('Bea No 2')).toBeTruthy();
  });

  it('that is refused is back with the server’s words, alone', async () => {
    const rows = [deletedOf(1), deletedOf(2), deletedOf(3)];
    const server = serveDeleted(rows);
    const first = held(server, restoreOf(1));
    const second = held(server, restoreOf(2));
    renderConsole('/contacts/deleted');
    await press('Restore Bea No 1');
    await press('Restore Bea No 2');
    await waitFor(() => gone('Bea No 2'));
    await act(async () => first(problem(409, 'conflict', 'It is being erased.')));
    expect(await screen.findByText('It is being erased.')).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('Bea No 1 was not restored');
    expect(await row('Bea No 1')).toBeTruthy();
    gone('Bea No 2');
    // What was refused may have another reason in the list by now.
    await waitFor(() => expect(server.to('GET /v1/profiles/deleted')).toHaveLength(2));
    rows.splice(1, 1);
    await act(async () => second(json({})));
    expect(await screen.findByText('1 contact was restored')).toBeTruthy();
    // Asked for again, the refusal is not said any more.
    await press('Restore Bea No 1');
    await waitFor(() => expect(screen.queryByText('It is being erased.')).toBeNull());
  });

  it('that is refused has a name of any length and direction in what is said of it', async () => {
    const turning = '\u202Egnp.exe';
    serveDeleted([deletedOf(1, { first_name: turning, last_name: 'W'.repeat(500) })]).on(restoreOf(1), () => problem(409, 'conflict', 'It is being erased.'));
    renderConsole('/contacts/deleted');
    await userEvent.click(await screen.findByRole('button', { name: /^Restore/ }));
    const name = await waitFor(() => screen.getByRole('alert').querySelector('.foreign bdi'));
    expect(name?.textContent).toBe(`${turning} ${'W'.repeat(90)}…`);
    expect(name?.parentElement?.textContent).toBe(`${name?.textContent} was not restored`);
  });

  it('leaves an empty list behind, and no page unread', async () => {
    const server = serveDeleted();
    let isRestored = false;
    server.on('GET /v1/profiles/deleted', ({ query }: Call) => {
      if (query.get('cursor')) return isRestored ? json({ items: [], next_cursor: null }) : problem(500, 'internal', 'The second page is away.');
      return json({ items: isRestored ? [] : [deletedOf(1)], next_cursor: isRestored ? null : 'next' });
    });
    server.on(restoreOf(1), () => {
      isRestored = true;
      return json({});
    });
    renderConsole('/contacts/deleted');
    await screen.findByText('The second page is away.');
    await press('Restore Bea No 1');
    expect(await screen.findByText('No deleted contact')).toBeTruthy();
    expect(screen.getByText('1 contact was restored')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('link', { name: 'All contacts' }));
  });

  it('that is refused after the page was left is told over the next one, with the name of each', async () => {
    const server = serveDeleted();
    const answer = held(server, restoreOf(1));
    const other = held(server, restoreOf(2));
    renderConsole('/contacts/deleted');
    await press('Restore Bea No 1');
    await press('Restore Bea No 2');
    await userEvent.click(screen.getByRole('link', { name: 'All contacts' }));
    await screen.findByText('Ann No 1');
    await act(async () => answer(problem(409, 'conflict', 'It is being erased.')));
    await act(async () => other(problem(409, 'conflict', 'It was erased.')));
    await screen.findByText('It was erased.');
    const told = screen.getAllByRole('alert').map((each) => each.textContent);
    expect(told).toEqual([
      expect.stringMatching(/^Bea No 1 was not restored.*It is being erased\./),
      expect.stringMatching(/^Bea No 2 was not restored.*It was erased\./),
    ]);
    expect(screen.getAllByRole('link', { name: 'Go back to it' })).toHaveLength(2);
  });
});
