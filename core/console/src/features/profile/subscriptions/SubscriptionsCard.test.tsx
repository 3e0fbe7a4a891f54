// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../../testing/render';
import { FakeServer, json, sessionOf } from '../../../testing/server';
// The screen is read with this file, and not while its first case waits for it.
import '../InformationTab';
import '../ProfileLayout';

const id = 'P000000000001';
const at = '2026-11-01T10:00:00.000Z';
const patchPath = `PATCH /v1/profiles/${id}`;

function subscriptionOf(state: string, by: string) {
  return { category: 'news', state, since: at, by, source: null, reason: null, comment: null, proof: null, evidence: null, channels: [] };
}

function profileOf(state = 'unsubscribed', by = 'person', more: object = {}) {
  return {
    id, known: true, version: 7, created_at: at, updated_at: at, last_seen_at: at, source: { type: 'form', name: null },
    identifiers: [], fields: { first_name: 'Ann' }, tags: [], channels: {}, activity: { total: 0, by_channel: {}, last_at: null },
    subscriptions: [subscriptionOf(state, by)],
    ...more,
  };
}

const none = () => json({ items: [], next_cursor: null });

function serve(profile = profileOf()) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('editor')),
    [`GET /v1/profiles/${id}`]: ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : { ...profile, provenance: [] }),
    [`GET /v1/profiles/${id}/identity`]: () => json({ id, identifiers: [], merges: [], refusals: [], not_merged: [], links: [], truncated: false }),
    [`GET /v1/profiles/${id}/changes`]: none,
    'GET /v1/categories': () => json({ items: [{ key: 'news', names: { en: 'News' }, archived: false, channels: [] }], next_cursor: null }),
    ...Object.fromEntries(['fields', 'field-types', 'field-groups', 'segments', 'channels'].map((each) => [`GET /v1/${each}`, none])),
  });
}

async function openDialog() {
  renderConsole(`/contacts/${id}`);
  await userEvent.click(await screen.findByRole('button', { name: 'Change News' }));
  return within(await screen.findByRole('dialog'));
}

const choose = async (dialog: ReturnType<typeof within>, name: string) => userEvent.click(dialog.getByRole('radio', { name }));
const idle = /this will be noted and change nothing/;

describe('a subscription of somebody who left', () => {
  it.each(['person', 'operator'])('says before it is saved that our word changes nothing, and theirs does (left by %s)', async (by) => {
    serve(profileOf('unsubscribed', by));
    const dialog = await openDialog();
    expect(dialog.queryByText(idle)).toBeNull();
    await choose(dialog, 'Us');
    expect(dialog.getByText(idle).textContent).toContain('choose “The person”');
    await choose(dialog, 'Unsubscribed');
    expect(dialog.queryByText(idle)).toBeNull();
    await choose(dialog, 'Subscribed');
    expect(dialog.getByText(idle)).toBeTruthy();
    await choose(dialog, 'The person');
    expect(dialog.queryByText(idle)).toBeNull();
  });

  it.each([
    ['unsubscribed', 'default'],
    ['pending', 'person'],
    ['subscribed', 'person'],
  ])('is not meant where it is %s by %s', async (state, by) => {
    serve(profileOf(state, by));
    const dialog = await openDialog();
    await choose(dialog, 'Subscribed');
    await choose(dialog, 'Us');
    expect(dialog.queryByText(idle)).toBeNull();
  });

  async function saveByUs(code: string) {
    const detail = 'Noted, and still unsubscribed (`by` `person`).';
    const server = serve();
    server.on(patchPath, () => json(profileOf('unsubscribed', 'person', { version: 8, warnings: [{ pointer: '/subscriptions/news', code, detail }] })));
    const dialog = await openDialog();
    await choose(dialog, 'Us');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    return { server, detail };
  }

  it('says in words of here that it was noted alone, until it is saved without a word', async () => {
    const { server, detail } = await saveByUs('left_by_person');
    expect(await screen.findByText(/^Noted, and still unsubscribed: .* choose “The person”/)).toBeTruthy();
    expect(screen.queryByText(detail)).toBeNull();
    server.on(patchPath, () => json(profileOf('subscribed', 'person', { version: 9 })));
    await userEvent.click(screen.getByRole('button', { name: 'Change News' }));
    const again = within(await screen.findByRole('dialog'));
    await userEvent.type(again.getByRole('textbox', { name: /^Proof/ }), 'ticket 7');
    await userEvent.click(again.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByText(/^Noted, and still unsubscribed/)).toBeNull());
  });

  it('keeps the server’s words of what is unknown here, apart from its own', async () => {
    const { detail } = await saveByUs('of_tomorrow');
    expect((await screen.findByText(detail)).tagName).toBe('BDI');
  });
});
