// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { UserRole } from '../../api/accounts';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';

const list = (...items: object[]) => json({ items, next_cursor: null });

function field(more: object = {}) {
  return {
    key: 'loyalty.tier', names: { en: 'Tier' }, group: null, type: 'text', options: {}, display_default: null, personal: false,
    indexed: true, merge_rule: 'latest', built_in: false, in_use: false, archived: false, archived_at: null, managed_by: 'api',
    version: 1, created_at: '2026-11-01T10:00:00.000Z', updated_at: '2026-11-01T10:00:00.000Z', ...more,
  };
}

const textType = {
  name: 'text', plugin: 'fields', kind: 'text', set: false, operators: [],
  options: { type: 'object', properties: { max_length: { type: 'integer', minimum: 1, maximum: 1000, default: 500 } } },
};

function serve(role: UserRole, shown = field()) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/fields': () => list(shown),
    'GET /v1/fields/loyalty.tier': () => json(shown, 200, { ETag: '"1"' }),
    'GET /v1/field-types': () => list(textType),
    'GET /v1/field-groups': () => list(),
  });
}

describe('a field', () => {
  it('of the configuration is shown with the reason, and can’t be changed', async () => {
    serve('administrator', field({ managed_by: 'configuration' }));
    renderConsole('/settings/fields/loyalty.tier');
    expect(await screen.findByText(/listed in the configuration file/)).toBeTruthy();
    expect(within(screen.getByRole('group', { name: 'Type' })).getByText('Text')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Archive' })).toBeNull();
  });

  it('is only looked at by an editor', async () => {
    serve('editor', field({ options: { max_length: 40 } }));
    renderConsole('/settings/fields/loyalty.tier');
    expect(await screen.findByText(/An administrator can change it/)).toBeTruthy();
    // What can't be changed is text, not an input that is pale.
    const texts = ['Names', 'Group', 'Type', 'Characters at most', 'Personal data'].map((name) => screen.getByRole('group', { name }).textContent);
    expect(texts).toEqual([
      'NamesEnglishTier', 'GroupWithout a group', 'TypeText', 'Characters at most40', 'Personal dataNo',
    ]);
    expect(within(screen.getByRole('main')).queryAllByRole('textbox')).toHaveLength(0);
    expect(within(screen.getByRole('main')).queryAllByRole('combobox')).toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('shows at its place what the server refuses, and keeps what was typed', async () => {
    const server = serve('administrator');
    server.on('PATCH /v1/fields/loyalty.tier', () =>
      problem(400, 'invalid_input', 'One thing is wrong.', {
        errors: [{ pointer: '/options/max_length', code: 'too_small', detail: 'It is too small.' }],
      }),
    );
    renderConsole('/settings/fields/loyalty.tier');
    await userEvent.type(await screen.findByLabelText('Characters at most'), '7');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('It is too small.')).toBeTruthy();
    expect((screen.getByLabelText('Characters at most') as HTMLInputElement).value).toBe('7');
    expect(server.to('PATCH /v1/fields/loyalty.tier')[0]?.body).toEqual({ options: { max_length: 7 } });
  });

  it('that somebody else renamed meanwhile is compared, and written over what they left', async () => {
    const server = serve('administrator');
    let now = field();
    let version = 1;
    server.on('GET /v1/fields/loyalty.tier', () => json(now, 200, { ETag: `"${version}"` }));
    server.on('PATCH /v1/fields/loyalty.tier', ({ headers, body }) => {
      if (headers.get('If-Match') !== `"${version}"`) return problem(412, 'precondition_failed', 'Somebody changed it.');
      now = field({ ...now, ...(body as object) });
      version += 1;
      return json(now, 200, { ETag: `"${version}"` });
    });
    renderConsole('/settings/fields/loyalty.tier');
    const name = await screen.findByLabelText('In English');
    await userEvent.clear(name);
    await userEvent.type(name, 'Level');
    now = field({ names: { en: 'Rank' }, personal: true });
    version = 2;
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('radio', { name: 'Names: Saved meanwhile: en: Rank' })).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(server.to('PATCH /v1/fields/loyalty.tier')).toHaveLength(2));
    const [, second] = server.to('PATCH /v1/fields/loyalty.tier');
    expect([second?.headers.get('If-Match'), second?.body]).toEqual(['"2"', { names: { en: 'Level' } }]);
  });
});

it('a key that no field can have is told of as one types, and not asked for', async () => {
  const server = serve('administrator');
  server.on('GET /v1/fields', ({ query }) => list(query.get('archived') ? field({ key: 'old', names: {}, archived: true }) : field()));
  renderConsole('/settings/new-field');
  const key = await screen.findByLabelText(/^Key/);
  const says = async (typed: string, words: RegExp) => {
    await userEvent.clear(key);
    await userEvent.type(key, typed);
    const said = () => document.getElementById(key.getAttribute('aria-describedby')?.split(' ')[0] ?? '')?.textContent;
    await waitFor(() => expect(said()).toMatch(words));
  };
  await says('Tier', /^Begin with a small letter/);
  await says('my tier', /^Only small letters/);
  await says('age', /^This is worked out from other fields/);
  await says('old', /by what is archived.*old$/);
  await says('loyalty.tier', /^This key is taken: Tier$/);
  expect(screen.getByRole('link', { name: 'Tier' }).getAttribute('href')).toBe('/settings/fields/loyalty.tier');
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  expect(document.activeElement).toBe(key);
  expect(server.to('POST /v1/fields')).toHaveLength(0);
  await userEvent.type(key, '2');
  await waitFor(() => expect(key.getAttribute('aria-invalid')).not.toBe('true'));
});

it('a new field is made with what its type is told', async () => {
  const server = serve('administrator').on('GET /v1/fields', () => list());
  server.on('POST /v1/fields', () => json(field(), 201));
  const { router } = renderConsole('/settings/new-field');
  await userEvent.type(await screen.findByLabelText(/^Key/), 'loyalty.tier');
  await userEvent.type(screen.getByLabelText('In English'), 'Tier');
  await userEvent.type(screen.getByLabelText('Characters at most'), '20');
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/settings/fields/loyalty.tier'));
  expect(server.to('POST /v1/fields')[0]?.body).toEqual({
    key: 'loyalty.tier', names: { en: 'Tier' }, type: 'text', options: { max_length: 20 }, personal: false, indexed: true,
    merge_rule: 'latest',
  });
});
