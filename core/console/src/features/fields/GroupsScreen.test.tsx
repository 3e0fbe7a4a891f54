// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { UserRole } from '../../api/accounts';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';

const clothes = {
  key: 'clothes', names: { en: 'Clothes' }, position: 5, archived: false, archived_at: null, managed_by: 'api', version: 1,
  created_at: '2026-11-01T10:00:00.000Z', updated_at: '2026-11-01T10:00:00.000Z',
};
const list = (...items: object[]) => json({ items, next_cursor: null });

function serve(role: UserRole = 'administrator') {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': () => list(),
    'GET /v1/field-groups': () => list(clothes),
    'GET /v1/field-groups/clothes': () => json(clothes, 200, { ETag: '"1"' }),
  });
}

it('a group is made under no key that another has', async () => {
  const server = serve();
  renderConsole('/settings/new-field-group');
  await userEvent.type(await screen.findByLabelText(/^Key/), 'clothes');
  expect(await screen.findByText(/^This key is taken/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  expect(server.to('POST /v1/field-groups')).toHaveLength(0);
});

it('a group is made under a key that another had until now', async () => {
  const server = serve();
  const { router } = renderConsole('/settings/new-field-group');
  await userEvent.type(await screen.findByLabelText(/^Key/), 'clothes');
  expect(await screen.findByText(/^This key is taken/)).toBeTruthy();
  server.on('GET /v1/field-groups', () => list()).on('POST /v1/field-groups', () => json(clothes, 201));
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/settings/field-groups/clothes'));
  expect(server.to('POST /v1/field-groups').map(({ body }) => body)).toEqual([{ key: 'clothes', names: {}, position: 0 }]);
});

it('a group is made under no key of which it can’t be known whether it is free', async () => {
  const server = serve();
  renderConsole('/settings/new-field-group');
  const key = await screen.findByLabelText(/^Key/);
  await userEvent.type(key, 'clothes');
  expect(await screen.findByText(/^This key is taken/)).toBeTruthy();
  server.on('GET /v1/field-groups', () => problem(500, 'internal', 'The database is away.'));
  const before = server.to('GET /v1/field-groups').length;
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  expect(document.activeElement).toBe(key);
  await waitFor(() => expect(server.to('GET /v1/field-groups').length).toBeGreaterThan(before));
  expect(screen.getByText(/^This key is taken/)).toBeTruthy();
  expect(server.to('POST /v1/field-groups')).toHaveLength(0);
});

describe('the groups of fields', () => {
  it('that can not be read say why, and can be asked for again', async () => {
    const server = serve();
    server.on('GET /v1/field-groups', () => problem(500, 'internal', 'The database is away.'));
    renderConsole('/settings/field-groups');
    expect(await screen.findByText('The database is away.')).toBeTruthy();
    server.on('GET /v1/field-groups', () => list(clothes));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: 'Clothes' })).toBeTruthy();
  });

  it('of which there are none say what they are for, and how the first is made by those who may', async () => {
    const server = serve();
    server.on('GET /v1/field-groups', () => list());
    const { router } = renderConsole('/settings/field-groups');
    const empty = (await screen.findByText('There are no groups yet')).parentElement as HTMLElement;
    await userEvent.click(within(empty).getByRole('button', { name: 'New group' }));
    expect(router.state.location.pathname).toBe('/settings/new-field-group');
  });

  it('offer a viewer nothing that is not theirs', async () => {
    const server = serve('viewer');
    server.on('GET /v1/field-groups', () => list());
    renderConsole('/settings/field-groups');
    expect(await screen.findByText('There are no groups yet')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'New group' })).toBeNull();
  });

  it.each([
    ['/settings/field-groups', 'No group is archived'],
    ['/settings/fields', 'No field is archived'],
  ])('of %s of which none is archived lead to those in use', async (path, words) => {
    const server = serve();
    server.on('GET /v1/field-groups', ({ query }) => (query.get('archived') ? list() : list(clothes)));
    const { router } = renderConsole(`${path}?archived=true`);
    const empty = (await screen.findByText(words)).parentElement as HTMLElement;
    await userEvent.click(within(empty).getByRole('button', { name: 'Show those in use' }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
    expect(screen.queryByText(words)).toBeNull();
  });

  it('are shown to be on their way', async () => {
    const server = serve();
    server.on('GET /v1/field-groups', () => new Promise(() => undefined));
    renderConsole('/settings/field-groups');
    expect(await within(await screen.findByRole('main')).findByRole('status')).toBeTruthy();
  });
});

describe('a group', () => {
  it('that can not be read says why, with the way back', async () => {
    const server = serve();
    server.on('GET /v1/field-groups/clothes', () => problem(404, 'not_found', 'There is no such group.'));
    renderConsole('/settings/field-groups/clothes');
    expect(await screen.findByText('There is no such group.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Back to Field groups' })).toBeTruthy();
  });

  it('is text for a viewer', async () => {
    serve('viewer');
    renderConsole('/settings/field-groups/clothes');
    expect((await screen.findByRole('group', { name: 'Position' })).textContent).toContain('5');
    expect(within(screen.getByRole('main')).queryAllByRole('textbox')).toHaveLength(0);
  });

  it('that is refused is taken back, and keeps what was typed', async () => {
    const server = serve();
    server.on('PATCH /v1/field-groups/clothes', () =>
      problem(400, 'invalid_input', 'One thing is wrong.', { errors: [{ pointer: '/position', code: 'too_large', detail: 'Too far down.' }] }),
    );
    renderConsole('/settings/field-groups/clothes');
    const position = await screen.findByLabelText<HTMLInputElement>('Position');
    await userEvent.clear(position);
    await userEvent.type(position, '77');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Too far down.')).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Position').value).toBe('77');
  });
});
