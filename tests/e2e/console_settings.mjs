// SPDX-License-Identifier: Apache-2.0
// What a deployment is set up with: fields and their groups, categories, suppressions, plugins and keys. Who may change
// them does; of the configuration they are told why not; the other roles see neither the buttons nor a way around them.
import assert from 'node:assert/strict';
import { assertForbidden, axe, callAs, expireSession, fillSignIn, open, screenshots, signIn, startConsole } from './console_support.mjs';

const hostile = `<img src=x onerror="window.planted = true">${'\u202E'}${'long'.repeat(38)}`;
const kith = await startConsole({ people: 30, days: 7 });
const { page, api } = kith;

const button = (name, where = page) => where.getByRole('button', { name, exact: true });
const row = (name) => page.getByRole('row', { name, exact: true });
const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });
const textbox = (name, where = page) => where.getByRole('textbox', { name });
// What is done is shown before it is: what asks the API about it waits for the answer.
const answer = (method) => page.waitForResponse((response) => response.request().method() === method);
const saved = () => page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();

async function fields() {
  await open(page, '/settings/fields');
  await row('loyalty.points').waitFor();
  await axe(page, 'fields');
  await screenshots(page, 'settings-fields');

  // What the configuration lists says so, and has no way to be saved.
  await open(page, '/settings/fields/loyalty.tier');
  await page.getByText('listed in the configuration file').waitFor();
  assert.equal(await button('Save').count(), 0);
  assert.equal(await button('Archive').count(), 0);
  // As text, not as inputs that are pale.
  await page.getByRole('group', { name: 'Type', exact: true }).getByText('One of several choices').waitFor();
  assert.equal(await page.locator('main').getByRole('combobox').count(), 0);

  // Of what every installation has the names are free.
  await open(page, '/settings/fields/first_name');
  await page.getByText('only its names can be changed').waitFor();
  await page.getByRole('group', { name: 'Personal data', exact: true }).waitFor();
  assert.equal(await page.locator('main').getByRole('checkbox').count(), 0);

  await open(page, '/settings/fields');
  await button('New field').click();
  // What no field can be called is told as one types, also what another is called.
  await textbox(/^Key/).fill('loyalty.tier');
  await page.getByText('This key is taken:').waitFor();
  await textbox(/^Key/).fill('Not a key');
  await page.getByText('Begin with a small letter from a to z.').waitFor();
  await button('Create').click();
  await textbox(/^Key/).and(page.locator(':focus')).waitFor();
  assert.equal(await textbox(/^Key/).inputValue(), 'Not a key');
  await textbox(/^Key/).fill('shoe.size');
  await textbox('In English').fill('Shoe size');
  await page.getByLabel('Type', { exact: true }).selectOption('single_choice');
  const choices = page.getByRole('group', { name: 'Choices', exact: true });
  await choices.getByLabel('Add choices').fill('small\nmiddle\nlarge');
  await button('Add', choices).click();
  await button('Move large up', choices).click();
  await axe(page, 'a new field');
  await screenshots(page, 'settings-field-new');
  await button('Create').click();
  await heading('Shoe size').waitFor();
  const made = await api('GET', '/v1/fields/shoe.size');
  assert.deepEqual(made.options, { choices: ['small', 'large', 'middle'] });

  // Two editors: what only the other one changed stays, what both did is compared.
  await textbox('In English').fill('Size of shoes');
  await api('PATCH', '/v1/fields/shoe.size', { names: { en: 'Feet' }, personal: true });
  await button('Save').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Somebody else changed this meanwhile').waitFor();
  await axe(page, 'two versions of a field');
  await screenshots(page, 'settings-conflict', { rtl: false });
  await button('Keep mine', dialog).click();
  await saved();
  const both = await api('GET', '/v1/fields/shoe.size');
  assert.deepEqual([both.names.en, both.personal], ['Size of shoes', true]);

  // What is typed outlives a reload, and is asked about before it is left.
  await textbox('In English').fill('Unsaved');
  await page.getByRole('link', { name: 'Back to Fields' }).click();
  await button('Stay here', page.getByRole('dialog')).click();
  assert.equal(await textbox('In English').inputValue(), 'Unsaved');
  await button('Discard').first().click();

  await button('Archive').click();
  const archived = answer('PATCH');
  await button('Archive', page.getByRole('dialog')).click();
  await page.getByText('This is archived.').waitFor();
  await archived;
  assert.equal((await api('GET', '/v1/fields/shoe.size')).archived, true);
  await button('Restore').click();
  const restored = answer('PATCH');
  await button('Restore', page.getByRole('dialog')).click();
  await button('Save').waitFor();
  await restored;

  // Whatever somebody called a field is text.
  await api('POST', '/v1/fields', { key: 'hostile', names: { en: hostile }, type: 'text' });
  await open(page, '/settings/fields?q=hostile');
  await row(hostile).waitFor();
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  assert.equal(await page.evaluate(() => window.planted), undefined);
  await row(hostile).focus();
  await page.keyboard.press('Enter');
  await heading(hostile).waitFor();
}

