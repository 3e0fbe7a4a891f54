// SPDX-License-Identifier: Apache-2.0
// Lighthouse finds the contacts, a person and their activity accessible, as whoever is signed in has them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { snapshot } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { open, signIn, startConsole } from './console_support.mjs';

const least = 0.95;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const port = await freePort();
const app = await startConsole({ people: 30, days: 7, browserArguments: [`--remote-debugging-port=${port}`] });
const { page, api } = app;
const screen = { mobile: false, width: 1440, height: 900, deviceScaleFactor: 1, disabled: false };

/** The page that stands in the browser as Lighthouse sees it: signed in, with everything there. */
async function score(browser, name) {
  const looked = (await browser.pages()).find((each) => each.url() === page.url());
  const { lhr } = await snapshot(looked, {
    flags: { onlyCategories: ['accessibility'], formFactor: 'desktop', screenEmulation: screen, logLevel: 'error' },
  });
  assert.equal(lhr.runtimeError, undefined);
  assert.equal(lhr.finalDisplayedUrl, page.url());
  const { score: found } = lhr.categories.accessibility;
  const faults = Object.values(lhr.audits).filter(({ score: each }) => each === 0);
  console.log(`${name}: ${Math.round(100 * found)}`, faults.map(({ id }) => id).join(', '));
  assert.ok(found >= least, `${name}: ${JSON.stringify(faults.map(({ id, details }) => [id, details?.items]), null, 1)}`);
}

try {
  const { items } = await api('GET', '/v1/profiles?known=true&limit=1');
  const person = `/contacts/${items[0].id}`;
  await signIn(page, 'editor');
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
  try {
    await open(page, '/contacts');
    await page.getByRole('gridcell').first().waitFor();
    await score(browser, 'contacts');
    await open(page, person);
    await page.getByRole('heading', { level: 2, name: 'Identifiers', exact: true }).waitFor();
    await score(browser, 'profile');
    await open(page, `${person}/activity`);
    await page.getByRole('main').getByRole('listitem').first().waitFor();
    await score(browser, 'activity');
  } finally {
    await browser.disconnect();
  }
} finally {
  await app.close();
}
