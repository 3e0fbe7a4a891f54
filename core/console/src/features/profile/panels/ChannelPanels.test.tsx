// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderConsole } from '../../../testing/render';
import { FakeServer, json, sessionOf } from '../../../testing/server';

const id = 'P000000000001';
const at = '2026-11-01T10:00:00.000Z';
const later = '2026-11-20T18:30:00.000Z';
const hostile = '<img src=x onerror=alert(1)>';

function identifier(type: string, value: string, more: object = {}) {
  return { type, value, given: value, role: 'identifying', first_seen: at, last_seen: at, endpoint: null, ...more };
}

/** As the plugins of the channels write them. */
const channels = {
  email: { addresses: [{ value: 'ann@example.com', last_delivered_at: at, last_read_at: later, last_clicked_at: null, last_bounce: null }] },
  push: {
    applications: [
      {
        type: 'push_token', token: 'token-1', app_id: 'shop.ios', platform: 'ios', app_version: '5.2.1', os_version: '17.4', model: 'iPhone 15',
        registered_at: at, last_seen: later, dropped_at: null,
      },
      {
        type: 'web_push', token: 'https://push.example/1', app_id: null, platform: null, app_version: null, os_version: null, model: hostile,
        registered_at: at, last_seen: at, dropped_at: later,
      },
    ],
  },
  telegram: { chats: [{ bot: 'shop', chat: '4711', username: 'ann_k', first_seen: at, last_seen: later, blocked: null }] },
  fax: { [hostile]: { pages: 3, fine: false, notes: [] }, last_sent_at: at },
};

function serve(more: object = {}) {
  const list = () => json({ items: [], next_cursor: null });
  const profile = {
    id, known: true, version: 7, created_at: at, updated_at: at, last_seen_at: at,
    source: { type: 'form', name: 'newsletter' },
    identifiers: [
      identifier('push_token', 'token-1', { endpoint: { channel: 'push', state: 'blacklisted', states: [] } }),
      identifier('device_id', 'device-77'),
    ],
    fields: { first_name: 'Ann', time_zone: 'Europe/Kyiv' }, subscriptions: [], tags: [],
    activity: { total: 0, by_channel: {}, last_at: null },
    channels,
    ...more,
  };
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    [`GET /v1/profiles/${id}`]: ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : profile),
    [`GET /v1/profiles/${id}/identity`]: () =>
      json({ id, identifiers: [], merges: [], refusals: [], not_merged: [], links: [], truncated: false }),
    [`GET /v1/profiles/${id}/changes`]: list,
    ...Object.fromEntries(['fields', 'field-types', 'field-groups', 'categories', 'segments', 'channels'].map((each) => [`GET /v1/${each}`, list])),
  });
}

async function cardOf(name: string) {
  const heading = await screen.findByRole('heading', { level: 2, name });
  return within(heading.closest('section') as HTMLElement);
}

describe('what the channels know of a person', () => {
  beforeEach(() => vi.stubEnv('TZ', 'UTC'));
  afterEach(() => vi.unstubAllEnvs());

  it('is nothing where they know nothing', async () => {
    serve({ channels: {}, identifiers: [] });
    renderConsole(`/contacts/${id}`);
    expect((await cardOf('Applications and devices')).getByText('No applications and no devices')).toBeTruthy();
    expect(screen.queryByRole('heading', { level: 2, name: 'From the channels' })).toBeNull();
  });

  it('shows each application with its version, and what can not be reached any more as such', async () => {
    serve();
    renderConsole(`/contacts/${id}`);
    const card = await cardOf('Applications and devices');
    const [app, site, device] = card.getAllByRole('listitem').map((each) => within(each));
    for (const text of ['shop.ios', '5.2.1', 'iPhone 15', 'ios 17.4', 'Blacklisted']) expect(app?.getByText(text), text).toBeTruthy();
    expect(site?.getAllByText('Dropped').length).toBeGreaterThan(0);
    expect(site?.getByText(hostile)).toBeTruthy();
    expect(device?.getByText('device-77')).toBeTruthy();
  });

  it('shows the panels as tables, in words where there are some, and never as markup', async () => {
    serve();
    renderConsole(`/contacts/${id}`);
    const card = await cardOf('From the channels');
    expect(card.getAllByRole('heading', { level: 3 }).map((each) => each.textContent)).toEqual(['Email', 'Telegram', 'fax']);
    const chats = within(card.getByRole('group', { name: 'Chats' }));
    expect(chats.getAllByRole('columnheader').map((each) => each.textContent)).toContain('User name');
    for (const text of ['shop', '4711', 'ann_k']) expect(chats.getByText(text), text).toBeTruthy();
    expect(card.getByText(hostile)).toBeTruthy();
    expect(document.querySelector('img[src="x"]')).toBeNull();
    const addresses = within(card.getByRole('group', { name: 'Addresses' })).getAllByRole('columnheader');
    expect(addresses.map((each) => each.textContent)).toEqual(['Address', 'Last delivered', 'Last read', 'Last click', 'Last bounce']);
    expect(card.getByText('Last sent at')).toBeTruthy();
    expect(card.getByText('Pages')).toBeTruthy();
    // The devices have a card of their own.
    expect(card.queryByText('shop.ios')).toBeNull();
  });

  it('has the person’s time beside each, as all of the page has', async () => {
    serve();
    renderConsole(`/contacts/${id}`);
    const cell = (await cardOf('From the channels')).getByText('Nov 20, 2026, 6:30 PM', { exact: true, selector: 'td:nth-child(3) time' });
    expect(cell.parentElement?.textContent?.replace(/\s+/gu, ' ')).toContain('8:30 PM GMT+2');
    for (const name of ['Additional information', 'From the channels']) {
      expect((await cardOf(name)).getAllByRole('img', { name: 'Where the person is' }).length, name).toBeGreaterThan(0);
    }
  });
});