async function groups() {
  await open(page, '/settings/new-field-group');
  await textbox(/^Key/).fill('clothes');
  await textbox('In English').fill('Clothes');
  await page.getByLabel('Position').fill('5');
  await axe(page, 'a new group of fields');
  await screenshots(page, 'settings-group-new');
  await button('Create').click();
  await heading('Clothes').waitFor();
  await open(page, '/settings/fields/shoe.size');
  await page.getByLabel('Group', { exact: true }).selectOption('clothes');
  await button('Save').click();
  await saved();
  assert.equal((await api('GET', '/v1/fields/shoe.size')).group, 'clothes');

  // A group that is in use is kept, in the server's words.
  await open(page, '/settings/field-groups/clothes');
  await button('Archive').click();
  await button('Archive', page.getByRole('dialog')).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await button('Cancel', page.getByRole('dialog')).click();
  await open(page, '/settings/field-groups');
  await row('Clothes').waitFor();
  await axe(page, 'groups of fields');
  await screenshots(page, 'settings-field-groups');
}

async function categories() {
  await open(page, '/settings/categories');
  await row('News').waitFor();
  await axe(page, 'categories');
  await screenshots(page, 'settings-categories');
  await button('New category').click();
  await textbox(/^Key/).fill('tips');
  const names = page.getByRole('group', { name: 'Names', exact: true });
  await textbox('In English', names).fill('Tips');
  await names.getByLabel('Add a language').fill('uk');
  await button('Add', names).click();
  await textbox('In Ukrainian', names).fill('Поради');
  await page.getByLabel('If somebody never said anything').selectOption('unsubscribed');
  await page.getByRole('checkbox', { name: 'email' }).check();
  await axe(page, 'a new category');
  await screenshots(page, 'settings-category-new');
  await button('Create').click();
  await heading('Tips').waitFor();
  await axe(page, 'a category');
  await page.getByLabel('Shown to people').uncheck();
  await button('Save').click();
  await saved();
  const made = await api('GET', '/v1/categories/tips');
  assert.deepEqual([made.names, made.default, made.public, made.channels], [
    { en: 'Tips', uk: 'Поради' }, 'unsubscribed', false, ['email'],
  ]);
  await open(page, '/settings/categories/news');
  await page.getByText('listed in the configuration file').waitFor();
}

async function suppressions() {
  await api('POST', '/v1/observations', { identifiers: [{ type: 'email', value: 'left@example.net' }] });
  await open(page, '/settings/suppressions/import');
  await page.getByLabel('Addresses', { exact: true }).fill('nobody@example.net\nleft@example.net, unsubscribed, letter\nwhat is this');
  await page.getByText('1 line can’t be read:').waitFor();
  await page.getByLabel('Reason, where a line does not tell it').fill('bought_list');
  await axe(page, 'an import of suppressions');
  await screenshots(page, 'settings-suppressions-import');
  await button('Import 2 addresses').click();
  await page.getByRole('status').filter({ hasText: 'Finished' }).waitFor();

  // Nobody has the address: only its hash is kept, and found by the address.
  await open(page, '/settings/suppressions');
  await row('left@example.net').waitFor();
  await axe(page, 'suppressions');
  await screenshots(page, 'settings-suppressions');
  const list = page.getByRole('grid', { name: 'Suppressions' });
  assert.ok(await list.evaluate((grid) => grid.scrollWidth <= grid.parentElement.clientWidth), 'all columns are in sight');
  const reasons = page.getByRole('combobox', { name: 'Reason', exact: true });
  await reasons.selectOption({ label: 'From a bought list' });
  await row('left@example.net').waitFor({ state: 'detached' });
  await reasons.selectOption({ label: 'All' });
  await row('left@example.net').waitFor();

  // What is not typed to its end is no mistake.
  const search = page.getByRole('searchbox', { name: 'Search an address or a number' });
  await search.fill('nobody');
  await page.getByText('Type the whole address or number').waitFor();
  await axe(page, 'a half-typed address');
  await search.fill('nobody@example.net');
  await row('left@example.net').waitFor({ state: 'detached' });
  await row('Only a hash is known').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('From a bought list').waitFor();
  await axe(page, 'a suppression');
  await screenshots(page, 'settings-suppression', { rtl: false });
  await button('Remove', dialog).click();
  assert.equal(await textbox(/^The address itself/, dialog).inputValue(), 'email:nobody@example.net');
  await dialog.getByRole('combobox', { name: /^Reason/ }).selectOption('by_mistake');
  const lifted = answer('DELETE');
  await button('Remove', dialog).click();
  await page.getByText('No address matches').waitFor();
  await lifted;

  // What the person said is lifted with their word alone.
  await open(page, '/settings/suppressions?state=unsubscribed');
  await row('left@example.net').click();
  await button('Remove', dialog).click();
  await dialog.getByRole('combobox', { name: /^Reason/ }).selectOption({ label: 'Other…' });
  await textbox(/^The reason in your own words/, dialog).fill('asked us to');
  await button('Remove', dialog).click();
  await dialog.getByText('Fill this in.').waitFor();
  await textbox(/^Proof/, dialog).fill('Ticket 7');
  await axe(page, 'the removal of a suppression');
  const withTheirWord = answer('DELETE');
  await button('Remove', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  await withTheirWord;
  await page.getByLabel('Show', { exact: true }).selectOption('true');
  await row('left@example.net').click();
  await dialog.getByText('Ticket 7').waitFor();
  await page.keyboard.press('Escape');

  await button('Count').click();
  await dialog.getByText(/suppression/).first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await button('Export').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'As CSV, for a provider' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'suppressions.csv');
  assert.equal(await download.failure(), null);

  // The session ended meanwhile: it is asked for, and the file comes after it.
  await expireSession(page);
  await button('Export').click();
  await page.getByRole('menuitem', { name: 'As NDJSON, for another kith' }).click();
  const [again] = await Promise.all([page.waitForEvent('download'), fillSignIn(page, 'administrator')]);
  assert.equal(again.suggestedFilename(), 'suppressions.ndjson');
  await page.getByLabel('Password', { exact: true }).waitFor({ state: 'detached' });
}

