// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

const vip = {
  id: 'vip',
  name: 'Important <b>people</b>',
  description: null,
  kind: 'dynamic',
  condition: { tag: 'vip' },
  problem: null,
  managed_by: 'api',
  version: 1,
  created_at: '2026-11-01T10:00:00.000Z',
  updated_at: '2026-11-02T10:00:00.000Z',
};
const ann = {
  id: 'P000000000001',
  first_name: 'Ann',
  last_name: 'Able',
  known: true,
  created_at: '2026-11-01T10:00:00.000Z',
  updated_at: '2026-11-02T10:00:00.000Z',
  last_seen_at: null,
  source: { type: 'form', name: 'news' },
  identifiers: [{ type: 'email', value: 'ann@example.com', given: 'ann@example.com', role: 'identifying', endpoint: null }],
  tags: [],
};
const empty = () => json({ items: [], next_cursor: null });

function serve(role: Parameters<typeof sessionOf>[0] = 'editor', segment: object = vip) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': empty,
    'GET /v1/field-types': empty,
    'GET /v1/categories': empty,
    'GET /v1/channels': empty,
    'GET /v1/plugins': empty,
    'GET /v1/tags': empty,
    'GET /v1/segments': () => json({ items: [segment], next_cursor: null }),
    'GET /v1/segments/vip': () => json(segment),
    'POST /v1/segments/preview': () => json({ count: 41, sample: [ann] }),
    'GET /v1/segments/vip/members': () => json({ items: [ann], next_cursor: null, total: { count: 1, at_least: false } }),
  });
}

describe('the list of segments', () => {
  it('says of which nobody can be asked', async () => {
    serve('viewer', { ...vip, problem: { detail: 'The field is archived.', errors: [] } });
    renderConsole('/settings/segments');
    const row = await screen.findByRole('row', { name: vip.name });
    expect(within(row).getByText('Can’t be asked')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'New segment' })).toBeNull();
  });
});

