// SPDX-License-Identifier: Apache-2.0
// The activity of a person as people see it: it arrives while one looks, is filtered by the address bar, shows its whole
// progress, tells machines from people, and says in words why a widget came again.
import assert from 'node:assert/strict';
import { assertForbidden, axe, open, screenshots, signIn, startConsole } from './console_support.mjs';
import { openShop } from './shop.mjs';

const { kith, page, api, newPage, close } = await startConsole({ people: 30, days: 7 });
const shop = await openShop(kith).catch(async (error) => {
  await close();
  throw error;
});

const email = { type: 'email', value: 'ann.activity@example.com' };
const person = `email:${email.value}`;
const address = `/contacts/${encodeURIComponent(person)}/activity`;
const start = Date.now() - 20 * 86_400_000;
const at = (day, minutes = 0) => new Date(start + day * 86_400_000 + minutes * 60_000).toISOString();
const tell = (activities) => api('POST', '/v1/observations', { identifiers: [email], activities });
const letter = (id, status, more = {}) => ({
  id, channel: 'email', message: { id: `campaign-${id}`, name: `Letter ${id}` }, endpoint: email, status, ...more,
});
const titles = (of = page) => of.getByRole('main').getByRole('listitem').getByRole('button', { expanded: false });
const activity = (name, of = page) => of.getByRole('button', { name, exact: true });
const itemOf = (name, of = page) => of.getByRole('listitem').filter({ has: activity(name, of) });

