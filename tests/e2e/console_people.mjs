// SPDX-License-Identifier: Apache-2.0
// Somebody is let in, limited, signed out and removed by an administrator, and everything that people did stands in the
// audit log under their names, what they were refused too.
import assert from 'node:assert/strict';
import { assertForbidden, axe, callAs, open, people, screenshots, signIn, startConsole } from './console_support.mjs';

const kith = await startConsole({ people: 0 });
const { page, api } = kith;
const nora = { email: 'nora@example.org', name: 'Nora <b>New</b>' };

const button = (name, where = page) => where.getByRole('button', { name, exact: true });
const row = (name) => page.getByRole('row', { name, exact: true });
const textbox = (name, where = page) => where.getByRole('textbox', { name });
const saved = () => page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
const userOf = async (email) => (await api('GET', '/v1/users')).items.find((each) => each.email === email);

const enter = async (where, password) => {
  await where.getByLabel('Email', { exact: true }).fill(nora.email);
  await where.getByLabel('Password', { exact: true }).fill(password);
  await button('Sign in', where).click();
};

/** A password that the form made up. */
const makeUp = async () => {
  await button('Make one up').click();
  const shown = page.getByRole('textbox', { name: 'Password', exact: true }).and(page.locator('[readonly]'));
  const password = await shown.inputValue();
  assert.equal(password.length, 20);
  return password;
};

async function letIn(hers) {
  await open(page, '/settings/people');
  await row(people.administrator.name).waitFor();
  await axe(page, 'people');
  await screenshots(page, 'settings-people');
  await button('New person').click();
  await textbox(/^Name/).fill(nora.name);
  await textbox(/^Email/).fill(people.viewer.email);
  const password = await makeUp();
  await axe(page, 'a new person');
  await screenshots(page, 'settings-person-new');
  // The address is somebody's: said at its place, and nothing typed is lost.
  await button('Create the person').click();
  await page.getByRole('alert').or(page.locator('[aria-invalid="true"]')).first().waitFor();
  assert.equal(await textbox(/^Name/).inputValue(), nora.name);
  await textbox(/^Email/).fill(nora.email);
  await button('Create the person').click();
  await page.getByRole('heading', { level: 1, name: nora.name, exact: true }).waitFor();
  assert.equal((await userOf(nora.email)).role, 'viewer');

  await hers.goto(`${kith.url}/contacts`);
  await enter(hers, password);
  await hers.getByRole('navigation', { name: 'Screens' }).waitFor();
  assert.equal(await hers.getByRole('link', { name: 'People', exact: true }).count(), 0);
}

async function limited(hers) {
  const { id } = await userOf(nora.email);
  for (const call of [
    ['GET', '/v1/users'],
    ['PATCH', `/v1/users/${id}`, { role: 'administrator' }],
    ['GET', '/v1/audit'],
    ['POST', '/v1/tags/changes', { tags: { add: ['x'], remove: [] }, profiles: ['email:a@example.com'] }],
  ]) {
    await assertForbidden(hers, ...call);
  }
  for (const path of ['/settings/people', `/settings/people/${id}`, '/settings/new-person', '/settings/audit']) {
    await hers.goto(kith.url + path);
    await hers.getByText('This is not for your role').waitFor();
  }

  await open(page, `/settings/people/${id}`);
  await axe(page, 'a person');
  await screenshots(page, 'settings-person');
  await page.getByRole('radio', { name: /^Editor/ }).check();
  await button('Save').click();
  await saved();
  assert.equal((await userOf(nora.email)).role, 'editor');
}

async function signedOut(hers) {
  await button('Sign out there').click();
  const ended = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await button('Sign out there', page.getByRole('dialog')).click();
  await page.getByText('Not signed in anywhere.').waitFor();
  await ended;
  await hers.reload();
  await hers.getByLabel('Password', { exact: true }).waitFor();

  // Another password, and the door closed altogether.
  const password = await makeUp();
  await button('Set the password').click();
  await page.getByText('The new password counts from now on.').waitFor();
  await page.getByLabel('Disabled', { exact: true }).check();
  await button('Save').click();
  await saved();
  await enter(hers, password);
  await hers.getByText(/belong together/).first().waitFor();
  await page.getByLabel('Disabled', { exact: true }).uncheck();
  await button('Save').click();
  await saved();
  await enter(hers, password);
  await hers.getByRole('navigation', { name: 'Screens' }).waitFor();
}

