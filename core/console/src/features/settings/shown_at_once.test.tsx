// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

const news = {
  key: 'news', names: { en: 'News' }, descriptions: {}, default: 'none', public: true, channels: [], archived: false, archived_at: null,
  managed_by: 'api', version: 1, created_at: '2026-11-01T10:00:00.000Z', updated_at: '2026-11-01T10:00:00.000Z',
};
const patch = 'PATCH /v1/categories/news';

/** An answer that comes when it is told to. */
function held() {
  let answer: (response: Response) => void = () => undefined;
  const response = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  return { response, answer };
}

function serve() {
  let now = news;
  const server = new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('administrator')),
    'GET /v1/categories': () => json({ items: [now], next_cursor: null }),
    'GET /v1/categories/news': () => json(now, 200, { ETag: `"${now.version}"` }),
    'GET /v1/channels': () => json({ items: [], next_cursor: null }),
  });
  const become = (part: object) => {
    now = { ...now, ...part, version: now.version + 1 };
    return json(now, 200, { ETag: `"${now.version}"` });
  };
  return { server, become };
}

const title = (name: string) => screen.findByRole('heading', { level: 1, name });
const nameField = async () => {
  const names = await screen.findByRole('group', { name: 'Names' });
  return within(names).getByLabelText<HTMLInputElement>('In English');
};

async function rename(name: string) {
  const field = await nameField();
  await userEvent.clear(field);
  await userEvent.type(field, name);
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
}

