// SPDX-License-Identifier: Apache-2.0
// A widget that is shown after a while asks again when its time has come: another tab, or the page itself, may have shown
// it meanwhile.
import assert from 'node:assert/strict';
import { startKith, until } from './kith.mjs';
import { openShop } from './shop.mjs';

const minute = 60_000;
const kith = await startKith(process.argv[2]);
const shop = await openShop(kith).catch(async (error) => {
  await kith.stop();
  throw error;
});

/// A browser of somebody who was never here; the timers of all its tabs are the test's.
const newVisitor = async () => {
  const context = await shop.browser.newContext();
  await context.clock.install();
  return context;
};
const openTab = async (context) => {
  const page = await context.newPage();
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.kith);
  return page;
};
const widgets = (page) => page.locator('.kith-widget').count();

try {
  await kith.call('PUT', '/channels/widget/definitions/promo', {
    name: 'Promo', title: 'Promo', delay_ms: minute, frequency: { kind: 'once' },
  });

  const visitor = await newVisitor();
  const first = await openTab(visitor);
  await visitor.clock.fastForward(minute / 2);
  const second = await openTab(visitor);
  await visitor.clock.fastForward(minute / 2);
  assert.equal(await widgets(first), 1);
  assert.equal(await widgets(second), 0, 'its time there is later');
  // What one tab stores reaches the other one a moment later.
  await until(() => second.evaluate(() => localStorage.getItem('kith_shown')), Boolean, 'the second tab knows of the first');
  await visitor.clock.fastForward(minute / 2);
  assert.equal(await widgets(second), 0, 'the first tab has shown it');
  await visitor.close();

  const other = await newVisitor();
  const page = await openTab(other);
  await page.evaluate(() => window.kith.show('promo'));
  assert.equal(await widgets(page), 1);
  await page.evaluate(() => window.kith.close());
  await other.clock.fastForward(minute);
  assert.equal(await widgets(page), 0, 'the page has shown it');
  await other.close();
} finally {
  await shop.close();
  await kith.stop();
}
