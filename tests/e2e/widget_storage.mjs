// SPDX-License-Identifier: Apache-2.0
// A browser whose storage refuses to be written, as a full one does: what was shown is remembered as long as the page lives,
// whatever the storage still holds.
import assert from 'node:assert/strict';
import { startKith } from './kith.mjs';
import { openShop } from './shop.mjs';

const day = 86_400_000;
const kith = await startKith(process.argv[2]);
const shop = await openShop(kith).catch(async (error) => {
  await kith.stop();
  throw error;
});

const define = (frequency) => kith.call('PUT', '/channels/widget/definitions/promo', { name: 'Promo', title: 'Promo', frequency });
const fillStorage = (page) => page.addInitScript(() => {
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
});
const visit = async (page) => {
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.kith);
};
/// Asks for the widget, unless it has come by itself, and closes it; whether it was there.
const shows = (page) => page.evaluate(() => {
  window.kith.show('promo');
  const shown = document.querySelector('.kith-widget') !== null;
  window.kith.close();
  return shown;
});

try {
  await define({ kind: 'once' });
  const full = await (await shop.browser.newContext()).newPage();
  await fillStorage(full);
  await visit(full);
  assert.equal(await shows(full), true);
  assert.equal(await shows(full), false, 'shown on this page before');
  await full.context().close();

  await define({ kind: 'days', days: 7 });
  const page = await (await shop.browser.newContext()).newPage();
  await visit(page);
  assert.equal(await shows(page), true);
  await fillStorage(page);
  await page.clock.setFixedTime(Date.now() + 8 * day);
  await visit(page);
  assert.equal(await shows(page), true, 'seven days have passed');
  assert.equal(await shows(page), false, 'what the page remembers is newer than what the storage holds');
  assert.ok(await page.evaluate(() => localStorage.getItem('kith_shown')), 'the storage still holds the first display');
  await page.context().close();
} finally {
  await shop.close();
  await kith.stop();
}
