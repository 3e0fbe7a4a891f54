// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { UserRole } from '../../api/accounts';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';

const news = {
  key: 'news', names: { en: 'News' }, descriptions: { en: 'Once a week' }, default: 'subscribed', public: true, channels: ['email'],
  archived: false, archived_at: null, managed_by: 'api', version: 1, created_at: '2026-11-01T10:00:00.000Z',
  updated_at: '2026-11-01T10:00:00.000Z',
};
const list = (...items: object[]) => json({ items, next_cursor: null });

function serve(role: UserRole = 'administrator') {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/categories': () => list(news),
    'GET /v1/categories/news': () => json(news, 200, { ETag: '"1"' }),
    'GET /v1/channels': () => list(),
  });
}

describe('the categories', () => {
  it('that can not be read say why, and can be asked for again', async () => {
    const server = serve();
    server.on('GET /v1/categories', () => problem(500, 'internal', 'The database is away.'));
    renderConsole('/settings/categories');
    expect(await screen.findByText('The database is away.')).toBeTruthy();
    server.on('GET /v1/categories', () => list(news));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: 'News' })).toBeTruthy();
  });

  it('of which there are none say what they are for, and how the first is made', async () => {
    const server = serve();
    server.on('GET /v1/categories', () => list());
    const { router } = renderConsole('/settings/categories');
    const empty = (await screen.findByText('There are no categories yet')).parentElement as HTMLElement;
    await userEvent.click(within(empty).getByRole('button', { name: 'New category' }));
    expect(router.state.location.pathname).toBe('/settings/new-category');
  });

  it('are shown to be on their way', async () => {
    const server = serve();
    server.on('GET /v1/categories', () => new Promise(() => undefined));
    renderConsole('/settings/categories');
    expect(await screen.findByRole('heading', { level: 1, name: 'Categories' })).toBeTruthy();
    expect(await within(screen.getByRole('main')).findByRole('status')).toBeTruthy();
  });
});

describe('a category', () => {
  it('that is not there says so, with the way back', async () => {
    const server = serve();
    server.on('GET /v1/categories/news', () => problem(404, 'not_found', 'There is no such category.'));
    renderConsole('/settings/categories/news');
    expect(await screen.findByText('There is no such category.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Back to Categories' })).toBeTruthy();
  });

  it('is text for those who only look at it', async () => {
    serve('viewer');
    renderConsole('/settings/categories/news');
    expect((await screen.findByRole('group', { name: 'Descriptions' })).textContent).toContain('Once a week');
    expect(screen.getByRole('group', { name: 'If somebody never said anything' }).textContent).toContain('They are subscribed');
    expect(screen.getByRole('group', { name: 'Channels' }).textContent).toContain('Email');
    expect(within(screen.getByRole('main')).queryAllByRole('checkbox')).toHaveLength(0);
    expect(within(screen.getByRole('main')).queryAllByRole('textbox')).toHaveLength(0);
  });

  it('that is refused when it is made keeps what was typed', async () => {
    const server = serve();
    server.on('POST /v1/categories', () =>
      problem(409, 'exists', 'It is taken.', { errors: [{ pointer: '/key', code: 'exists', detail: 'There is a category of this key.' }] }),
    );
    renderConsole('/settings/new-category');
    await userEvent.type(await screen.findByLabelText(/^Key/), 'news');
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('There is a category of this key.')).toBeTruthy();
    expect((screen.getByLabelText(/^Key/) as HTMLInputElement).value).toBe('news');
  });
});
