// SPDX-License-Identifier: Apache-2.0
// A kith with the demonstration and a person of each role, and the console of it in Chromium.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axeCore from 'axe-core';
import { launchBrowser } from './browser.mjs';
import { startKith } from './kith.mjs';

const schemes = ['light', 'dark'];
export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };
const mostHeight = 5000;

const password = 'correct horse battery';
/** By role; names as the console shows them. */
export const people = {
  viewer: { email: 'vera@example.org', name: 'Vera Viewer', password },
  editor: { email: 'edith@example.org', name: 'Edith Editor', password },
  administrator: { email: 'ada@example.org', name: 'Ada Administrator', password },
};

/** Of what a server refuses the browser writes by itself; the tests provoke such answers. */
const isOwnWord = (text) => text.startsWith('Failed to load resource');

/**
 * Starts everything: `people` and `days` are the size of the demonstration, none with `people: 0`; `settings` are words
 * of `--set`. `page` is a browser that nobody has signed in to; `newPage()` is another one, with nothing in common.
 * `api(method, path, body)` calls with a key of an administrator, and throws what is refused. Whatever a page complains
 * of (an error nobody caught, something that the policy of the pages refused) fails the test as it closes.
 */
export async function startConsole({ people: count = 60, days = 30, settings = [], browserArguments = [] } = {}) {
  const kith = await startKith(process.argv[2], [
    'plugins.load.telegram.options.bots=[{name: shop, secret_token: 0123456789abcdef}]',
    'sessions.attempts_per_account=1000',
    'sessions.attempts_per_address=1000',
    'log.level=warning',
    ...settings,
  ]);
  let browser;
  try {
    for (const [role, person] of Object.entries(people)) {
      kith.run(['user', 'create', '--email', person.email, '--name', person.name, '--role', role], {
        input: `${person.password}\n`,
      });
    }
    if (count > 0) {
      kith.run(['demo', '--url', kith.base, '--people', String(count), '--days', String(days)], {
        env: { KITH_KEY: kith.key },
      });
    }
    browser = await launchBrowser(browserArguments);
  } catch (error) {
    await kith.stop();
    throw error;
  }

  const complaints = [];
  const newPage = async (options = {}) => {
    const context = await browser.newContext({ viewport: wide, locale: 'en-GB', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.stack ?? String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isOwnWord(message.text())) complaints.push(message.text());
    });
    // The pages ask nobody but their server.
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(kith.base)) complaints.push(request.url());
    });
    page.kith = kith.base;
    return page;
  };
  const close = async () => {
    await browser.close();
    await kith.stop();
    if (complaints.length === 0) return;
    // Not thrown: it would hide why the test itself failed.
    console.error('the console complained:', complaints);
    process.exitCode = 1;
  };
  return { url: kith.base, kith, browser, page: await newPage(), newPage, api: kith.call, complaints, close };
}

/** Signs a page in as the person of that role, whoever was there before; it stands on the first screen. */
export async function signIn(page, role) {
  await page.context().clearCookies();
  await page.goto(`${page.kith}/`);
  await fillSignIn(page, role);
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}

