// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../api/types';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, problem, sessionOf } from '../../testing/server';

type Plugin = Schema<'Plugin'>;

function plugin(name: string, more: Partial<Plugin> = {}): Plugin {
  return {
    name, key_id: 'K000000000001', state: 'running', required: false, version: '1.2.0', reasons: [], identifier_types: [], field_types: [],
    channel: null, routes: [], ...more,
  };
}

const failed = plugin('push', {
  state: 'failed', version: null, key_id: null, required: true, channel: 'push',
  reasons: ['options: dead_token_errors: has to be a list', '<b>it ended</b>'],
});

function serve(plugins: Plugin[]) {
  const list = (items: object[]) => () => json({ items, next_cursor: null });
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf('viewer')),
    'GET /v1/plugins': list(plugins),
    'GET /v1/channels': list([{ name: 'push', plugin: 'push', endpoint_types: ['push_token', 'web_push'], statuses: ['sent', 'undelivered'] }]),
  });
}

/** The line of a plugin or a channel. */
const lineOf = async (name: string) => {
  const heading = await screen.findByRole('heading', { level: 3, name });
  return within(heading.closest('li') as HTMLElement);
};

describe('the plugins', () => {
  it('of which there are none say where they are listed', async () => {
    serve([]);
    renderConsole('/settings/plugins');
    expect(await screen.findByText('No plugin is loaded')).toBeTruthy();
    expect(screen.getByText('Plugins are listed in the configuration file of the server.')).toBeTruthy();
  });

  it('stand there though the channels can not be read', async () => {
    const server = serve([plugin('email')]);
    server.on('GET /v1/channels', () => problem(500, 'internal', 'The channels are away.'));
    renderConsole('/settings/plugins');
    expect(await screen.findByText('The channels are away.')).toBeTruthy();
    expect((await lineOf('email')).getByText('Running')).toBeTruthy();
  });

  it('that can not be read say why, and can be asked for again', async () => {
    const server = serve([plugin('email')]);
    server.on('GET /v1/plugins', () => problem(503, 'overloaded', 'The server is busy.'));
    renderConsole('/settings/plugins');
    expect(await screen.findByText('The server is busy.')).toBeTruthy();
    serve([plugin('email')]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect((await lineOf('email')).getByText('Running')).toBeTruthy();
  });

  it('say of one that failed why it did, as text, and so does its channel', async () => {
    serve([plugin('email'), failed, plugin('telegram', { state: 'stopped', reasons: ['the token was taken back'] }), plugin('phone', { state: 'loaded' })]);
    renderConsole('/settings/plugins');
    expect(await screen.findByText('3 plugins are not running.')).toBeTruthy();
    const line = await lineOf('push');
    expect(line.getByText('Failed')).toBeTruthy();
    expect(line.getByText('The server does not start without it')).toBeTruthy();
    expect(line.getByText('Version unknown')).toBeTruthy();
    expect(line.getByText('Why it failed')).toBeTruthy();
    for (const reason of failed.reasons) expect(line.getByText(reason)).toBeTruthy();
    const stopped = await lineOf('telegram');
    expect(stopped.getByText('Stopped')).toBeTruthy();
    expect(stopped.getByText('Why it stopped')).toBeTruthy();
    expect(stopped.getByText('the token was taken back')).toBeTruthy();
    expect((await lineOf('phone')).getByText('Loaded, not running')).toBeTruthy();
    // A channel is called what people call it.
    expect((await lineOf('Push')).getByText('Failed')).toBeTruthy();
    expect(line.getByText('Push')).toBeTruthy();
  });

  it('are well when all of them run', async () => {
    serve([plugin('email'), plugin('phone')]);
    renderConsole('/settings/plugins');
    expect(await screen.findByText('All plugins are running.')).toBeTruthy();
    expect(screen.queryByText('Why it failed')).toBeNull();
  });
});
