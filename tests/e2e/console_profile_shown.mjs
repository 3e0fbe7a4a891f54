// SPDX-License-Identifier: Apache-2.0
// What a person's page shows of others' making: what was written to break it, as text, and what the channels know.
import assert from 'node:assert/strict';
import { axe, open, screenshots, signIn, startConsole } from './console_support.mjs';

const app = await startConsole({ people: 30, days: 7 });
const { page, api } = app;

const profileOf = (id) => api('GET', `/v1/profiles/${id}`);
const card = (name) => page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });

/** Somebody of the demonstration whom push and Telegram reach. */
async function findReached() {
  const { items } = await api('GET', '/v1/profiles?limit=100&state=active&channel=telegram');
  for (const { id } of items) {
    const profile = await profileOf(id);
    if (profile.channels.push?.applications?.some((each) => each.app_version) && profile.channels.telegram?.chats?.length) return profile;
  }
  throw new Error('nobody of the demonstration has both an application and a chat');
}

const planted = '<img src=x onerror="window.planted=1"><script>window.planted=1</script>';
async function makeHostile() {
  const { profile_id: id } = await api('POST', '/v1/observations', {
    source: { type: 'form', name: planted },
    identifiers: [{ type: 'external_id', value: planted }],
    fields: { first_name: '\u202Egnp.exe\u202C', last_name: `${planted}${'🙂'.repeat(200)}`, nickname: 'undefined', tags: [`'"><svg onload=planted=1>`.slice(0, 60)] },
  });
  return id;
}

try {
  const hostile = await makeHostile();
  await signIn(page, 'editor');

  // What others wrote is text.
  await open(page, `/contacts/${hostile}`);
  await card('Additional information').getByText(planted, { exact: false }).first().waitFor();
  await card('Change history').getByText(planted, { exact: false }).first().waitFor();
  assert.equal(await page.evaluate(() => window.planted), undefined);
  assert.equal(await page.locator('img[src="x"], svg[onload]').count(), 0);
  const overflow = await page.locator('#main').evaluate((main) => main.scrollWidth - main.clientWidth);
  assert.equal(overflow, 0, 'nothing is wider than the page');
  const beyond = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  assert.ok(beyond <= 0, 'the page itself has nothing to scroll');
  await axe(page, 'profile of a hostile person');
  await screenshots(page, 'profile-hostile');

  // What the channels know: applications with their versions, and a table of what each channel's plugin adds.
  const reached = await findReached();
  const application = reached.channels.push.applications.find((each) => each.app_version);
  const { chats } = reached.channels.telegram;
  await open(page, `/contacts/${reached.id}`);
  const devices = card('Applications and devices');
  for (const text of [application.app_id, application.app_version, application.model]) {
    await devices.getByText(text, { exact: true }).first().waitFor();
  }
  const panels = card('From the channels');
  await panels.getByRole('heading', { level: 3, name: 'Telegram', exact: true }).waitFor();
  const rows = panels.getByRole('group', { name: 'Chats', exact: true }).getByRole('row');
  await rows.filter({ hasText: chats[0].username }).first().waitFor();
  assert.equal(await rows.count(), chats.length + 1);
  await axe(page, 'profile with applications and panels');
  await screenshots(page, 'profile-channels');
} finally {
  await app.close();
}