describe('a search for segments', () => {
  it('that finds none leads back to all', async () => {
    serve('viewer');
    const { router } = renderConsole('/settings/segments?q=zzz');
    await userEvent.click(await screen.findByRole('button', { name: 'Show all segments' }));
    expect(await screen.findByRole('row', { name: vip.name })).toBeTruthy();
    expect(router.state.location.search).toEqual({});
    expect(screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search segments' }).value).toBe('');
  });
});

describe('a segment', () => {
  it('is read by a viewer, in words, and counted', async () => {
    serve('viewer');
    renderConsole('/settings/segments/vip');
    expect(await screen.findByText('Tag vip')).toBeTruthy();
    expect(await screen.findByText('41 people')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('tells why it can’t be removed', async () => {
    const server = serve();
    server.on('DELETE /v1/segments/vip', () => problem(409, 'named_by_segment', 'The segment all names it.'));
    const { router } = renderConsole('/settings/segments/vip');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('The segment all names it.')).toBeTruthy();
    server.on('DELETE /v1/segments/vip', noContent);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/segments'));
  });

  it('shows a refusal at the condition, and counts again once it is mended', async () => {
    const server = serve();
    server.on('POST /v1/segments/preview', ({ body }) =>
      JSON.stringify(body).includes('bad')
        ? problem(400, 'invalid_input', 'Not that.', { errors: [{ pointer: '/condition/tag', code: 'too_long', detail: 'Too long a tag.' }] })
        : json({ count: 7, sample: [] }),
    );
    renderConsole('/settings/segments/vip');
    const tag = await screen.findByLabelText('Tag');
    fireEvent.change(tag, { target: { value: 'bad' } });
    expect(await screen.findByText('Too long a tag.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Tag'), { target: { value: 'good' } });
    expect(await screen.findByText('7 people')).toBeTruthy();
    expect(screen.queryByText('Too long a tag.')).toBeNull();
  });

  const moved = () => problem(412, 'version_moved', 'It has changed since.');

  it('is not written over what somebody else saved', async () => {
    const server = serve();
    renderConsole('/settings/segments/vip');
    fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'Mine' } });
    server.on('GET /v1/segments/vip', () => json({ ...vip, name: 'Theirs', version: 2 }));
    server.on('PUT /v1/segments/vip', ({ headers, body }) =>
      headers.get('If-Match') === '"2"' ? json({ ...vip, ...(body as object), version: 3 }) : moved(),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Theirs')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const written = server.to('PUT /v1/segments/vip');
    expect(written.map(({ headers }) => headers.get('If-Match'))).toEqual(['"1"', '"2"']);
    expect(written[1]?.body).toEqual({ name: 'Mine', description: null, kind: 'dynamic', condition: { tag: 'vip' } });
  });

  it('that changes once more while it is decided is compared anew', async () => {
    const server = serve();
    server.on('PUT /v1/segments/vip', moved);
    renderConsole('/settings/segments/vip');
    fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'Mine' } });
    server.on('GET /v1/segments/vip', () => json({ ...vip, name: 'Theirs', version: 2 }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Theirs')).toBeTruthy();
    server.on('GET /v1/segments/vip', () => json({ ...vip, name: 'Hers', version: 3 }));
    await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
    expect(await screen.findByText('Hers')).toBeTruthy();
    server.on('PUT /v1/segments/vip', ({ body }) => json({ ...vip, ...(body as object), version: 4 }));
    await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(server.to('PUT /v1/segments/vip').at(-1)?.headers.get('If-Match')).toBe('"3"'));
  });

  it('that somebody else made as it was to be is saved', async () => {
    const server = serve();
    server.on('PUT /v1/segments/vip', moved);
    renderConsole('/settings/segments/vip');
    fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'Mine' } });
    server.on('GET /v1/segments/vip', () => json({ ...vip, name: 'Mine', version: 2 }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Mine' })).toBeTruthy();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull();
  });

  it('that changed meanwhile is looked at again before it is removed', async () => {
    const server = serve();
    server.on('DELETE /v1/segments/vip', ({ headers }) => (headers.get('If-Match') === '"2"' ? noContent() : moved()));
    const { router } = renderConsole('/settings/segments/vip');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    server.on('GET /v1/segments/vip', () => json({ ...vip, name: 'Theirs', version: 2 }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Somebody else changed this meanwhile. Look at it again.')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Theirs', hidden: true })).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/segments'));
  });

  it('is shown as saved before the answer, and as before with what was typed when that is refused', async () => {
    const server = serve();
    let answer: (response: Response) => void = () => undefined;
    const response = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    server.on('PUT /v1/segments/vip', () => response);
    renderConsole('/settings/segments/vip');
    fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'Mine' } });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Mine' })).toBeTruthy();
    // Nobody is asked about what is on its way; the list has it, too.
    await userEvent.click(screen.getByRole('link', { name: 'Segments' }));
    expect(await screen.findByRole('row', { name: 'Mine' })).toBeTruthy();
    answer(problem(503, 'overloaded', 'Come back later.'));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('row', { name: vip.name }));
    expect((await screen.findByLabelText<HTMLInputElement>(/^Name/)).value).toBe('Mine');
    expect(await screen.findByRole('heading', { level: 1, name: vip.name })).toBeTruthy();
  });

  it('lists its members, and opens one of them', async () => {
    serve('viewer');
    const { router } = renderConsole('/settings/segments/vip?tab=members');
    fireEvent.click(await screen.findByRole('row', { name: 'Ann Able' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/contacts/P000000000001'));
  });

  it('says why somebody is in it', async () => {
    const server = serve('viewer');
    server.on('GET /v1/segments/vip/why/P000000000001', () =>
      json({ profile_id: ann.id, member: true, reason: { holds: true, condition: { tag: 'vip' } } }),
    );
    renderConsole('/settings/segments/vip?tab=why&ref=P000000000001');
    expect(await screen.findByText('Is in the segment')).toBeTruthy();
    expect(screen.getByText('Holds')).toBeTruthy();
  });

  it('that is a list takes people and lets them go', async () => {
    const server = serve('editor', { ...vip, kind: 'static', condition: null });
    server.on('POST /v1/segments/vip/members', ({ body }) =>
      JSON.stringify(body).includes('nobody')
        ? problem(400, 'invalid_input', 'Not all are there.', { errors: [{ pointer: '/add/0', code: 'not_found', detail: 'There is no such person.' }] })
        : json({ added: 1, removed: 1 }),
    );
    renderConsole('/settings/segments/vip?tab=members');
    await userEvent.click(await screen.findByRole('button', { name: 'Add people' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('Ids and addresses'), { target: { value: 'email:nobody@example.com' } });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add people' }));
    expect(await screen.findByText('There is no such person.')).toBeTruthy();
    fireEvent.change(within(dialog).getByLabelText('Ids and addresses'), { target: { value: 'email:bob@example.com\n' } });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add people' }));
    expect(await screen.findByText('1 person was added.')).toBeTruthy();
    expect(server.to('POST /v1/segments/vip/members').at(-1)?.body).toEqual({ add: ['email:bob@example.com'] });
  });
});

describe('a new segment', () => {
  it('is built, counted, made and opened', async () => {
    const server = serve();
    server.on('POST /v1/segments', () => json(vip, 201));
    const { router } = renderConsole('/settings/segments/+new');
    fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'VIP' } });
    expect(screen.getByRole('button', { name: 'Make the segment' }).hasAttribute('disabled')).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Add condition' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Tag', hidden: true }));
    fireEvent.change(await screen.findByLabelText('Tag'), { target: { value: 'vip' } });
    expect(await screen.findByText('41 people')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Make the segment' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/segments/vip'));
    expect(server.to('POST /v1/segments')[0]?.body).toEqual({ name: 'VIP', kind: 'dynamic', condition: { all: [{ tag: 'vip' }] } });
  });
});
