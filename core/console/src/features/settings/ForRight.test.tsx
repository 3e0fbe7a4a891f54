// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, sessionOf } from '../../testing/server';

const ofAdministrators = 'An administrator can see this page, or give you the role.';
const ofEditors = 'An editor or an administrator can see this page; an administrator can give you the role.';

it.each([
  ['/contacts/deleted', 'viewer', ofEditors],
  ['/settings/suppressions/import', 'viewer', ofEditors],
  ['/settings/keys', 'viewer', ofAdministrators],
  ['/settings/keys', 'editor', ofAdministrators],
] as const)('%s tells the %s whose it is, and asks nothing', async (path, role, words) => {
  const server = new FakeServer({ 'GET /v1/sessions/current': () => json(sessionOf(role)) });
  renderConsole(path);
  expect(await screen.findByText(words)).toBeTruthy();
  expect(server.calls.filter((call) => /profiles|suppressions|keys/.test(call.path))).toEqual([]);
});
