// SPDX-License-Identifier: Apache-2.0
// What is done with many contacts at once, also with those that are not loaded: whom it is for is counted and named
// before, how far it is and what was refused are told, and it can be stopped. Whoever reads may only take a table along.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { crowdName, crowdSize, leaving, makeCrowd } from './console_crowd.mjs';
import {
  asOverPlainHttp,
  assertForbidden,
  axe,
  expireSession,
  fillSignIn,
  open,
  screenshots,
  signIn,
  startConsole,
} from './console_support.mjs';

const app = await startConsole({ people: 0 });
const { page, api } = app;
/** So many deletions are on their way at once. */
const atOnce = 8;

const button = (name, within = page) => within.getByRole('button', { name, exact: true });
const press = (name, within) => button(name, within).click();
const dialog = page.getByRole('dialog');
const row = (name) => page.getByRole('row', { name, exact: true });
const counted = (count) => page.getByText(`${count} contacts`, { exact: true }).waitFor();
const tick = (name) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
const selection = page.getByRole('group', { name: 'Selected contacts' });
const list = (query) => api('GET', `/v1/profiles?${query}`);

/** Whoever reads may take a table along, and nothing else. */
async function reading() {
  await open(page, '/contacts?tag=crowd&sort=name');
  await row(crowdName(1)).waitFor();
  await tick(crowdName(1));
  assert.deepEqual(await selection.getByRole('button').allTextContents(), ['Select all that match', 'Clear the selection', 'Export']);
  const { items } = await list('tag=crowd&limit=1');
  await assertForbidden(page, 'POST', '/v1/tags/changes', { tags: { add: ['x'], remove: [] }, profiles: [items[0].id] });
  await assertForbidden(page, 'POST', '/v1/segments/e2e-list/members', { add: [items[0].id] });
  await assertForbidden(page, 'PATCH', `/v1/profiles/${items[0].id}`, { subscriptions: { offers: 'subscribed' } });
  await assertForbidden(page, 'DELETE', `/v1/profiles/${items[0].id}`);
}

/** Opens an action for those who are selected, and says whom it is for. */
async function act(name, count, names) {
  await press(name, selection);
  await dialog.getByText(count === 1 ? 'For 1 contact' : `For ${count} contacts`, { exact: true }).waitFor();
  await dialog.getByText(names).waitFor();
}

