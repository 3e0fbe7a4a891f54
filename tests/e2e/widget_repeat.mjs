// SPDX-License-Identifier: Apache-2.0
// Shown by the widget in Chromium, storage cleared, shown again anonymously, then identified: the second display carries
// `repeat`, and the first does not.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { startKith, until } from './kith.mjs';

const kith = await startKith(process.argv[2]);
const site = createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(`<!doctype html><title>shop</title><h1>Shop</h1>
    <script async src="${kith.base}/channels/widget/widget.js" data-key="${site.publicKey}"></script>`);
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${site.address().port}`;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

try {
  site.publicKey = (await kith.call('POST', '/v1/keys', { name: 'site', right: 'public', origins: [origin] })).key;
  await kith.call('PUT', '/channels/widget/definitions/promo', {
    name: 'Summer promo', title: 'Ten percent off', button: 'Show me', frequency: { kind: 'once' },
  });
  const page = await browser.newPage();
  const shown = async () => {
    const told = page.waitForResponse((response) => response.url().includes('/channels/widget/events'));
    await page.goto(origin);
    await page.locator('.kith-widget-title').waitFor();
    assert.equal((await told).status(), 200);
    return page.evaluate(() => window.kith.id());
  };
  const identify = (cookie) => kith.call('POST', '/v1/observations', {
    identifiers: [{ type: 'email', value: 'ann@example.com' }, { type: 'cookie', value: cookie }],
  });
  const displays = async () => {
    const page = await kith.call('GET', '/v1/profiles/email:ann@example.com/activity?channel=widget');
    return page.items.filter((activity) => activity.kind === 'message');
  };

  const first = await shown();
  await identify(first);
  const alone = await until(displays, (items) => items.length === 1, 'the first display is in the timeline');
  assert.equal(alone[0].message.name, 'Summer promo');
  assert.equal(alone[0].repeat ?? null, null);

  // Remembered: a second visit shows nothing.
  await page.goto(origin);
  await page.waitForFunction(() => window.kith);
  assert.equal(await page.locator('.kith-widget').count(), 0);

  await page.evaluate(() => localStorage.clear());
  await page.context().clearCookies();
  const second = await shown();
  assert.notEqual(second, first);
  assert.equal((await displays()).length, 1, 'nobody knows yet who saw it again');

  await identify(second);
  const both = await until(displays, (items) => items.length === 2, 'both displays are in the timeline');
  assert.deepEqual(both[0].repeat, { allowed: 'once', shown: 2, cause: 'storage_cleared' });
  assert.equal(both[1].repeat ?? null, null);
} finally {
  await browser.close();
  site.closeAllConnections();
  site.close();
  await kith.stop();
}
