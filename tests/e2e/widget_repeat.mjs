// SPDX-License-Identifier: Apache-2.0
// Shown by the widget in Chromium, storage cleared, shown again anonymously, then identified: the second display carries
// `repeat`, and the first does not. The same in a private window and in another browser.
import assert from 'node:assert/strict';
import { startKith, until } from './kith.mjs';
import { openShop } from './shop.mjs';

const kith = await startKith(process.argv[2]);
const shop = await openShop(kith).catch(async (error) => {
  await kith.stop();
  throw error;
});

/// Visits the shop, where the widget has to be shown, and waits until kith was told; the visitor's cookie.
const shownTo = async (page) => {
  const told = page.waitForResponse((response) => response.url().includes('/channels/widget/events'));
  await page.goto(shop.origin);
  await page.locator('.kith-widget-title').waitFor();
  assert.equal((await told).status(), 200);
  return page.evaluate(() => window.kith.id());
};
const identify = (cookie) => kith.call('POST', '/v1/observations', {
  identifiers: [{ type: 'email', value: 'ann@example.com' }, { type: 'cookie', value: cookie }],
});
/// The person's displays, the newest first, as soon as there are so many.
const displays = (count) => until(
  async () => (await kith.call('GET', '/v1/profiles/email:ann@example.com/activity?channel=widget')).items,
  (items) => items.length === count,
  `${count} displays in the timeline`,
);

try {
  await kith.call('PUT', '/channels/widget/definitions/promo', {
    name: 'Summer promo', title: 'Ten percent off', button: 'Show me', frequency: { kind: 'once' },
  });
  const page = await shop.browser.newPage();
  const first = await shownTo(page);
  await identify(first);
  const [alone] = await displays(1);
  assert.equal(alone.message.name, 'Summer promo');
  assert.equal(alone.repeat ?? null, null);

  // Remembered: a second visit shows nothing.
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.kith);
  await page.evaluate(() => window.kith.show('promo'));
  assert.equal(await page.locator('.kith-widget').count(), 0);

  await page.evaluate(() => localStorage.clear());
  await page.context().clearCookies();
  const second = await shownTo(page);
  assert.notEqual(second, first);
  const [anonymous] = (await kith.call('GET', `/v1/profiles/cookie:${second}/activity`)).items;
  assert.equal(anonymous.repeat ?? null, null, 'nobody knows yet who saw it again');
  await displays(1);

  await identify(second);
  const both = await displays(2);
  assert.deepEqual(both[0].repeat, { allowed: 'once', shown: 2, cause: 'storage_cleared' });
  assert.equal(both[1].repeat ?? null, null);

  // A private window is a browser that forgot; another browser has another signature.
  const visitIn = async (options) => {
    const context = await shop.browser.newContext(options);
    await identify(await shownTo(await context.newPage()));
    await context.close();
  };
  await visitIn({});
  assert.deepEqual((await displays(3))[0].repeat, { allowed: 'once', shown: 3, cause: 'storage_cleared' });
  await visitIn({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' });
  assert.deepEqual((await displays(4))[0].repeat, { allowed: 'once', shown: 4, cause: 'other_browser' });
} finally {
  await shop.close();
  await kith.stop();
}