async function finished(count) {
  await dialog.getByText(`${count} of ${count} done`, { exact: true }).waitFor();
  assert.equal(await dialog.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow'), '100');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'detached' });
}

async function taggingAll() {
  await open(page, '/contacts?tag=crowd&sort=name');
  await row(crowdName(1)).waitFor();
  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
  await selection.getByText('100 selected').waitFor();
  await axe(page, 'selected contacts');
  await press('Select all that match', selection);
  await selection.getByText('All that match are selected').waitFor();
  await act('Change tags', crowdSize, /^Crowd \d{3}(, Crowd \d{3}){4} …$/);
  assert.ok(await button('Change tags', dialog).isDisabled());
  // One with a comma would be two here: it is not offered, which is said.
  await dialog.getByLabel('Add tags').fill('odd, o');
  await dialog.getByText('The tag “odd, one” has a comma.', { exact: false }).waitFor();
  await dialog.getByLabel('Add tags').fill('e2e-all, e2e-every, e2e-all');
  await axe(page, 'tags of many contacts');
  await screenshots(page, 'contacts-bulk', { rtl: false });
  await press('Change tags', dialog);
  await finished(crowdSize);
  assert.equal((await list('tag=e2e-all&total=true&limit=1')).total, crowdSize);

  // What is refused is told of each, and nothing of it is done.
  await press('Clear the selection', selection);
  await tick(crowdName(1));
  await act('Change tags', 1, crowdName(1));
  await dialog.getByLabel('Add tags').fill('x'.repeat(400));
  await press('Change tags', dialog);
  await dialog.getByText('0 of 1 done', { exact: true }).waitFor();
  await dialog.getByRole('list', { name: '1 was refused' }).getByRole('link').waitFor();
  await axe(page, 'a refused action');
  // It is asked before that is left, and what was typed is still there, to be mended.
  await dialog.getByRole('list', { name: '1 was refused' }).getByRole('link').click();
  const asked = page.getByRole('dialog', { name: 'Leave before it is finished?' });
  await press('Stay here', asked);
  await asked.waitFor({ state: 'detached' });
  await press('Change and try again', dialog);
  assert.equal(await dialog.getByLabel('Add tags').inputValue(), 'x'.repeat(400));
  await dialog.getByLabel('Add tags').fill('e2e-mended');
  await press('Change tags', dialog);
  await finished(1);
  assert.equal((await list('tag=e2e-mended&total=true&limit=1')).total, 1);

  // In the middle the server is gone, and then the session: it goes on once both are back.
  await act('Change tags', 1, crowdName(1));
  await dialog.getByLabel('Add tags').fill('e2e-late');
  await page.route('**/v1/tags/changes', (route) => route.abort());
  await press('Change tags', dialog);
  await dialog.getByText("The server can't be reached.", { exact: false }).waitFor();
  await axe(page, 'an action that was interrupted');
  await page.unroute('**/v1/tags/changes');
  await expireSession(page);
  await press('Continue', dialog);
  await fillSignIn(page, 'editor');
  await page.getByLabel('Password', { exact: true }).waitFor({ state: 'detached' });
  await finished(1);
  assert.equal((await list('tag=e2e-late&total=true&limit=1')).total, 1);
}

async function listingAndSubscribing() {
  await tick(crowdName(2));
  await selection.getByText('2 selected').waitFor();
  const both = `${crowdName(1)}, ${crowdName(2)}`;
  await act('Add to segment', 2, both);
  await dialog.getByLabel('Static segment').selectOption('e2e-list');
  await press('Add to segment', dialog);
  await finished(2);
  assert.equal((await api('GET', '/v1/segments/e2e-list/members')).total.count, 2);

  // One that is not there yet is named right here, and is chosen from then on for whoever was refused.
  await act('Add to segment', 2, both);
  await dialog.getByLabel('Static segment', { exact: true }).selectOption({ label: 'New static segment…' });
  assert.ok(await button('Add to segment', dialog).isDisabled(), 'no segment is without a name');
  await dialog.getByLabel('Name of the new static segment').fill('Guests of the morning');
  await axe(page, 'a new segment of many');
  await page.route('**/v1/segments/*/members', (route) => route.fulfill({
    status: 409,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'urn:kith:problem:conflict', title: 'conflict', status: 409, code: 'conflict', detail: 'They are being merged.' }),
  }));
  await press('Add to segment', dialog);
  await dialog.getByRole('list', { name: '2 were refused' }).waitFor();
  await page.unroute('**/v1/segments/*/members');
  await press('Change and try again', dialog);
  assert.equal(await dialog.getByLabel('Static segment', { exact: true }).locator('option:checked').textContent(), 'Guests of the morning');
  await press('Add to segment', dialog);
  await finished(2);
  const made = (await api('GET', '/v1/segments')).items.filter((each) => each.name === 'Guests of the morning');
  assert.deepEqual(made.map((each) => each.kind), ['static']);
  assert.equal((await api('GET', `/v1/segments/${made[0].id}/members`)).total.count, 2);

  const seen = async () => (await list('tag=crowd&sort=name')).items.map((each) => each.last_seen_at);
  const seenBefore = await seen();
  await act('Subscribe', 2, both);
  await dialog.getByText('It is recorded under your name, Edith Editor', { exact: false }).waitFor();
  await dialog.getByLabel('Category').selectOption('offers');
  assert.ok(await button('Subscribe', dialog).isDisabled(), 'nobody is subscribed without a proof');
  await dialog.getByLabel('Proof').fill('Signed at the door, sheet 7');
  await axe(page, 'a subscription of many');
  await press('Subscribe', dialog);
  await finished(2);
  const subscribed = await list('category=offers&subscription=subscribed&tag=crowd');
  assert.equal(subscribed.items.length, 2);
  assert.deepEqual(await seen(), seenBefore, 'what is said of people is no sign that they were there');
  const { items: changes } = await api('GET', `/v1/profiles/${subscribed.items[0].id}/changes`);
  assert.ok(JSON.stringify(changes).includes('Edith Editor'), 'it stands under the name of whoever did it');
}

