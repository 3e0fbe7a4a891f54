// SPDX-License-Identifier: Apache-2.0
// A person as the console shows them: everything that is known, edited in place by whoever may, also by two at once and
// past the end of a session; merges taken back, and the person exported, deleted, restored and erased in the end.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  assertForbidden, axe, chooseLanguage, expireSession, fillSignIn, open, picture, screenshots, signIn, startConsole,
} from './console_support.mjs';
import { until } from './kith.mjs';

const app = await startConsole({ people: 30, days: 7 });
const { page, api } = app;

const email = { type: 'email', value: 'Grace@Example.com' };
const work = { type: 'email', value: 'grace.work@example.net' };
const profileOf = (id) => api('GET', `/v1/profiles/${id}`);
const heading = (on, name) => on.getByRole('heading', { level: 1, name, exact: true });
const dialog = (on = page) => on.getByRole('dialog');
const card = (name, on = page) =>
  on.locator('section').filter({ has: on.getByRole('heading', { level: 2, name, exact: true }) });
const press = (name, within = page) => within.getByRole('button', { name, exact: true }).click();

/** Two people, until an observation of both made them one. */
async function makeGrace() {
  const { profile_id: id } = await api('POST', '/v1/observations', {
    id: 'grace-1',
    source: { type: 'api', name: 'shop' },
    identifiers: [{ type: 'external_id', value: 'e2e-grace' }, email],
    fields: { first_name: 'Grace', last_name: 'Hopper', birth_date: '1986-12-09', 'loyalty.points': 12, tags: { add: ['navy'] } },
    subscriptions: { news: { state: 'subscribed', by: 'person', text: 'news-v3' } },
    endpoints: [{ ...email, state: 'blacklisted', reason: 'inactive_address', detail: '550 5.1.1 user unknown' }],
  });
  await api('POST', '/v1/observations', { id: 'grace-2', identifiers: [work], fields: { 'address.town': 'Arlington' } });
  const joined = await api('POST', '/v1/observations', { id: 'grace-3', identifiers: [email, work] });
  assert.equal(joined.result, 'merged');
  return id;
}

async function edit(on, field, text) {
  await press(`Edit ${field}`, on);
  const input = on.getByRole('textbox', { name: field, exact: true });
  await input.fill(text);
  return input;
}

/** At a dialog of the page. */
async function look(name, title) {
  await dialog().waitFor();
  await axe(page, `${name}: ${title}`);
  await screenshots(page, `profile-${name}`, { rtl: false });
}

/** From the menu of one of the identifiers. */
async function actOn(value, action) {
  await press(`Actions for ${value}`);
  await page.getByRole('menuitem', { name: action, exact: true }).click();
  await dialog().waitFor();
}

/** An address is attached and taken away again, and the other one gets a state, which stands there with its words. */
async function changeIdentifiers(id) {
  const spare = 'grace.spare@example.org';
  // What is done may be shown before it is.
  const has = (profile) => profile.identifiers.some((each) => each.value === spare);
  await press('Attach');
  await dialog().getByLabel('Type', { exact: true }).selectOption('email');
  await dialog().getByLabel('Value').fill(spare);
  await press('Attach', dialog());
  await dialog().waitFor({ state: 'detached' });
  await until(() => profileOf(id), has, 'what was attached');
  await actOn(spare, 'Detach');
  await look('detach', 'an identifier that is taken away');
  await press('Cancel', dialog());
  await dialog().waitFor({ state: 'detached' });
  assert.ok(has(await profileOf(id)), 'nothing was detached by looking');
  await actOn(spare, 'Detach');
  await press('Detach', dialog());
  await dialog().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `Actions for ${spare}` }).waitFor({ state: 'detached' });
  await until(() => profileOf(id), (profile) => !has(profile), 'what was detached');

  await actOn(email.value, 'Set a state');
  await dialog().getByLabel('State', { exact: true }).selectOption('blacklisted');
  await press('Set a state', dialog());
  await dialog().getByText('Fill this in.').waitFor();
  await dialog().getByLabel('Reason').selectOption('role_address');
  await dialog().getByLabel('Details').fill('Read by all of the office');
  await look('set-state', 'a state that is set');
  await press('Set a state', dialog());
  await dialog().waitFor({ state: 'detached' });
  const states = page.getByRole('list', { name: `States of ${email.value}` });
  await states.getByText('An address of a role, not of a person').waitFor();
  await states.getByText('Read by all of the office').waitFor();
  const endpointOf = ({ identifiers }) => identifiers.find((each) => each.given === email.value).endpoint;
  const set = await until(() => profileOf(id), (profile) => endpointOf(profile).state === 'blacklisted', 'the state');
  assert.equal(endpointOf(set).states.find((each) => !each.lifted).reason, 'role_address');
}