try {
  await tell([letter('one', 'delivered', { at: at(1) })]);
  await tell([letter('one', 'read', { at: at(1, 1), machine: 'prefetch' })]);
  await tell([letter('two', 'undelivered', { at: at(2), reason: 'mailbox_full' })]);
  await tell([{ id: 'visit', channel: 'web', event: 'page_viewed', at: at(3), properties: { url: '/sale', '<b>x</b>': '<img src=x>' } }]);
  await tell([{ id: 'order', channel: 'order', kind: 'order', event: 'order_placed', at: at(4), properties: { total: '12.50' } }]);

  // Nobody without a session; each role sees it and none may do more here than read.
  assert.equal((await fetch(`${kith.base}/v1/profiles/${person}/activity`)).status, 401);
  await signIn(page, 'viewer');
  await open(page, address);
  await page.getByText('4 activities', { exact: true }).waitFor();
  await assertForbidden(page, 'POST', '/v1/observations', { identifiers: [email] });
  await axe(page, 'activity');

  // A machine's reading is marked, and raised nothing.
  await itemOf('Letter one').getByText('Opened by a machine').waitFor();
  await itemOf('Letter one').getByText('Delivered', { exact: true }).waitFor();
  await activity('Letter one').click();
  const steps = page.getByRole('list', { name: 'Progress' }).getByRole('listitem');
  assert.equal(await steps.count(), 2);
  assert.match(await steps.nth(1).innerText(), /does not mean that the person read/);
  await axe(page, 'activity, opened');
  await activity('Letter one').click();

  // By the keyboard; what others wrote is text.
  await activity('Page viewed').focus();
  await page.keyboard.press('Enter');
  await page.getByText('<b>x</b>', { exact: true }).waitFor();
  assert.equal(await page.locator('main img').count(), 0);
  await page.keyboard.press('Enter');

  // Filters stand in the address, and come back with it.
  await page.getByRole('button', { name: 'Campaigns', exact: true }).click();
  await page.getByText('2 activities', { exact: true }).waitFor();
  await page.getByLabel('Status', { exact: true }).selectOption('undelivered');
  await page.getByText('1 activity', { exact: true }).waitFor();
  const { searchParams } = new URL(page.url());
  assert.deepEqual([searchParams.get('kind'), searchParams.get('status')], ['campaigns', 'undelivered']);
  await page.reload();
  await page.getByText('1 activity', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Contact activity' }).and(page.locator('[aria-current="page"]')).waitFor();
  await activity('Letter two').click();
  await page.getByText('The mailbox is full').waitFor();
  await page.getByLabel('Channel', { exact: true }).selectOption('web');
  await page.getByText('No activity matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await page.getByText('4 activities', { exact: true }).waitFor();

  // The chart, and the same as a table.
  await page.getByRole('figure', { name: 'Activity over time' }).getByRole('img').waitFor();
  await page.getByRole('button', { name: 'By status' }).click();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const table = page.getByRole('table', { name: 'Activity over time' });
  await table.getByRole('columnheader', { name: 'Undelivered' }).waitFor();
  await axe(page, 'activity, table');

  // It arrives while one looks: nothing is loaded again.
  await page.evaluate(() => { window.untouched = true; });
  await tell([letter('three', 'sent', { at: at(5) })]);
  await activity('Letter three').waitFor();
  await itemOf('Letter three').getByText('New', { exact: true }).waitFor();
  await page.getByText('5 activities', { exact: true }).waitFor();
  await tell([letter('three', 'clicked', { at: at(5, 60) })]);
  await itemOf('Letter three').getByText('Clicked', { exact: true }).waitFor();

  // To who has opened something it is told first, and nothing moves.
  await activity('Letter three').click();
  await tell([letter('four', 'sent', { at: at(6) })]);
  const news = page.getByRole('button', { name: '1 new activity' });
  await news.waitFor();
  assert.equal(await activity('Letter four').count(), 0);
  await news.click();
  await activity('Letter four').waitFor();
  assert.equal(await page.evaluate(() => window.untouched), true);
  await activity('Letter three').click();
  assert.match(await titles().first().innerText(), /Letter four/);

  // A widget that may be shown once, shown again to a browser that forgot; the demonstration's own stay away meanwhile.
  const { items: others } = await api('GET', '/channels/widget/definitions');
  for (const { id } of others) await api('DELETE', `/channels/widget/definitions/${id}`);
  await api('PUT', '/channels/widget/definitions/promo', {
    name: 'Summer promo', title: 'Ten percent off', button: 'Show me', frequency: { kind: 'once' },
  });
  const visitor = await shop.browser.newPage();
  const shownTo = async () => {
    const told = visitor.waitForResponse((response) => response.url().includes('/channels/widget/events'));
    await visitor.goto(shop.origin);
    await visitor.locator('.kith-widget-title').waitFor();
    assert.equal((await told).status(), 200);
    const cookie = await visitor.evaluate(() => window.kith.id());
    await api('POST', '/v1/observations', { identifiers: [email, { type: 'cookie', value: cookie }] });
  };
  await shownTo();
  const displays = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Summer promo', exact: true }) });
  await displays.first().waitFor();
  assert.equal(await page.getByText('Shown too often').count(), 0);
  await visitor.evaluate(() => localStorage.clear());
  await visitor.context().clearCookies();
  await shownTo();
  await page.getByText('Shown too often').waitFor();
  assert.equal(await displays.count(), 2);
  const words = await displays.first().innerText();
  assert.match(words, /may be shown to a person once\. This was display number 2\./);
  assert.match(words, /cookies and site data were cleared or a private window/);
  assert.doesNotMatch(await displays.last().innerText(), /Shown too often/);
  await axe(page, 'activity, repeat');
  await screenshots(page, 'activity');

  // The others see the same.
  for (const role of ['editor', 'administrator']) {
    const other = await newPage();
    await signIn(other, role);
    await open(other, `${address}?channel=widget`);
    await other.getByText('2 activities', { exact: true }).waitFor();
    await other.getByText('Shown too often').waitFor();
    await other.context().close();
  }

  // Nobody is there, and somebody with nothing.
  await open(page, `/contacts/${encodeURIComponent('email:nobody@example.com')}/activity`);
  await page.getByText('There is nobody here').waitFor();
  await api('POST', '/v1/observations', { identifiers: [{ type: 'email', value: 'quiet@example.com' }] });
  await open(page, `/contacts/${encodeURIComponent('email:quiet@example.com')}/activity`);
  await page.getByText('No activity yet').waitFor();
  await screenshots(page, 'activity-empty');
} finally {
  await shop.close();
  await close();
}
