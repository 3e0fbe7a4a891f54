// SPDX-License-Identifier: Apache-2.0
// The pages for people in Chromium without JavaScript, with a keyboard, in three languages and in one that is written
// from right to left and has but some of the words; axe finds nothing in any of them, and what a mail scanner reads
// changes nothing.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { launchBrowser } from './browser.mjs';
import { startKith } from './kith.mjs';

const kith = await startKith(process.argv[2], [
  "pages.languages.he={name: עברית, preferences_title: המינויים שלך, preferences_intro: 'מה לשלוח אל {address}?', save: שמירה}",
]);
const browser = await launchBrowser().catch(async (error) => {
  await kith.stop();
  throw error;
});

const email = { type: 'email', value: 'ann@example.com' };
const profileOf = (id) => kith.call('GET', `/v1/profiles/${id}`);
const newsOf = (profile) => profile.subscriptions.find((each) => each.category === 'news');
const endpointOf = (profile) => profile.identifiers.find((each) => each.type === 'email').endpoint;

/// What a mail scanner, a preview and a virus check do with each link of a message.
const scan = async (url) => {
  for (const method of ['GET', 'HEAD', 'GET']) {
    for (const address of [url, `${url}?lang=de`, `${url}?List-Unsubscribe=One-Click`]) {
      const response = await fetch(address, { method, headers: { 'user-agent': 'MailScanner/1.0' } });
      assert.equal(response.status, 200, `${method} ${address}`);
      assert.equal(response.headers.get('cache-control'), 'no-store');
    }
  }
};

/// Everything that axe finds wrong with the page, in words.
const findings = async (page) => {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
};

/// Without JavaScript, as somebody who speaks that.
const openWithout = async (locale, url) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => assert.ok(request.url().startsWith(kith.base), request.url()));
  await page.goto(url);
  return { page, close: async () => {
    assert.deepEqual(complaints, []);
    await context.close();
  } };
};

