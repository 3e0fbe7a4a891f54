// SPDX-License-Identifier: Apache-2.0
// A shop's site with kith's script on every page, and Chromium to visit it.
import { createServer } from 'node:http';
import { launchBrowser } from './browser.mjs';

export async function openShop(kith) {
  let key = '';
  const site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>shop</title><h1>Shop</h1>
      <script async src="${kith.base}/channels/widget/widget.js" data-key="${key}"></script>`);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${site.address().port}`;
  key = (await kith.call('POST', '/v1/keys', { name: 'site', right: 'public', origins: [origin] })).key;
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
  };
  return { origin, browser, close };
}
