// SPDX-License-Identifier: Apache-2.0
// The page of the API's description shows every call of it, those of the plugins too, and runs without a complaint.
import assert from 'node:assert/strict';
import { launchBrowser } from './browser.mjs';
import { startKith } from './kith.mjs';

const kith = await startKith(process.argv[2]);
const browser = await launchBrowser().catch(async (error) => {
  await kith.stop();
  throw error;
});

try {
  const description = await (await fetch(`${kith.base}/openapi.json`)).json();
  const methods = ['get', 'put', 'post', 'patch', 'delete'];
  const calls = Object.entries(description.paths)
    .flatMap(([path, item]) => methods.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${path}`));
  assert.ok(calls.includes('POST /channels/email/ses'));

  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${kith.base}/docs`);
  await page.locator('details .path').first().waitFor();
  const shown = await page.locator('details summary').evaluateAll((all) => all
    .map((each) => [each.querySelector('.method'), each.querySelector('.path')])
    .filter(([method, path]) => method && path)
    .map((pair) => pair.map((each) => each.textContent.trim()).join(' ')));
  assert.deepEqual(shown.map((each) => each.replace(/^\w+/, (method) => method.toUpperCase())).sort(), calls.sort());
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
  await kith.stop();
}