try {
  // A form, and the mail that asks whether it was them.
  const claim = await kith.call('POST', '/v1/observations', {
    evidence: 'claimed', identifiers: [email], subscriptions: { news: { state: 'subscribed', by: 'person' } },
  });
  const id = claim.profile_id;
  const confirmation = await kith.call('POST', '/v1/confirmations', { ref: id, identifier: email, categories: ['news'], text: 'news-v3' });
  const claimed = await profileOf(id);
  assert.equal(newsOf(claimed).state, 'pending');
  await scan(confirmation.url);
  assert.deepEqual(await profileOf(id), claimed);

  const asked = await openWithout('uk-UA', confirmation.url);
  assert.equal(await asked.page.locator('html').getAttribute('lang'), 'uk');
  assert.equal(await asked.page.getByRole('listitem').first().textContent(), 'Новини');
  await asked.page.getByRole('button', { name: 'Підтвердити' }).click();
  await asked.page.getByRole('heading', { name: 'Підтверджено' }).waitFor();
  const confirmed = await profileOf(id);
  assert.equal(newsOf(confirmed).state, 'subscribed');
  assert.equal(confirmed.identifiers[0].role, 'identifying');
  await asked.page.goto(confirmation.url);
  await asked.page.getByRole('heading', { name: 'Вже підтверджено' }).waitFor();
  await asked.close();

  // The link that stands in every message.
  const { url } = await kith.call('POST', `/v1/profiles/${id}/preferences-token`, { identifier: email });
  await scan(url);
  assert.deepEqual(await profileOf(id), confirmed);

  const chosen = await openWithout('uk-UA', url);
  const { page } = chosen;
  assert.ok(!(await page.content()).includes(email.value), 'the address is masked');
  const news = page.getByRole('checkbox', { name: 'Новини' });
  assert.ok(await news.isChecked());
  // By the keyboard alone: the first thing to reach is the first category.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  assert.ok(!(await news.isChecked()));
  await page.getByLabel('Причина').selectOption('too_frequent');
  await page.getByLabel('Коментар').fill('Щодня — забагато.\n<b>');
  await page.getByRole('button', { name: 'Зберегти' }).click();
  await page.getByRole('status').filter({ hasText: 'Ваш вибір збережено.' }).waitFor();
  const left = newsOf(await profileOf(id));
  assert.equal(left.state, 'unsubscribed');
  assert.equal(left.by, 'person');
  assert.equal(left.reason, 'too_frequent');
  assert.equal(left.comment, 'Щодня — забагато.\n<b>');

  // The language is chosen by a link, and stays with what is sent.
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await page.getByRole('heading', { name: 'Ihre Abonnements' }).waitFor();
  await page.getByRole('button', { name: 'Alles abbestellen' }).click();
  await page.getByRole('status').filter({ hasText: 'Sie haben alles abbestellt.' }).waitFor();
  assert.equal(endpointOf(await profileOf(id)).state, 'unsubscribed');

  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('checkbox', { name: 'News' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').filter({ hasText: 'Your choice is saved.' }).waitFor();
  const back = await profileOf(id);
  assert.equal(newsOf(back).state, 'subscribed');
  assert.equal(endpointOf(back).state, 'active');

  await page.getByRole('link', { name: 'עברית' }).click();
  await page.getByRole('heading', { name: 'המינויים שלך' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  assert.equal(await page.getByText('Unsubscribe from everything').getAttribute('lang'), 'en');
  await page.getByRole('button', { name: 'שמירה' }).click();
  await page.getByRole('status').filter({ hasText: 'Nothing was changed.' }).waitFor();
  await chosen.close();
  const broken = await fetch(url.slice(0, -3), { headers: { 'accept-language': 'uk' } });
  assert.equal(broken.status, 404);
  assert.ok((await broken.text()).includes('<h1>Посилання не працює</h1>'));

  // axe needs JavaScript, which the pages' own policy forbids.
  const again = await kith.call('POST', '/v1/confirmations', { ref: id, identifier: email, categories: ['news', 'offers'] });
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme, locale: 'en-GB' });
    const looked = await context.newPage();
    const check = async (what) => assert.deepEqual(await findings(looked), [], `${what}, ${colorScheme}`);
    for (const address of [url, `${url}?lang=uk`, `${url}?lang=de`, `${url}?lang=he`, again.url, `${url}x`, confirmation.url]) {
      await looked.goto(address);
      await check(address);
    }
    await looked.goto(url);
    await looked.evaluate(() => {
      const comment = document.querySelector('textarea');
      comment.removeAttribute('maxlength');
      comment.value = 'x'.repeat(3000);
    });
    await looked.getByRole('button', { name: 'Save' }).click();
    await looked.getByRole('alert').waitFor();
    await check('a comment that is too long');
    await looked.goto(url);
    await looked.getByRole('button', { name: 'Unsubscribe from everything' }).click();
    await looked.getByRole('status').waitFor();
    await check('unsubscribed from everything');
    await looked.goto(url);
    await looked.getByLabel('Comment').fill('Thanks');
    await looked.getByRole('button', { name: 'Save' }).click();
    await looked.getByRole('status').waitFor();
    await check('a comment that is not kept');
    // As if the page had had other words when it was read.
    const readOthers = (field) => { field.value = '0'.repeat(field.value.length); };
    await looked.goto(url);
    await looked.locator('[name="words"]').evaluate(readOthers);
    await looked.getByRole('checkbox', { name: 'News' }).check();
    await looked.getByRole('button', { name: 'Save' }).click();
    await looked.getByRole('alert').waitFor();
    await check('preferences whose words are others now');
    const fresh = await kith.call('POST', '/v1/confirmations', { ref: id, identifier: email, categories: ['news'] });
    await looked.goto(fresh.url);
    await looked.locator('[name="words"]').evaluate(readOthers);
    await looked.getByRole('button', { name: 'Confirm' }).click();
    await looked.getByRole('alert').waitFor();
    await check('a confirmation whose words are others now');
    await looked.getByRole('button', { name: 'Confirm' }).click();
    await looked.getByRole('status').waitFor();
    await check('confirmed');
    await context.close();
  }

  // One click, as a mail program sends it.
  const clicked = await fetch(url, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  assert.equal(clicked.status, 200);
  assert.equal(endpointOf(await profileOf(id)).state, 'unsubscribed');
} finally {
  await browser.close();
  await kith.stop();
}