describe('a saved entry', () => {
  it('is shown in its page and in the list before the server has answered', async () => {
    const { server, become } = serve();
    const { response, answer } = held();
    server.on(patch, () => response);
    renderConsole('/settings/categories/news');
    await rename('Letter');
    expect(await title('Letter')).toBeTruthy();
    expect(screen.getByText('Saving…')).toBeTruthy();
    // Nobody is asked about what is on its way.
    await userEvent.click(screen.getByRole('link', { name: 'Back to Categories' }));
    expect(await title('Categories')).toBeTruthy();
    answer(become({ names: { en: 'Letter' } }));
    expect(await screen.findByRole('row', { name: 'Letter' })).toBeTruthy();
    expect(server.to(patch)[0]?.body).toEqual({ names: { en: 'Letter' } });
    await waitFor(() => expect(sessionStorage).toHaveLength(0));
  });

  it.each([
    ['by the server', () => problem(409, 'conflict', 'There is another of that name.'), 'There is another of that name.'],
    ['by an error', () => problem(500, 'internal', 'The disk is full.'), 'The disk is full.'],
    ['by the network', () => Promise.reject(new TypeError('failed')), /The server can't be reached/],
  ])('that is refused %s is taken back, and what was typed stays', async (_, refusal, words) => {
    const { server } = serve();
    server.on(patch, refusal);
    renderConsole('/settings/categories/news');
    await rename('Letter');
    expect(await screen.findByText(words)).toBeTruthy();
    expect(await title('News')).toBeTruthy();
    expect((await nameField()).value).toBe('Letter');
  });

  it('that is refused after its page was left says so, and has what was typed on the way back', async () => {
    const { server } = serve();
    const { response, answer } = held();
    server.on(patch, () => response);
    renderConsole('/settings/categories');
    await userEvent.click(await screen.findByRole('link', { name: 'News' }));
    await rename('Letter');
    await userEvent.click(screen.getByRole('link', { name: 'Back to Categories' }));
    expect(await screen.findByRole('row', { name: 'Letter' })).toBeTruthy();
    answer(problem(409, 'conflict', 'There is another of that name.'));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('There is another of that name.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('row', { name: 'News' }));
    expect((await nameField()).value).toBe('Letter');
    await userEvent.click(within(screen.getAllByRole('alert')[0] as HTMLElement).getByRole('button', { name: 'Close' }));
    expect(screen.queryByText('There is another of that name.')).toBeNull();
  });

  it('that somebody else changed meanwhile is compared, and theirs is what is shown until it is decided', async () => {
    const { server, become } = serve();
    server.on(patch, ({ headers, body }) =>
      headers.get('If-Match') === '"2"' ? become(body as object) : problem(412, 'precondition_failed', 'Somebody changed it.'),
    );
    renderConsole('/settings/categories/news');
    await nameField();
    become({ names: { en: 'Theirs' } });
    await rename('Mine');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('radio', { name: 'Names: Saved meanwhile: en: Theirs' })).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Theirs', hidden: true })).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }));
    expect(await title('Mine')).toBeTruthy();
    expect(server.to(patch)[1]?.body).toEqual({ names: { en: 'Mine' } });
  });

  it('waits for a session that ended, shown and typed as it was', async () => {
    const { server, become } = serve();
    let signedIn = false;
    server.on(patch, ({ body }) => (signedIn ? become(body as object) : problem(401, 'unauthorized', 'Nobody is signed in.')));
    server.on('POST /v1/sessions', () => {
      signedIn = true;
      return json(sessionOf('administrator'), 201);
    });
    renderConsole('/settings/categories/news');
    await rename('Letter');
    const dialog = await screen.findByRole('dialog');
    expect(JSON.stringify({ ...sessionStorage })).toContain('Letter');
    expect((await screen.findByRole('heading', { level: 1, hidden: true })).textContent).toBe('Letter');
    await userEvent.type(within(dialog).getByLabelText('Password'), 'right{Enter}');
    expect(await screen.findByText('Saved.')).toBeTruthy();
    expect(await title('Letter')).toBeTruthy();
    expect(server.to(patch)).toHaveLength(2);
  });

  it('keeps what is typed while it is being saved', async () => {
    const { server, become } = serve();
    const { response, answer } = held();
    server.on(patch, () => response);
    renderConsole('/settings/categories/news');
    await rename('Letter');
    await userEvent.type(await nameField(), 's');
    answer(become({ names: { en: 'Letter' } }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(false));
    expect((await nameField()).value).toBe('Letters');
    server.on(patch, ({ body }) => become(body as object));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved.')).toBeTruthy();
    expect(server.to(patch)[1]?.headers.get('If-Match')).toBe('"2"');
  });
});

describe('archiving', () => {
  const archive = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Archive' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Archive' }));
  };

  it('is shown before the answer, and taken back with the server’s words', async () => {
    const { server } = serve();
    const { response, answer } = held();
    server.on(patch, () => response);
    renderConsole('/settings/categories/news');
    await archive();
    expect(await screen.findByText(/This is archived/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    answer(problem(409, 'in_use', 'A segment asks for it.'));
    expect(await screen.findByText('A segment asks for it.')).toBeTruthy();
    expect(screen.queryByText(/This is archived/)).toBeNull();
  });

  it('of what somebody else changed shows theirs first', async () => {
    const { server, become } = serve();
    server.on(patch, ({ headers, body }) =>
      headers.get('If-Match') === '"2"' ? become(body as object) : problem(412, 'precondition_failed', 'Somebody changed it.'),
    );
    renderConsole('/settings/categories/news');
    await nameField();
    become({ names: { en: 'Theirs' } });
    await archive();
    expect(await screen.findByText('Somebody else changed this meanwhile. Look at it again.')).toBeTruthy();
    const dialog = screen.getByRole('dialog', { name: 'Archive Theirs?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Archive' }));
    expect(await screen.findByText(/This is archived/)).toBeTruthy();
  });

  it('that somebody else did meanwhile is done', async () => {
    const { server, become } = serve();
    server.on(patch, () => problem(412, 'precondition_failed', 'Somebody changed it.'));
    renderConsole('/settings/categories/news');
    await nameField();
    become({ archived: true });
    await archive();
    expect(await screen.findByRole('button', { name: 'Restore' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('in a list', () => {
  it('a revoked key is shown as revoked before the answer, and valid again when that is refused', async () => {
    const key = {
      id: 'K000000000001', name: 'shop', right: 'write', origins: [], rate_per_minute: null, strict: false,
      created_at: '2026-11-01T10:00:00.000Z', revoked_at: null,
    };
    const { server } = serve();
    const { response, answer } = held();
    server.on('GET /v1/keys', () => json({ items: [key], next_cursor: null }));
    server.on('DELETE /v1/keys/K000000000001', () => response);
    renderConsole('/settings/keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('Revoked')).toBeTruthy();
    answer(problem(503, 'overloaded', 'Come back later.'));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    expect(screen.getByText('Valid')).toBeTruthy();
  });

  it('an ended session is gone before the answer, and back when that is refused', async () => {
    const other = { ...sessionOf(), id: 'S000000000002', current: false, user_agent: 'curl/7.88.1' };
    const { server } = serve();
    const { response, answer } = held();
    server.on('GET /v1/sessions', () => json({ items: [sessionOf(), other], next_cursor: null }));
    server.on('DELETE /v1/sessions/S000000000002', () => response);
    renderConsole('/account');
    await userEvent.click(await screen.findByRole('button', { name: 'Sign out there' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Sign out there' }));
    await waitFor(() => expect(screen.queryByText('curl/7.88.1')).toBeNull());
    answer(problem(503, 'overloaded', 'Come back later.'));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    expect(screen.getByText('curl/7.88.1')).toBeTruthy();
    server.on('DELETE /v1/sessions/S000000000002', noContent);
    server.on('GET /v1/sessions', () => json({ items: [sessionOf()], next_cursor: null }));
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Sign out there' }));
    await waitFor(() => expect(screen.queryByText('curl/7.88.1')).toBeNull());
  });
});