async function exporting() {
  const saved = async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), press('Save the table', dialog)]);
    assert.equal(download.suggestedFilename(), 'contacts.csv');
    await dialog.waitFor({ state: 'detached' });
    return readFile(await download.path(), 'utf8');
  };
  await act('Export', 2, `${crowdName(1)}, ${crowdName(2)}`);
  const kind = (name) => dialog.getByRole('group', { name: 'Kinds of address' }).getByLabel(name, { exact: true });
  for (const name of ['Email', 'Phone', 'Telegram']) assert.ok(await kind(name).isChecked(), name);
  for (const name of ['App (push)', 'Browser (push)', 'Browser (cookie)', 'Device', 'Customer id']) assert.ok(!(await kind(name).isChecked()), name);
  await axe(page, 'kinds of address of a table');
  await screenshots(page, 'contacts-export', { rtl: false });
  const lines = (await saved()).replace('\uFEFF', '').trimEnd().split('\r\n');
  assert.equal(lines[0], 'Name,Email,Email: state,Phone,Phone: state,Telegram,Telegram: state,Identity,Tags,Last seen,Changed');
  assert.deepEqual(lines.slice(1).map((line) => line.split(',')[0]), [crowdName(1), crowdName(2)]);
  assert.ok(lines[1].startsWith(`${crowdName(1)},crowd1@example.com,Active,,,,,Known,`));

  // An address that must not be written to says so, wherever the table goes.
  const { items: [first] } = await list('q=crowd1@example.com');
  await api('POST', `/v1/profiles/${first.id}/endpoints/email/crowd1@example.com/states`, { state: 'blacklisted', reason: 'role_address' });
  await act('Export', 2, `${crowdName(1)}, ${crowdName(2)}`);
  await kind('Customer id').check();
  for (const name of ['Phone', 'Telegram']) await kind(name).uncheck();
  const chosen = await saved();
  assert.ok(chosen.startsWith('\uFEFFName,Email,Email: state,Customer id,Customer id: state,Identity,'));
  assert.ok(chosen.includes(`${crowdName(1)},crowd1@example.com,Blacklisted,e2e-crowd-1,No channel writes there,Known,`));

  // All who match come as one stream; one that ends in the middle, and a session that does, cost no choice.
  await press('Select all that match', selection);
  await act('Export', crowdSize, /^Crowd \d{3}, .* …$/);
  await page.route('**/v1/profiles/export*', (route) => route.abort());
  await press('Save the table', dialog);
  await dialog.getByText("The server can't be reached.", { exact: false }).waitFor();
  await axe(page, 'an export that was interrupted');
  await page.unroute('**/v1/profiles/export*');
  await expireSession(page);
  const [whole] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await press('Read on', dialog);
      await fillSignIn(page, 'editor');
    })(),
  ]);
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await readFile(await whole.path(), 'utf8')).trimEnd().split('\r\n').length, crowdSize + 1);

  // What a spreadsheet would run is kept from being run.
  await open(page, '/contacts?tag=formula');
  await tick('=HYPERLINK(1) Quarrel');
  await act('Export', 1, '=HYPERLINK(1) Quarrel');
  const inert = await saved();
  assert.ok(inert.includes("\r\n'=HYPERLINK(1) Quarrel,"));
  assert.ok(inert.includes(',+380501100042,'), 'a phone is as other programs read it, and no formula');

  // Who took a table along stands in the audit log, each time.
  const { items: entries } = await api('GET', '/v1/audit?action=profiles.export.get');
  assert.ok(entries.filter((each) => JSON.stringify(each).includes('Edith Editor')).length >= 4);
}

