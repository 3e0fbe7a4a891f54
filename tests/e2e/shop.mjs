// SPDX-License-Identifier: Apache-2.0
// A shop's site with kith's script on every page, and Chromium to visit it.
import { createHmac } from 'node:crypto';
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
  const made = await kith.call('POST', '/v1/keys', { name: 'site', right: 'public', origins: [origin] });
  key = made.key;
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
  };
  /// What the shop's backend signs for whoever is logged in.
  const identityToken = (subject) => {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: subject, iat: now, exp: now + 3600 })}`;
    return `${text}.${createHmac('sha256', made.identity_secret).update(text).digest('base64url')}`;
  };
  return { origin, browser, identityToken, close };
}
