// SPDX-License-Identifier: Apache-2.0
// Each display frequency, kept by Chromium from page to page and told with each display.
import assert from 'node:assert/strict';
import { startKith, until } from './kith.mjs';
import { openShop } from './shop.mjs';

const minute = 60_000;
const day = 1_440 * minute;
const cases = [
  { frequency: { kind: 'unlimited' }, visits: [[0, true], [0, true], [minute, true]] },
  { frequency: { kind: 'once' }, visits: [[0, true], [minute, false], [400 * day, false]] },
  // A session ends after 30 minutes without a page, not 30 minutes after it began.
  { frequency: { kind: 'session' }, visits: [[0, true], [20 * minute, false], [45 * minute, false], [76 * minute, true]] },
  { frequency: { kind: 'days', days: 7 }, visits: [[0, true], [7 * day - minute, false], [7 * day, true]] },
];

const kith = await startKith(process.argv[2]);
const shop = await openShop(kith).catch(async (error) => {
  await kith.stop();
  throw error;
});

try {
  for (const { frequency, visits } of cases) {
    await kith.call('PUT', '/channels/widget/definitions/promo', { name: 'Promo', title: 'Promo', frequency });
    const context = await shop.browser.newContext();
    const page = await context.newPage();
    const began = Date.now();
    for (const [after, expected] of visits) {
      await page.clock.setFixedTime(began + after);
      await page.goto(shop.origin);
      await page.waitForFunction(() => window.kith);
      // The script shows it by itself, but a moment later; asked to, it shows it now, if it is allowed.
      await page.evaluate(() => window.kith.show('promo'));
      const shown = (await page.locator('.kith-widget').count()) > 0;
      assert.equal(shown, expected, `${frequency.kind} after ${after} ms`);
    }
    const cookie = await page.evaluate(() => window.kith.id());
    await context.close();

    const count = visits.filter(([, expected]) => expected).length;
    // Until the first beacon arrived, there is nobody with that cookie.
    const activity = () => kith.call('GET', `/v1/profiles/cookie:${cookie}/activity`).catch(() => ({ items: [] }));
    const told = await until(
      async () => (await activity()).items,
      (items) => items.length === count,
      `${frequency.kind}: ${count} displays were told`,
    );
    for (const display of told) assert.deepEqual(display.properties.frequency, frequency);
  }
} finally {
  await shop.close();
  await kith.stop();
}