async function plugins() {
  await open(page, '/settings/plugins');
  await page.getByText('All plugins are running.').waitFor();
  await page.getByRole('heading', { level: 3, name: 'email' }).first().waitFor();
  await axe(page, 'plugins');
  await screenshots(page, 'settings-plugins');
}

async function keys() {
  await open(page, '/settings/keys');
  await row('e2e').waitFor();
  await button('New key').click();
  const dialog = page.getByRole('dialog');
  await textbox(/^Name/, dialog).fill('reports');
  await dialog.getByRole('radio', { name: /^Read(?! and)/ }).check();
  await axe(page, 'a new key');
  await button('Make the key', dialog).click();
  const shown = dialog.getByRole('textbox', { name: 'Key', exact: true });
  const secret = await shown.inputValue();
  assert.match(secret, /^kith_/);
  await page.keyboard.press('Escape');
  assert.ok(await shown.isVisible(), 'a key is not lost by accident');
  await button('Copy', dialog).click();
  await axe(page, 'a key that is shown');
  await button('I have stored it', dialog).click();
  await shown.waitFor({ state: 'detached' });
  assert.ok(!(await page.content()).includes(secret));
  const asked = () => fetch(`${kith.url}/v1/fields`, { headers: { authorization: `Bearer ${secret}` } });
  assert.equal((await asked()).status, 200);

  await axe(page, 'keys');
  await screenshots(page, 'settings-keys');
  await button('Revoke', row('reports')).click();
  const revoked = answer('DELETE');
  await button('Revoke', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  await row('reports').getByText('Revoked').waitFor();
  await revoked;
  assert.equal((await asked()).status, 401);
}

async function limits() {
  const forbidden = [
    ['POST', '/v1/fields', { key: 'x', type: 'text' }],
    ['PATCH', '/v1/fields/shoe.size', { personal: false }],
    ['DELETE', '/v1/fields/shoe.size'],
    ['POST', '/v1/field-groups', { key: 'x' }],
    ['POST', '/v1/categories', { key: 'x' }],
    ['DELETE', '/v1/categories/tips'],
    ['GET', '/v1/keys'],
    ['POST', '/v1/keys', { name: 'x', right: 'read' }],
  ];
  const suppression = { type: 'email', value: 'third@example.net', state: 'blacklisted' };
  for (const role of ['viewer', 'editor']) {
    await signIn(page, role);
    const menu = page.getByRole('navigation', { name: 'Screens' });
    await menu.getByRole('link', { name: 'Fields', exact: true }).waitFor();
    assert.equal(await menu.getByRole('link', { name: 'API keys' }).count(), 0);
    await open(page, '/settings/fields/shoe.size');
    await page.getByText('An administrator can change it.').waitFor();
    assert.equal(await button('Save').count(), 0);
    await open(page, '/settings/fields');
    await row('Size of shoes').waitFor();
    assert.equal(await button('New field').count(), 0);
    for (const path of ['/settings/keys', '/settings/new-field', '/settings/new-category']) {
      await open(page, path);
      await page.getByText('This is not for your role').waitFor();
    }
    await open(page, '/settings/suppressions');
    await button('Export').waitFor();
    assert.equal(await button('Import').count(), role === 'editor' ? 1 : 0);
    for (const call of forbidden) await assertForbidden(page, ...call);
    if (role === 'viewer') await assertForbidden(page, 'POST', '/v1/suppressions', suppression);
    else assert.equal((await callAs(page, 'POST', '/v1/suppressions', suppression)).status, 200);
  }
}

try {
  await signIn(page, 'administrator');
  await fields();
  await groups();
  await categories();
  await suppressions();
  await plugins();
  await keys();
  await limits();
} finally {
  await kith.close();
}
