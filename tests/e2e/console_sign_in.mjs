// SPDX-License-Identifier: Apache-2.0
// The way in: a wrong password, too many attempts, in one's own language, and then to what the address meant.
import assert from 'node:assert/strict';
import { axe, fillSignIn, open, people, screenshots, startConsole } from './console_support.mjs';

const attempts = 8;
const app = await startConsole({ people: 0, settings: [`sessions.attempts_per_account=${attempts}`] });
const { page, api } = app;
const nobody = 'nobody@example.org';
const wrong = page.getByText("That email and password don't belong together.");
const email = page.getByLabel('Email', { exact: true });
const password = page.getByLabel('Password', { exact: true });

const typeIn = async (address, guess) => {
  await email.fill(address);
  await password.fill(guess);
  await password.press('Enter');
};

/** Nobody is told whether it is the address or the password that is wrong. */
async function wrongPassword() {
  for (const address of [people.viewer.email, nobody]) {
    await typeIn(address, 'a guess');
    await wrong.waitFor();
    assert.equal(await email.inputValue(), address);
    assert.equal(await password.inputValue(), '');
    await page.reload();
    await password.waitFor();
  }
  await typeIn(nobody, 'a guess');
  await wrong.waitFor();
  await axe(page, 'sign-in with a wrong password');
  await screenshots(page, 'sign-in-wrong', { rtl: false });
}

/** They are refused in the server's words, and only those of that account. */
async function tooManyAttempts() {
  for (let made = 2; made < attempts; ++made) {
    const { status } = await fetch(`${app.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: nobody, password: 'a guess' }),
    });
    assert.equal(status, 401);
  }
  await typeIn(nobody, 'a guess');
  await page.getByRole('alert').getByText('Too many attempts. Wait, and then try again.').waitFor();
  assert.equal(await wrong.count(), 0);
  assert.equal(await email.inputValue(), nobody);
  await axe(page, 'sign-in after too many attempts');
  await screenshots(page, 'sign-in-throttled', { rtl: false });
}

/** What was typed stays, whatever language it is read in. */
async function inOtherLanguages() {
  const choose = async (name, lang, direction, heading) => {
    await page.locator('main button[aria-haspopup="menu"]').click();
    await page.getByRole('menuitemradio', { name }).click();
    await page.locator(`html[lang="${lang}"][dir="${direction}"]`).waitFor({ state: 'attached' });
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  };
  await choose('العربية', 'ar', 'rtl', 'تسجيل الدخول إلى kith');
  await axe(page, 'sign-in from right to left');
  await screenshots(page, 'sign-in-rtl', { rtl: false });
  await choose('Українська', 'uk', 'ltr', 'Вхід до kith');
  assert.equal(await page.getByLabel('Електронна адреса', { exact: true }).inputValue(), nobody);
  await axe(page, 'sign-in in Ukrainian');
  await screenshots(page, 'sign-in-uk', { rtl: false });
  await choose('English', 'en', 'ltr', 'Sign in to kith');
}

try {
  await api('POST', '/v1/observations', {
    identifiers: [{ type: 'email', value: 'quilla@example.com' }],
    fields: { first_name: 'Quilla', last_name: 'Quince', tags: { add: ['fruit'] } },
  });
  await open(page, '/contacts?tag=fruit');
  await page.getByRole('heading', { level: 1, name: 'Sign in to kith' }).waitFor();
  assert.equal(await page.title(), 'Sign in – kith');
  assert.equal(await page.getByRole('navigation').count(), 0);
  assert.equal((await fetch(`${app.url}/v1/profiles`)).status, 401);
  await axe(page, 'sign-in');
  await screenshots(page, 'sign-in', { rtl: false });
  await wrongPassword();
  await tooManyAttempts();
  await inOtherLanguages();
  await fillSignIn(page, 'viewer');
  await page.getByRole('row', { name: 'Quilla Quince', exact: true }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('tag'), 'fruit');
} finally {
  await app.close();
}