async function deleting() {
  await open(page, '/contacts?tag=leaving&sort=name');
  await counted(leaving);
  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
  assert.equal(await button('Select all that match', selection).count(), 0);
  await act('Delete', leaving, /^Crowd 101, .* …$/);
  const sure = button(`Delete ${leaving} contacts`, dialog);
  const typed = dialog.getByLabel(`Type ${leaving} to confirm`);
  assert.ok(await sure.isDisabled());
  await typed.fill(String(leaving - 1));
  assert.ok(await sure.isDisabled());
  await typed.fill(String(leaving));
  await axe(page, 'a deletion of many');
  await screenshots(page, 'contacts-delete', { rtl: false });

  // Held after the first ones: how far it is is seen, it can't be closed by accident, and it can be stopped.
  let asked = 0;
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/v1/profiles/*', async (route) => {
    if (route.request().method() === 'DELETE' && ++asked > atOnce) await held;
    await route.continue();
  });
  await sure.click();
  await dialog.getByText(`${atOnce} of ${leaving} done`, { exact: true }).waitFor();
  const shown = Number(await dialog.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow'));
  assert.equal(Math.round(shown), Math.round((100 * atOnce) / leaving));
  await page.keyboard.press('Escape');
  await axe(page, 'progress of a deletion');
  await screenshots(page, 'contacts-progress', { rtl: false });
  await press('Stop', dialog);
  release();
  await dialog.getByText('Stopped before the end. What was done stays done.').waitFor();
  await dialog.getByText(`${2 * atOnce} of ${leaving} done`, { exact: true }).waitFor();
  await page.unroute('**/v1/profiles/*');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await counted(leaving - 2 * atOnce);
  assert.equal((await list('tag=leaving&total=true')).total, leaving - 2 * atOnce);

  // Done to the end, nobody is left.
  await page.reload();
  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
  await act('Delete', leaving - 2 * atOnce, /^Crowd \d{3}, /);
  await dialog.getByLabel(`Type ${leaving - 2 * atOnce} to confirm`).fill(String(leaving - 2 * atOnce));
  await press(`Delete ${leaving - 2 * atOnce} contacts`, dialog);
  await dialog.getByText(`${leaving - 2 * atOnce} of ${leaving - 2 * atOnce} done`, { exact: true }).waitFor();
  await axe(page, 'a deletion that is done');
  assert.equal((await list('tag=leaving&total=true')).total, 0);
  await dialog.getByRole('link', { name: 'See the deleted contacts' }).click();
  await page.waitForURL('**/contacts/deleted');
  await dialog.waitFor({ state: 'detached' });
}

/** From the list of the deleted some come back: at once, but not if it is refused. */
async function restoring() {
  const name = crowdName(101);
  await row(name).waitFor();
  assert.equal(await page.getByRole('row', { name: /^Crowd \d{3}$/ }).count(), leaving);
  await row(name).getByText('By hand: Edith Editor', { exact: true }).waitFor();
  await row(name).getByText('crowd101@example.com', { exact: false }).waitFor();
  await row(name).getByText(/^in \d+ days$/).waitFor();
  await axe(page, 'deleted contacts');
  await screenshots(page, 'contacts-deleted');

  await page.route('**/v1/profiles/*/restore', (route) => route.abort());
  await press(`Restore ${name}`);
  await page.getByText(`${name} was not restored`, { exact: true }).waitFor();
  await page.getByText("The server can't be reached.", { exact: false }).waitFor();
  await row(name).waitFor();
  await axe(page, 'deleted contacts of whom one was not restored');
  await page.unroute('**/v1/profiles/*/restore');

  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/v1/profiles/*/restore', async (route) => {
    await held;
    await route.continue();
  });
  await button(`Restore ${name}`).focus();
  await page.keyboard.press('Enter');
  await row(name).waitFor({ state: 'detached' });
  assert.equal((await list('tag=leaving&total=true')).total, 0, 'it is gone before the server has answered');
  // Who goes on with the keyboard goes on from there.
  await page.locator('[role="row"]:focus').waitFor();
  release();
  await page.getByText('1 contact was restored', { exact: true }).waitFor();
  await page.unroute('**/v1/profiles/*/restore');
  await axe(page, 'deleted contacts of whom one was restored');
  assert.deepEqual((await list('tag=leaving')).items.map((each) => `${each.first_name} ${each.last_name}`), [name]);
  await page.getByRole('status').getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  // From the list of contacts there and back.
  await open(page, '/contacts?tag=leaving');
  await row(name).waitFor();
  await page.getByRole('link', { name: 'Deleted', exact: true }).click();
  await row(crowdName(102)).waitFor();
  assert.equal(await row(name).count(), 0);
  await page.getByRole('link', { name: 'All contacts', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Contacts', exact: true }).waitFor();
}

try {
  await asOverPlainHttp(page);
  await makeCrowd(api);
  await api('POST', '/v1/segments', { id: 'e2e-list', name: 'Guests of the evening', kind: 'static' });
  await api('POST', '/v1/observations', {
    identifiers: [{ type: 'email', value: 'formula@example.com' }, { type: 'phone', value: '+38 (050) 110-00-42' }],
    fields: { first_name: '=HYPERLINK(1)', last_name: 'Quarrel', tags: { add: ['formula', 'odd, one'] } },
  });
  await signIn(page, 'viewer');
  await reading();
  await signIn(page, 'editor');
  await taggingAll();
  await listingAndSubscribing();
  await exporting();
  await deleting();
  await restoring();
} finally {
  await app.close();
}