/** Fills in what stands on the screen or in the dialog of an ended session. */
export async function fillSignIn(page, role) {
  await page.getByRole('textbox', { name: 'Email', exact: true }).fill(people[role].email);
  await page.getByLabel('Password', { exact: true }).fill(people[role].password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Goes to an address of the console by loading it. */
export const open = (page, path) => page.goto(page.kith + path);

/**
 * Calls the API as who is signed in to the page, with their cookie and token, as the console would: what the screen
 * hides has to be refused here. Answers `{ status, body }`, with a text for what is no JSON.
 */
export const callAs = (page, method, path, body) =>
  page.evaluate(
    async ([verb, address, content]) => {
      const session = await (await fetch('/v1/sessions/current')).json();
      const response = await fetch(address, {
        method: verb,
        headers: { 'Kith-CSRF': session.csrf_token, 'Content-Type': 'application/json' },
        body: content === null ? undefined : JSON.stringify(content),
      });
      const text = await response.text();
      const isJson = /^application\/(problem\+)?json/.test(response.headers.get('Content-Type') ?? '');
      return { status: response.status, body: isJson ? JSON.parse(text) : text || null };
    },
    [method, path, body ?? null],
  );

/** The call is refused to whoever is signed in to the page, for want of the right. */
export async function assertForbidden(page, method, path, body) {
  const { status, body: problem } = await callAs(page, method, path, body);
  assert.equal(status, 403, `${method} ${path}: ${JSON.stringify(problem)}`);
  assert.equal(problem.code, 'forbidden', `${method} ${path}`);
}

/** As if the session had run out meanwhile: the page is not told. */
export const expireSession = (page) => page.context().clearCookies();

async function inScheme(page, colorScheme) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
}

/** As where the console is reached over plain HTTP, which `localhost` is not: there a browser has no `randomUUID`. */
export const asOverPlainHttp = (page) => page.addInitScript(() => delete Crypto.prototype.randomUUID);

async function axeAsItIs(page, name) {
  await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const words = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html}\n  ${node.failureSummary}`).join('\n')}`);
  assert.deepEqual(words, [], `axe on ${name}`);
}

/** Axe finds nothing serious in the page as it stands, in both colour schemes. */
export async function axe(page, name) {
  for (const scheme of schemes) {
    await inScheme(page, scheme);
    await axeAsItIs(page, `${name}, ${scheme}`);
  }
  await inScheme(page, 'light');
}

/** Makes the window as high as what scrolls in the screen, unless that stands behind a dialog. */
async function asHighAsContent(page, { width, height }) {
  await page.setViewportSize({ width, height });
  if ((await page.getByRole('dialog').count()) > 0) return;
  const hidden = await page.locator('#main').evaluate((main) => main.scrollHeight - main.clientHeight);
  if (hidden > 0) await page.setViewportSize({ width, height: Math.min(mostHeight, height + hidden) });
}

/** Of the languages that the header offers, whichever is chosen now. */
export async function chooseLanguage(page, name, lang) {
  await page.locator('header button[aria-haspopup="menu"]').first().click();
  await page.getByRole('menuitemradio', { name }).click();
  await page.locator(`html[lang="${lang}"]`).waitFor({ state: 'attached' });
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

/** One picture of the page as it stands, in the folder `screenshots` beside this file. */
export async function picture(page, name) {
  const folder = fileURLToPath(new URL('./screenshots/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
}

/**
 * Pictures of the page as it stands: light, dark, narrow, and from right to left (but `rtl: false` while a dialog is
 * open: nothing behind it can be reached). Axe looks where the page is laid out in another way than it was looked at:
 * at the narrow one, and at the one from right to left.
 */
export async function screenshots(page, name, { rtl = true } = {}) {
  const shoot = (kind) => picture(page, `${name}-${kind}`);
  await asHighAsContent(page, wide);
  for (const scheme of schemes) {
    await inScheme(page, scheme);
    await shoot(scheme);
  }
  await inScheme(page, 'light');
  await asHighAsContent(page, narrow);
  // What belongs to a control of the page is shown beside it.
  const opener = page.locator('#main [aria-expanded="true"][aria-controls]').last();
  if ((await page.getByRole('dialog').count()) > 0 && (await opener.count()) > 0) await opener.scrollIntoViewIfNeeded();
  await shoot('narrow');
  await axeAsItIs(page, `${name}, narrow`);
  await page.setViewportSize(wide);
  if (!rtl) return;
  await chooseLanguage(page, 'العربية', 'ar');
  await asHighAsContent(page, wide);
  await shoot('rtl');
  await axeAsItIs(page, `${name}, from right to left`);
  await page.setViewportSize(wide);
  await chooseLanguage(page, 'English', 'en');
}
