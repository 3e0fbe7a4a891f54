// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf, type Call } from '../../testing/server';
import type { Activity } from './activity';

const list = 'GET /v1/profiles/P1/activity';
const days = 'GET /v1/profiles/P1/activity/days';
const address = '/contacts/P1/activity';

function activity(index: number, more: Partial<Activity> = {}): Activity {
  const at = `2026-11-${String(index).padStart(2, '0')}T10:00:00.000Z`;
  return {
    id: `A${index}`,
    profile_id: 'P1',
    channel: 'email',
    kind: 'message',
    event: null,
    message: { id: `m-${index}`, name: `Letter ${index}` },
    endpoint: { type: 'email', value: 'ann@example.com' },
    status: 'delivered',
    status_history: [{ status: 'delivered', at, last_at: at, reason: null, machine: null }],
    at,
    properties: {},
    source: { type: 'plugin', name: 'email' },
    ...more,
  };
}

/** The person above the tab. */
function person() {
  const at = '2026-11-01T10:00:00.000Z';
  return {
    id: 'P1',
    known: true,
    version: 1,
    created_at: at,
    updated_at: at,
    last_seen_at: at,
    source: { type: 'form', name: 'newsletter' },
    identifiers: [],
    fields: { first_name: 'Ann' },
    subscriptions: [],
    tags: [],
    activity: { total: 0, by_channel: {}, last_at: null },
    channels: {},
  };
}

/** Answers of the list by whether it is the pulse that asks. */
function serve(items: () => Activity[], more: Record<string, (call: Call) => Response> = {}) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    'GET /v1/profiles/P1': () => json(person()),
    [list]: ({ query }) => {
      const all = items();
      return json({
        items: query.get('limit') === '1' ? all.slice(0, 1) : all,
        next_cursor: null,
        summary: { total: all.length, by_channel: { email: { delivered: all.length } }, at_least: false },
      });
    },
    [days]: () => json({ items: [{ day: '2026-11-02', channel: 'email', status: 'delivered', count: 2 }], at_least: false }),
    ...more,
  });
}

const askAgain = () => fireEvent(window, new Event('visibilitychange'));
const titles = () => screen.getAllByRole('button', { name: /^Letter/ }).map((each) => each.textContent);

describe('the activity of a person', () => {
  it('shows an address with the letters of its domain', async () => {
    serve(() => [activity(1, { endpoint: { type: 'email', value: 'ann@xn--80a1acn3a.example' } })]);
    renderConsole(address);
    expect(await screen.findByText('ann@пошта.example')).toBeTruthy();
  });

  it('shows the server’s words and can be asked for again', async () => {
    const server = serve(() => [activity(1)]);
    server.on(list, () => problem(410, 'erased', 'This person was erased.'));
    renderConsole(address);
    expect(await screen.findByText('This person was erased.')).toBeTruthy();
    serve(() => [activity(1)]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('button', { name: 'Letter 1' })).toBeTruthy();
  });

  it('says that nothing matches, and how to see something again', async () => {
    serve(() => []);
    const { router } = renderConsole(`${address}?kind=orders&channel=web`);
    const buttons = await screen.findAllByRole('button', { name: 'Clear filters' });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    expect(await screen.findByText('No activity yet')).toBeTruthy();
    expect(router.state.location.search).toEqual({});
  });

  it('asks for what the address bar says, list and chart alike', async () => {
    const server = serve(() => [activity(1)]);
    const { router } = renderConsole(`${address}?status=read&channel=email`);
    await screen.findByText('1 activity');
    const asked = server.to(list).find((call) => call.query.get('limit') === null) as Call;
    for (const { query } of [asked, server.to(days)[0] as Call]) {
      expect([query.get('status'), query.get('channel'), query.get('kind')]).toEqual(['read', 'email', null]);
    }
    await userEvent.click(screen.getByRole('button', { name: 'Events' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ channel: 'email', kind: 'events' }));
    await waitFor(() => expect(server.to(days).at(-1)?.query.get('kind')).toBe('event'));
  });

  it('has the numbers of the chart as a table', async () => {
    serve(() => [activity(1), activity(2)]);
    renderConsole(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Show as a table' }));
    const table = screen.getByRole('table', { name: 'Activity over time' });
    expect(within(table).getByRole('columnheader', { name: 'Email' })).toBeTruthy();
    expect(within(table).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['2', '2']);
  });

  it('tells what a machine did from what the person did', async () => {
    const at = '2026-11-01T10:05:00.000Z';
    const opened = activity(1, {
      status_history: [
        ...activity(1).status_history,
        { status: 'read', at, last_at: at, reason: null, machine: 'prefetch' },
      ],
    });
    serve(() => [opened]);
    renderConsole(address);
    expect(await screen.findByText('Opened by a machine')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Letter 1' }));
    const steps = within(screen.getByRole('list', { name: 'Progress' })).getAllByRole('listitem');
    expect(steps).toHaveLength(2);
    expect(steps[1]?.textContent).toContain('does not mean that the person read the message');
  });

  it.each([
    ['once', 'once. This was display number 2', 'storage_cleared', 'private window'],
    ['session', 'once during a visit', 'other_browser', 'another browser or device'],
    ['7 days', 'once in 7 days. This was display number 2', 'unknown', 'not known'],
  ] as const)('says in words why a widget came again that was allowed %s', async (allowed, rule, cause, why) => {
    serve(() => [activity(1, { channel: 'widget', repeat: { allowed, shown: 2, cause } })]);
    renderConsole(address);
    expect(await screen.findByText('Shown too often')).toBeTruthy();
    expect(document.body.textContent).toContain(rule);
    expect(document.body.textContent).toContain(why);
  });

  it('shows what others wrote as it is', async () => {
    const hostile = '<img src=x onerror="document.title=1">\u202e{count}';
    serve(() => [activity(1, { message: { id: null, name: hostile }, properties: { [hostile]: { a: hostile } } })]);
    renderConsole(address);
    await userEvent.click(await screen.findByRole('button', { name: /onerror/ }));
    expect(document.querySelector('main img')).toBeNull();
    expect(screen.getAllByText((_, element) => element?.tagName === 'BDI' && element.textContent === hostile)).toHaveLength(2);
  });
});

describe('an activity that arrives', () => {
  it('shows itself without reloading', async () => {
    let items = [activity(1)];
    serve(() => items);
    renderConsole(address);
    await screen.findByText('1 activity');
    items = [activity(2), ...items];
    askAgain();
    expect(await screen.findByText('2 activities')).toBeTruthy();
    await waitFor(() => expect(titles()).toEqual(['Letter 2', 'Letter 1']));
    expect(screen.getByText('New')).toBeTruthy();
  });

  it('waits above what somebody has opened until it is asked for', async () => {
    let items = [activity(1)];
    serve(() => items);
    renderConsole(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Letter 1' }));
    items = [activity(2), activity(1, { status: 'read' })];
    askAgain();
    const news = await screen.findByRole('button', { name: '1 new activity' });
    expect(titles()).toEqual(['Letter 1']);
    expect(screen.getByText('Read')).toBeTruthy();
    await userEvent.click(news);
    await waitFor(() => expect(titles()).toEqual(['Letter 2', 'Letter 1']));
  });

  it('is not promised while the server can not be reached', async () => {
    const server = serve(() => [activity(1)]);
    renderConsole(address);
    await screen.findByText('Live');
    server.on(list, () => problem(500, 'internal', 'It broke.'));
    askAgain();
    expect(await screen.findByText(/^Not live/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Letter 1' })).toBeTruthy();
  });
});
