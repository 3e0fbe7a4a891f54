// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';
import { daysBefore, today } from '../../ui/chart/days';
import { healthOf, type Overview } from './overview';

const path = 'GET /v1/overview';

function overview(more: Partial<Overview> = {}): Overview {
  return {
    profiles: {
      known: 1200,
      anonymous: 300,
      by_source: [{ type: 'form', name: 'newsletter', known: 900, anonymous: 0 }],
      days: [{ day: today(), created_known: 4, created_anonymous: 1 }],
      source_days: [{ day: today(), type: 'tracking', created: 1 }, { day: today(), type: 'form', created: 4 }],
    },
    activity: {
      days: [
        { day: today(), channel: 'email', status: 'read', count: 7 },
        { day: today(), channel: 'web', status: null, count: 5 },
      ],
    },
    endpoint_states: [
      { type: 'email', state: 'blacklisted', reason: 'inactive_address', count: 9 },
      { type: 'email', state: 'unsubscribed', reason: null, count: 20 },
    ],
    refused_merges: { open: 3, at_least: false, days: [] },
    pipeline: { queued: 2, capacity: 1000, writers: 2, groups: 40, retries: 0, last_commit_at: null },
    ...more,
  };
}

const nothing = overview({
  profiles: { known: 0, anonymous: 0, by_source: [], days: [], source_days: [] },
  activity: { days: [] },
  endpoint_states: [],
  refused_merges: { open: 0, at_least: false, days: [] },
});

function serve(answer: () => Response) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    'GET /v1/channels': () => json({ items: [{ name: 'email', endpoint_types: ['email'] }], next_cursor: null }),
    [path]: answer,
  });
}

describe('the overview', () => {
  it('shows the server’s words and can be asked for again', async () => {
    let calls = 0;
    serve(() => (++calls === 1 ? problem(500, 'internal', 'The database is away.') : json(overview())));
    renderConsole('/overview');
    expect(await screen.findByText('The database is away.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('1,200')).toBeTruthy();
  });

  it('says where there is nothing yet', async () => {
    serve(() => json(nothing));
    renderConsole('/overview');
    expect(await screen.findByText('Nobody new came in this period.')).toBeTruthy();
    expect(screen.getByText('There are no profiles yet.')).toBeTruthy();
    expect(screen.getByText('Every known address can be written to.')).toBeTruthy();
    expect(screen.getByText('0 wait for a decision.')).toBeTruthy();
    expect(screen.queryByText(/^A reason leads/)).toBeNull();
  });

  it('asks for the days that the address bar says', async () => {
    const server = serve(() => json(overview()));
    const { router } = renderConsole('/overview?days=7');
    await screen.findByText('1,200');
    const asked = server.to(path)[0]?.query;
    expect([asked?.get('from'), asked?.get('to')]).toEqual([daysBefore(today(), 7), today()]);
    await userEvent.click(screen.getByRole('button', { name: '90 days' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ days: '90' }));
    await waitFor(() => expect(server.to(path).at(-1)?.query.get('from')).toBe(daysBefore(today(), 90)));
  });

  it('has states by reason in words, the most frequent first', async () => {
    serve(() => json(overview()));
    renderConsole('/overview');
    const table = await screen.findByRole('region', { name: 'Addresses that need care now' });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getAllByRole('cell').map((cell) => cell.textContent))).toEqual([
      ['Unsubscribed', 'No reason given', 'Email', '20'],
      ['Blacklisted', 'The address is not in use', 'Email', '9'],
    ]);
  });

  it.each([
    ['Known people', '/contacts', { known: 'true' }],
    ['Anonymous', '/contacts', { known: 'anonymous' }],
    ['Open conflicts', '/conflicts', {}],
    ['3 wait for a decision.', '/conflicts', {}],
    ['Form: newsletter', '/contacts', { known: 'any', source: 'form:newsletter' }],
    ['The address is not in use', '/contacts', { known: 'any', channel: 'email', state: 'blacklisted', reason: 'inactive_address' }],
  ])('leads from %s to what is counted there', async (name, pathname, search) => {
    serve(() => json(overview()));
    const { router } = renderConsole('/overview');
    await userEvent.click(await screen.findByRole('link', { name }));
    await waitFor(() => expect(router.state.location.pathname).toBe(pathname));
    expect(router.state.location.search).toEqual(search);
  });

  it('leads nowhere where no list has just that', async () => {
    serve(() => json(overview({ refused_merges: { open: 0, at_least: false, days: [] } })));
    renderConsole('/overview');
    await screen.findByRole('link', { name: 'The address is not in use' });
    expect(screen.getByText(/^A reason leads to the contacts with such an address/)).toBeTruthy();
    for (const name of ['New profiles', 'Activities', 'No reason given', '0 wait for a decision.']) {
      expect(screen.getByText(name)).toBeTruthy();
      expect(screen.queryByRole('link', { name })).toBeNull();
    }
  });

  it('says of what the days do not matter, and nothing of the anonymous that the list would not', async () => {
    serve(() => json(overview()));
    renderConsole('/overview');
    expect(await screen.findByRole('heading', { name: 'Where profiles come from, of all time' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Addresses that need care now' })).toBeTruthy();
    expect(screen.getByText('nothing verified says who they are')).toBeTruthy();
    expect(screen.queryByText(/not known by name/)).toBeNull();
  });

  it('divides the bars of new profiles by whether they are known or by where they were seen first', async () => {
    serve(() => json(overview()));
    const { router } = renderConsole('/overview');
    const chart = await screen.findByRole('figure', { name: 'New profiles by day first seen' });
    expect(within(chart).getByText('Known')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'By source' }));
    expect(await within(chart).findByText('Website tracking')).toBeTruthy();
    expect(within(chart).getByText('Form')).toBeTruthy();
    expect(within(chart).queryByText('Known')).toBeNull();
    expect(router.state.location.search).toEqual({ growth: 'source' });
  });

  it('divides the bars of activity by channel or status', async () => {
    serve(() => json(overview()));
    renderConsole('/overview');
    const chart = await screen.findByRole('figure', { name: 'Activity of everybody' });
    expect(within(chart).getByText('Website')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'By status' }));
    expect(await within(chart).findByText('Without a status')).toBeTruthy();
    expect(within(chart).queryByText('Website')).toBeNull();
  });
});

it.each([
  [0, 'healthy'],
  [500, 'busy'],
  [950, 'full'],
] as const)('with %d of 1000 waiting the pipeline is %s', (queued, health) => {
  expect(healthOf({ ...overview().pipeline, queued })).toBe(health);
});