/** Two administrators on one person, and the last of them. */
async function contested() {
  const { id } = await userOf(nora.email);
  await textbox(/^Name/).fill('Nora Mine');
  await api('PATCH', `/v1/users/${id}`, { name: 'Nora Theirs' });
  await button('Save').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nora Theirs').waitFor();
  await button('Take theirs', dialog).click();
  await page.getByRole('heading', { level: 1, name: 'Nora Theirs', exact: true }).waitFor();

  const ada = await userOf(people.administrator.email);
  await open(page, `/settings/people/${ada.id}`);
  await page.getByText('This is you').waitFor();
  assert.equal(await button('Remove').count(), 0);
  await page.getByRole('radio', { name: /^Viewer/ }).check();
  await button('Save').click();
  await page.getByRole('alert').waitFor();
  assert.equal((await userOf(people.administrator.email)).role, 'administrator');
  await button('Discard').first().click();
  const { status, body } = await callAs(page, 'PATCH', `/v1/users/${ada.id}`, { disabled: true });
  assert.deepEqual([status, body.code], [409, 'last_administrator']);
}

async function removed(hers) {
  const { id } = await userOf(nora.email);
  await open(page, `/settings/people/${id}`);
  await button('Remove').click();
  const dialog = page.getByRole('dialog');
  assert.ok(await button('Remove', dialog).isDisabled());
  await dialog.getByRole('textbox').fill(nora.email);
  await button('Remove', dialog).click();
  await row(people.viewer.name).waitFor();
  assert.equal(await row('Nora Theirs').count(), 0);
  assert.equal(await userOf(nora.email), undefined);
  await hers.reload();
  await hers.getByLabel('Password', { exact: true }).waitFor();
  return id;
}

async function audited(id) {
  await open(page, '/settings/audit');
  await row(`${people.administrator.name} Added a person’s account`).first().waitFor();
  await axe(page, 'the audit log');
  await screenshots(page, 'settings-audit');
  await page.getByLabel('Action', { exact: true }).selectOption({ label: 'Changed a person’s account' });
  await page.waitForURL(/action=users\.patch/);
  await row(`${people.administrator.name} Added a person’s account`).first().waitFor({ state: 'detached' });
  await page.getByText('Refused (409)').first().waitFor();

  // Who is gone is still found, with what they were refused.
  await open(page, `/settings/audit?user=${id}`);
  await page.getByText('Refused (403)').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(nora.email).waitFor();
  await axe(page, 'an entry of the audit log');
  await screenshots(page, 'settings-audit-entry', { rtl: false });
  await button('Only this action', dialog).click();
  await page.waitForURL(/action=/);
  await page.reload();
  await page.getByText('Refused (403)').first().waitFor();

  // Whom something was about has a name there as long as they are there.
  const identifiers = [{ type: 'email', value: 'della@example.com' }];
  const { profile_id: della } = await api('POST', '/v1/observations', { identifiers, fields: { first_name: 'Della', last_name: 'Deed' } });
  await callAs(page, 'PATCH', `/v1/profiles/${della}`, { fields: { first_name: 'Bella' } });
  await open(page, '/settings/audit?action=profiles.patch');
  await page.getByRole('link', { name: 'Bella Deed', exact: true }).waitFor();
  await callAs(page, 'DELETE', `/v1/profiles/${della}`);
  await page.reload();
  await page.getByRole('link', { name: della, exact: true }).waitFor();

  await open(page, '/settings/audit?to=2001-01-01');
  await page.getByText('Nothing matches').waitFor();
  await button('Clear the filters').click();
  await page.getByRole('row').nth(1).waitFor();
}

try {
  const hers = await kith.newPage();
  await signIn(page, 'administrator');
  await letIn(hers);
  await limited(hers);
  await signedOut(hers);
  await contested();
  await audited(await removed(hers));
} finally {
  await kith.close();
}