/** When it came to be and was last changed stands there to the moment, beside its id and where it came from. */
async function lookAtFacts(id) {
  const facts = card('Additional information');
  const fact = (name) => facts.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) });
  await fact('Id').getByText(id, { exact: true }).waitFor();
  await fact('Source').getByText('API: shop').waitFor();
  const profile = await profileOf(id);
  await fact('Version').getByText(String(profile.version), { exact: true }).waitFor();
  for (const [name, value] of [['Created', profile.created_at], ['Last edited', profile.updated_at]]) {
    assert.equal(await fact(name).locator('time').getAttribute('datetime'), value, name);
  }
}

try {
  const id = await makeGrace();
  const { items: others } = await api('GET', '/v1/profiles?limit=2&state=active&channel=email');
  const taken = others.find((other) => other.id !== id).identifiers.find((each) => each.type === 'email');

  // Who reads sees everything and changes nothing.
  await signIn(page, 'viewer');
  await open(page, `/contacts/${encodeURIComponent('email:grace@example.com')}`);
  await heading(page, 'Grace Hopper').waitFor();
  await page.waitForURL(`**/contacts/${id}`);
  await page.getByRole('list', { name: 'States of Grace@Example.com' }).getByText('550 5.1.1 user unknown').waitFor();
  await page.getByRole('img', { name: /^The graph of the identifiers: 3 identifiers/ }).waitFor();
  for (const name of ['Actions', 'Attach', 'Lift', 'Edit First name', 'Change News', 'Undo', 'Add']) {
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name);
  }
  const address = encodeURIComponent('grace@example.com');
  await assertForbidden(page, 'PATCH', `/v1/profiles/${id}`, { fields: { first_name: 'No' } });
  await assertForbidden(page, 'POST', `/v1/profiles/${id}/endpoints/email/${address}/states`, { state: 'active', reason: 'no' });
  await assertForbidden(page, 'DELETE', `/v1/profiles/${id}/endpoints/email/${address}/states/blacklisted`, { reason: 'no' });
  await assertForbidden(page, 'PUT', `/v1/profiles/${id}/identifiers/external_id/other`);
  await assertForbidden(page, 'DELETE', `/v1/profiles/${id}/identifiers/email/${address}`);
  await assertForbidden(page, 'DELETE', `/v1/profiles/${id}`);
  await assertForbidden(page, 'POST', `/v1/profiles/${id}/erase`, {});
  await assertForbidden(page, 'GET', `/v1/profiles/${id}/export`);

  // An edit in place, under the name of whoever made it.
  await signIn(page, 'editor');
  await open(page, `/contacts/${id}`);
  await heading(page, 'Grace Hopper').waitFor();
  const points = await edit(page, 'loyalty.points', 'twelve');
  await screenshots(page, 'profile-field');
  await points.press('Enter');
  await page.getByText('Type a number, with a point before the fraction.').waitFor();
  await axe(page, 'a field that is edited');
  await points.press('Escape');
  await points.waitFor({ state: 'detached' });
  assert.equal((await profileOf(id)).fields['loyalty.points'], 12);
  await (await edit(page, 'First name', 'Grace Brewster')).press('Enter');
  await heading(page, 'Grace Brewster Hopper').waitFor();
  await until(() => profileOf(id), ({ fields }) => fields.first_name === 'Grace Brewster', 'the edit');
  await page.getByRole('button', { name: 'Edit First name' }).waitFor();
  await press('Where First name comes from');
  await dialog().getByText('By hand: Edith Editor').waitFor();
  await look('provenance', 'where a value comes from');
  await dialog().press('Escape');
  await dialog().waitFor({ state: 'detached' });

  // Two at once: nobody overwrites what they did not see.
  const second = await app.newPage();
  await signIn(second, 'administrator');
  await open(second, `/contacts/${id}`);
  const mine = await edit(page, 'Last name', 'Hopper-Murray');
  await (await edit(second, 'Last name', 'Murray')).press('Enter');
  await heading(second, 'Grace Brewster Murray').waitFor();
  await until(() => profileOf(id), ({ fields }) => fields.last_name === 'Murray', 'the edit of the second');
  await mine.press('Enter');
  await dialog().getByText('Murray', { exact: true }).waitFor();
  await press('Keep mine', dialog());
  await heading(page, 'Grace Brewster Hopper-Murray').waitFor();
  await until(() => profileOf(id), ({ fields }) => fields.last_name === 'Hopper-Murray', 'what was kept');
  await second.context().close();

  // A session that ends in the middle of an edit takes nothing along.
  const typed = await edit(page, 'Town', 'New York');
  await expireSession(page);
  await typed.press('Enter');
  await dialog().getByText('Your session has ended').waitFor();
  await fillSignIn(page, 'editor');
  await until(() => profileOf(id), ({ fields }) => fields['address.town'] === 'New York', 'the edit after signing in again');
  await dialog().waitFor({ state: 'detached' });

  // What the staff set they lift, with a reason.
  const states = page.getByRole('list', { name: 'States of Grace@Example.com' });
  await press('Lift', states);
  await dialog().getByLabel('Reason').selectOption('asked_for');
  await look('lift', 'a state that is lifted');
  await press('Lift', dialog());
  await states.getByText('The person asked for it').first().waitFor();
  // Shown before it is done.
  const stateOf = ({ identifiers }) => identifiers.find((each) => each.value === 'grace@example.com').endpoint.state;
  await until(() => profileOf(id), (profile) => stateOf(profile) === 'active', 'the lifting');

  // Subscriptions, and the ledger behind them.
  const subscriptions = card('Subscriptions');
  await press('Change News', subscriptions);
  await dialog().getByRole('radio', { name: 'Unsubscribed' }).check();
  await dialog().getByLabel('Reason').fill('too_frequent');
  await dialog().getByLabel('Comment').fill('Called us.\n<b>');
  await press('Save', dialog());
  await dialog().waitFor({ state: 'detached' });
  await subscriptions.getByText('Too many messages').first().waitFor();
  await press('Ledger of News', subscriptions);
  const ledger = page.getByRole('list', { name: 'Ledger of News' });
  await ledger.getByText('news-v3').waitFor();
  assert.equal(await ledger.locator('> li').count(), 2);
  // To subscribe somebody who left takes their word, and the proof of it: ours is noted, as one is told before and after.
  await press('Change News', subscriptions);
  await dialog().getByRole('radio', { name: 'Subscribed', exact: true }).check();
  await dialog().getByRole('radio', { name: 'Us', exact: true }).check();
  await dialog().getByText('this will be noted and change nothing').waitFor();
  await look('subscription-idle', 'an opt-in that is only noted');
  await press('Save', dialog());
  await dialog().waitFor({ state: 'detached' });
  await subscriptions.getByText('Noted, and still unsubscribed: who has unsubscribed comes back').waitFor();
  await press('Change News', subscriptions);
  await dialog().getByRole('radio', { name: 'Subscribed', exact: true }).check();
  await dialog().getByLabel('Proof').fill('call of today, ticket 4711');
  await look('subscription', 'a subscription that is changed');
  await press('Save', dialog());
  await dialog().waitFor({ state: 'detached' });
  await subscriptions.getByText('call of today, ticket 4711').first().waitFor();

  // Tags.
  const tags = card('Tags');
  await tags.getByLabel('New tag').fill('admiral');
  await tags.getByLabel('New tag').press('Enter');
  await tags.getByText('admiral', { exact: true }).waitFor();
  // In other capitals it would be another tag: that there is this one is said, and it can be taken.
  await tags.getByLabel('New tag').fill('ADMIRAL');
  await tags.getByText('There is a tag “admiral”', { exact: false }).waitFor();
  await press('Use “admiral”', tags);
  assert.equal(await tags.getByLabel('New tag').inputValue(), 'admiral');
  await tags.getByLabel('New tag').fill('');
  await press('Remove the tag navy', tags);
  await until(() => profileOf(id), (profile) => profile.tags.join() === 'admiral', 'the tags');

  // An identifier of somebody else is not taken by accident.
  await press('Attach');
  await dialog().getByLabel('Type', { exact: true }).selectOption('email');
  await dialog().getByLabel('Value').fill(taken.value);
  await press('Attach', dialog());
  await dialog().getByText('It identifies somebody else').waitFor();
  await look('attach', 'an identifier of somebody else');
  await press('Cancel', dialog());
  await dialog().waitFor({ state: 'detached' });

  // Segments, and why.
  await press('Why in New people', card('Segments'));
  await dialog().getByText('Created is in the last 7 days').waitFor();
  await dialog().getByText('Holds', { exact: true }).first().waitFor();
  await look('why', 'why it is in a segment');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });

  // The jumps of the long page: kept in the address, and told of whoever listens.
  const jumps = page.getByRole('navigation', { name: 'On this page' });
  await jumps.getByRole('link', { name: 'Change history' }).click();
  await page.waitForURL(`**/contacts/${id}#changes`);
  await jumps.getByRole('link', { name: 'Change history' }).and(page.locator('[aria-current="location"]')).waitFor();
  await jumps.getByRole('link', { name: 'Identifiers' }).click();

  // Looked at while everything is there.
  await lookAtFacts(id);
  await axe(page, 'profile');
  await screenshots(page, 'profile');
  await chooseLanguage(page, 'Українська', 'uk');
  for (const name of ['Ідентифікатори', 'Підписки', 'Теги', 'Історія змін']) await card(name).waitFor();
  await axe(page, 'profile in Ukrainian');
  await picture(page, 'profile-uk');
  await chooseLanguage(page, 'English', 'en');

  // Why it is one person; then two again.
  const identity = card('Identity');
  await identity.getByLabel('How is this').selectOption('email:grace@example.com');
  await identity.getByLabel('linked with this?').selectOption('email:grace.work@example.net');
  await identity.getByText(/· Verified ·/).first().waitFor();
  await press('Undo', identity);
  await look('undo', 'a merge that is taken back');
  await dialog().getByLabel('Reason').fill('mother and daughter');
  await press('Take the merge back', dialog());
  await dialog().getByText('They are two again').waitFor();
  await dialog().getByText('1 record stayed undecided', { exact: false }).waitFor();
  await press('Close', dialog());
  assert.deepEqual(
    (await profileOf(id)).identifiers.map((each) => each.value).sort(),
    ['e2e-grace', 'grace@example.com'],
  );
  await identity.getByText('Forbidden').first().waitFor();
  await identity.getByText(' forbade to merge them.').first().waitFor();
  assert.equal(await identity.getByText('Somebody forbade to merge them.').count(), 0);
  assert.equal(await identity.getByLabel('linked with this?').inputValue(), '');
  assert.equal(await identity.getByText('This could not be shown').count(), 0);

  await changeIdentifiers(id);

  // The history has all of it.
  const history = card('Change history');
  const changes = history.getByRole('list', { name: 'Change history' });
  for (const text of ['Grace Brewster', 'Taken back', 'Unsubscribed']) await changes.getByText(text).first().waitFor();
  await history.getByLabel('Kind of change').selectOption('subscription');
  await changes.getByText('call of today, ticket 4711').waitFor();
  assert.equal(await changes.getByText('Grace Brewster').count(), 0);

  // The second tab is the same person.
  await page.getByRole('link', { name: 'Contact activity' }).click();
  await page.waitForURL(`**/contacts/${id}/activity`);
  await heading(page, 'Grace Brewster Hopper-Murray').waitFor();

  // An editor does not export.
  await press('Actions');
  await page.getByRole('menuitem', { name: 'Erase for good' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Export everything' }).count(), 0);
  await page.keyboard.press('Escape');
  await assertForbidden(page, 'GET', `/v1/profiles/${id}/export`);

  // Exported, deleted, restored.
  await signIn(page, 'administrator');
  await open(page, `/contacts/${id}`);
  await press('Actions');
  await page.getByRole('menuitem', { name: 'Export everything' }).click();
  // The session ended meanwhile: it is asked for, and the file comes after it.
  await expireSession(page);
  await press('Download', dialog());
  const [download] = await Promise.all([page.waitForEvent('download'), fillSignIn(page, 'administrator')]);
  assert.equal(download.suggestedFilename(), `kith-${id}.json`);
  assert.equal(JSON.parse(await readFile(await download.path(), 'utf8')).profile.id, id);
  await page.getByLabel('Password', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('dialog', { name: 'Export everything' }).waitFor({ state: 'detached' });
  await press('Actions');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  // Changed by somebody else as it is confirmed: it is looked at again first.
  let isChanged = false;
  await page.route(`**/v1/profiles/${id}`, async (route) => {
    if (route.request().method() === 'DELETE' && !isChanged) {
      isChanged = true;
      await api('PATCH', `/v1/profiles/${id}`, { fields: { tags: { add: ['e2e-meanwhile'] } } });
    }
    await route.continue();
  });
  await look('delete', 'a person who is deleted');
  await press('Delete', dialog());
  await dialog().getByText('Somebody changed this contact meanwhile', { exact: false }).waitFor();
  // From then on nothing of them is asked for.
  let isGone = false;
  const asked = [];
  page.on('response', (response) => {
    if (response.request().method() === 'DELETE' && response.ok()) isGone = true;
  });
  page.on('request', (request) => {
    if (isGone && request.url().includes(id)) asked.push(`${request.method()} ${request.url()}`);
  });
  await press('Delete', dialog());
  await page.getByText('This contact was deleted').waitFor();
  await page.unroute(`**/v1/profiles/${id}`);
  await axe(page, 'profile that was deleted');
  assert.ok(isGone);
  assert.deepEqual(asked, []);
  await press('Restore');
  await heading(page, 'Grace Brewster Hopper-Murray').waitFor();

  // Restored from the list they are who they are, too, and not who is gone.
  await press('Actions');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await press('Delete', dialog());
  await press('Deleted contacts');
  await page.waitForURL('**/contacts/deleted');
  await press('Restore Grace Brewster Hopper-Murray');
  await page.getByText('1 contact was restored', { exact: true }).waitFor();
  // Nobody else is deleted: the focus is where one goes on.
  await page.getByRole('link', { name: 'All contacts', exact: true }).and(page.locator(':focus')).waitFor();
  await page.getByRole('status').getByRole('link', { name: 'Grace Brewster Hopper-Murray', exact: true }).click();
  await heading(page, 'Grace Brewster Hopper-Murray').or(page.getByText('This contact was deleted')).waitFor();
  assert.equal(await page.getByText('This contact was deleted').count(), 0);

  // Erased, once the id is typed; the receipt is final in the end.
  await press('Actions');
  await page.getByRole('menuitem', { name: 'Erase for good' }).click();
  const sure = dialog().getByRole('button', { name: 'Erase for good' });
  assert.ok(await sure.isDisabled());
  await axe(page, 'confirmation of an erasure');
  await screenshots(page, 'profile-erase', { rtl: false });
  await dialog().getByLabel(`Type ${id} to confirm`).fill(id);
  await sure.click();
  await heading(page, 'Erasure receipt').waitFor();
  await page.getByText('Nothing of the person is left').waitFor();
  // In words, each kind of it.
  for (const kind of await page.getByRole('cell').allInnerTexts()) assert.match(kind, /^[A-Z0-9]/);
  await axe(page, 'receipt of an erasure');
  await screenshots(page, 'profile-receipt');
  await assert.rejects(profileOf(id), /410/);
  assert.ok((await api('GET', `/v1/erasures/${id}`)).finished_at);
} finally {
  await app.close();
}
