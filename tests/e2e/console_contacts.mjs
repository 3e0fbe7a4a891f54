// SPDX-License-Identifier: Apache-2.0
// The list of everybody: searched as one types, filtered by what the address bar keeps, in the columns and the order one
// chose, opened from anywhere on a line and with the keyboard.
import assert from 'node:assert/strict';
import { crowdName, crowdSize, makeCrowd } from './console_crowd.mjs';
import { axe, open, screenshots, signIn, startConsole } from './console_support.mjs';
import { until } from './kith.mjs';

const app = await startConsole();
const { page, api } = app;
const quilla = { name: 'Quilla Quince', email: 'quilla@example.com', phone: '+380501100042' };
const rafe = { name: 'Rafe Rowan', email: 'rafe@example.com', second: 'rafe.rowan@example.com', third: 'rowan@example.com' };

const button = (name, within = page) => within.getByRole('button', { name, exact: true });
const press = (name, within) => button(name, within).click();
const dialog = page.getByRole('dialog');
const row = (name) => page.getByRole('row', { name, exact: true });
const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });
const search = page.getByRole('searchbox', { name: 'Search contacts' });
const selection = page.getByRole('group', { name: 'Selected contacts' });
const counted = (count) => page.getByText(count === 1 ? '1 contact' : `${count} contacts`, { exact: true }).waitFor();
const firstRow = (name) => page.locator('[role="row"][data-index="0"]').and(row(name)).waitFor();
const parameters = (wanted) =>
  page.waitForURL((url) => Object.entries(wanted).every(([name, value]) => url.searchParams.get(name) === value));
const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));

async function makeTwo() {
  const { profile_id: quillas } = await api('POST', '/v1/observations', {
    source: { type: 'form', name: 'fruit' },
    identifiers: [
      { type: 'external_id', value: 'e2e-quilla' },
      { type: 'email', value: quilla.email },
      { type: 'phone', value: quilla.phone },
    ],
    fields: { first_name: 'Quilla', last_name: 'Quince', tags: { add: ['fruit', 'two'] } },
    endpoints: [{ type: 'email', value: quilla.email, state: 'blacklisted', reason: 'inactive_address' }],
  });
  const { profile_id: rafes } = await api('POST', '/v1/observations', {
    identifiers: [rafe.email, rafe.second, rafe.third].map((value) => ({ type: 'email', value })),
    fields: { first_name: 'Rafe', last_name: 'Rowan', tags: { add: ['two'] } },
    endpoints: [{ type: 'email', value: rafe.third, state: 'blacklisted', reason: 'role_address' }],
  });
  quilla.id = quillas;
  rafe.id = rafes;
}

async function searching() {
  await open(page, '/contacts');
  await page.getByRole('row').nth(1).waitFor();
  await axe(page, 'contacts');
  await screenshots(page, 'contacts');
  await search.pressSequentially('quil');
  await parameters({ q: 'quil' });
  await row(quilla.name).waitFor();
  await counted(1);
  // An address that must not be written to is told from one that can.
  await row(quilla.name).getByText('Blacklisted', { exact: true }).waitFor();

  const searches = [
    [rafe.email.toUpperCase(), rafe, quilla],
    ['qui qui', quilla, rafe],
    ['rowan', rafe, quilla],
    ['+38 (050) 110-00-42', quilla, rafe],
    [rafe.id, rafe, quilla],
    ['e2e-quil', quilla, rafe],
  ];
  for (const [text, found, other] of searches) {
    await search.fill(text);
    await row(found.name).waitFor();
    await row(other.name).waitFor({ state: 'detached' });
    await parameters({ q: text });
  }
  await page.reload();
  await row(quilla.name).waitFor();
  assert.equal(await search.inputValue(), 'e2e-quil');

  await search.fill('nobody has this name');
  await page.getByText('No contact matches').waitFor();
  await axe(page, 'contacts that nobody matches');
  await press('Clear search and filters');
  await page.getByRole('row').nth(1).waitFor();
  assert.equal(await search.inputValue(), '');
  assert.equal(new URL(page.url()).search, '');
}

async function filtering() {
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  await press('Filters');
  await dialog.getByLabel('Tag', { exact: true }).fill('crowd');
  await dialog.getByLabel('Tag', { exact: true }).press('Enter');
  await parameters({ tag: 'crowd' });
  await counted(crowdSize);
  await dialog.getByLabel('Identity', { exact: true }).selectOption('true');
  await dialog.getByRole('combobox', { name: 'Field', exact: true }).selectOption('e2e.size');
  await dialog.getByRole('combobox', { name: 'Condition', exact: true }).selectOption('greater');
  await dialog.getByLabel('Value', { exact: true }).fill('41');
  await axe(page, 'filters of contacts');
  await screenshots(page, 'contacts-filters', { rtl: false });
  await press('Add condition', dialog);
  await press('Show contacts', dialog);
  await dialog.waitFor({ state: 'detached' });
  await counted(3);
  await parameters({ tag: 'crowd', known: 'true', where: JSON.stringify([{ field: 'e2e.size', is: 'greater', value: 41 }]) });

  // The address is all that somebody else needs to see the same.
  const shared = page.url();
  await open(page, '/overview');
  await page.goto(shared);
  await counted(3);
  await button('3 filters').waitFor();
  for (const text of ['Tag: crowd', 'Identity: Known', 'Shoe size is greater than 41']) {
    await chips.filter({ hasText: text }).waitFor();
  }
  await press('Remove the filter Shoe size is greater than 41');
  await counted(crowdSize);
  assert.equal(await chips.count(), 2);
  await page.waitForURL((url) => !url.searchParams.has('where'));

  // A category with the state in it, and the state of an address: both at once, and both in the address bar.
  await api('PATCH', `/v1/profiles/${quilla.id}`, { subscriptions: { offers: 'subscribed' } });
  await open(page, '/contacts?q=qui');
  await button('Filters').click();
  await dialog.getByLabel('State of the address', { exact: true }).selectOption('blacklisted');
  await dialog.getByLabel('Subscription category', { exact: true }).selectOption('offers');
  await parameters({ category: 'offers', subscription: 'subscribed', state: 'blacklisted' });
  await axe(page, 'filters of a category and an address');
  await press('Show contacts', dialog);
  await dialog.waitFor({ state: 'detached' });
  await row(quilla.name).waitFor();
  await counted(1);
  await button('2 filters').waitFor();
  for (const text of ['– Subscribed', 'State of the address: Blacklisted']) await chips.filter({ hasText: text }).waitFor();
  const { items: both } = await api('GET', '/v1/profiles?category=offers&subscription=subscribed&state=blacklisted&q=qui');
  assert.deepEqual(both.map((each) => each.id), [quilla.id]);
  // Addresses from before are read as they were meant.
  await open(page, '/contacts?q=qui&category=offers&state=unsubscribed');
  await parameters({ category: 'offers', subscription: 'unsubscribed', state: null });
  await page.getByText('No contact matches').waitFor();

  // What stands in an address and means nothing is left out.
  await open(page, '/contacts?q=quilla&state=blacklisted&channel=email&sort=<b>&known=perhaps&where=[{"no":1}]');
  await row(quilla.name).waitFor();
  await counted(1);
  await button('2 filters').click();
  await press('Clear filters', dialog);
  await press('Show contacts', dialog);
  await dialog.waitFor({ state: 'detached' });
  await page.waitForURL((url) => url.searchParams.get('q') === 'quilla' && !url.searchParams.has('state'));
}

/** Whom one may write to: who has an address of the channel that is not in a state. Of a state alone that can't be asked. */
async function filteringByWhatIsNot() {
  const chip = 'State of the address: Email, an address that is not Blacklisted';
  await open(page, '/contacts?tag=two');
  await counted(2);
  await press('1 filter');
  await dialog.getByLabel('State of the address', { exact: true }).selectOption('blacklisted');
  await parameters({ state: 'blacklisted' });
  const is = dialog.getByLabel('The address is', { exact: true });
  await dialog.getByText('choose a channel that has addresses', { exact: false }).waitFor();
  assert.ok(await is.locator('option[value="not"]').isDisabled());
  await axe(page, 'a state of an address without a channel');
  await dialog.getByLabel('Channel', { exact: true }).selectOption('email');
  await parameters({ channel: 'email', state: 'blacklisted' });
  await is.selectOption('not');
  await parameters({ tag: 'two', channel: 'email', state: null, state_not: 'blacklisted' });
  assert.equal(await dialog.getByLabel('Reason of the state', { exact: true }).count(), 0, 'a reason would be asked of another address');
  await axe(page, 'a state that an address is not in');
  await press('Show contacts', dialog);
  await dialog.waitFor({ state: 'detached' });
  await counted(1);
  await row(rafe.name).waitFor();
  await page.reload();
  await row(rafe.name).waitFor();
  await counted(1);
  await button('2 filters').waitFor();
  await press(`Remove the filter ${chip}`);
  await counted(2);
  await page.waitForURL((url) => !url.searchParams.has('channel') && !url.searchParams.has('state_not'));
}

/** The address that somebody is in the list for, and one that must not be written to, are never those without room. */
async function showingWhatIsAskedFor() {
  for (const filter of ['state=blacklisted', 'channel=email&state=active']) {
    await open(page, `/contacts?tag=two&${filter}`);
    await row(rafe.name).getByText(rafe.third, { exact: true }).waitFor();
    await row(rafe.name).getByText('Blacklisted', { exact: true }).waitFor();
    await row(rafe.name).getByText('+1', { exact: true }).waitFor();
  }
  await axe(page, 'addresses that have no room');
}

/** Also those anonymous whom nothing reaches: as many as the overview counts. */
async function filteringAnonymous() {
  await api('POST', '/v1/observations', {
    identifiers: [{ type: 'device_id', value: 'e2e-nobody-0123456789abcdef' }],
    fields: { tags: { add: ['e2e-nobody'] } },
  });
  await open(page, '/contacts?tag=e2e-nobody');
  await page.getByText('No contact matches').waitFor();
  await press('1 filter');
  await dialog.getByLabel('Identity', { exact: true }).selectOption('false');
  await parameters({ known: 'false' });
  await page.getByText('No contact matches').waitFor();
  await dialog.getByLabel('Identity', { exact: true }).selectOption({ label: 'All anonymous' });
  await parameters({ known: 'anonymous' });
  await press('Show contacts', dialog);
  await dialog.waitFor({ state: 'detached' });
  await counted(1);
  await page.getByRole('list', { name: 'Filters' }).getByText('Identity: All anonymous', { exact: true }).waitFor();
  await until(
    async () => {
      const [overview, anonymous] = [await api('GET', '/v1/overview'), await api('GET', '/v1/profiles?known=anonymous&total=true&limit=1')];
      return [overview.profiles.anonymous, anonymous.total];
    },
    ([counters, listed]) => listed > 0 && counters === listed,
    'as many anonymous ones in the list as in the overview',
  );
}

/** Each leaves the one of the two whom it is of, under its own name in the address bar and in its chip. */
async function filteringByEach() {
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  const choose = (label, value) => dialog.getByLabel(label, { exact: true }).selectOption(value);
  await api('POST', '/v1/segments', { id: 'e2e-fruit', name: 'Fruit', condition: { tag: 'fruit' } });
  const each = [
    ['segment', 'e2e-fruit', 'Segment: Fruit', () => choose('Segment', { label: 'Fruit' })],
    ['reason', 'inactive_address', 'The address is not in use', () => choose('Reason of the state', { label: 'The address is not in use' })],
    ['source', 'form:fruit', 'First source: Form: fruit', async () => {
      await choose('First source', { label: 'Another source…' });
      await dialog.getByLabel('Another source', { exact: true }).fill('form:fruit');
      await dialog.getByLabel('Another source', { exact: true }).press('Enter');
    }],
  ];
  for (const [name, value, chip, set] of each) {
    await open(page, '/contacts?tag=two');
    await counted(2);
    await press('1 filter');
    await set();
    await parameters({ tag: 'two', [name]: value });
    await counted(1);
    await press('Show contacts', dialog);
    await dialog.waitFor({ state: 'detached' });
    await row(quilla.name).waitFor();
    await chips.filter({ hasText: chip }).waitFor();
  }

  // Days of when they came to be and of when they were changed, with both ends.
  const day = (after) => {
    const date = new Date();
    date.setDate(date.getDate() + after);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  };
  const none = page.getByText('No contact matches');
  await open(page, '/contacts?tag=two');
  await counted(2);
  await press('1 filter');
  for (const time of ['Created', 'Changed']) {
    const name = time === 'Created' ? 'created' : 'updated';
    const ends = dialog.getByRole('group', { name: time, exact: true });
    await ends.getByLabel('From', { exact: true }).fill(day(1));
    await parameters({ [`${name}_from`]: day(1) });
    await none.waitFor();
    await ends.getByLabel('From', { exact: true }).fill(day(-2));
    await counted(2);
    await ends.getByLabel('To', { exact: true }).fill(day(-2));
    await parameters({ [`${name}_from`]: day(-2), [`${name}_to`]: day(-2) });
    await none.waitFor();
    await ends.getByLabel('To', { exact: true }).fill(day(1));
    await counted(2);
  }
  await press('Show contacts', dialog);
  await dialog.waitFor({ state: 'detached' });
  for (const text of ['Created from:', 'Created to:', 'Changed from:', 'Changed to:']) await chips.filter({ hasText: text }).waitFor();
  await chips.filter({ hasText: 'Changed to:' }).getByRole('button').click();
  await page.waitForURL((url) => !url.searchParams.has('updated_to'));
  await counted(2);
}

async function sorting() {
  await open(page, '/contacts?tag=crowd');
  await row(crowdName(1)).or(row(crowdName(crowdSize))).first().waitFor();
  const header = (name) => page.getByRole('columnheader', { name, exact: true });
  await press('Name', header('Name'));
  await parameters({ sort: 'name' });
  await firstRow(crowdName(1));
  assert.equal(await header('Name').getAttribute('aria-sort'), 'ascending');
  await button('Name', header('Name')).press('Enter');
  await parameters({ sort: '-name' });
  await firstRow(crowdName(crowdSize));
  assert.equal(await header('Name').getAttribute('aria-sort'), 'descending');
  await press('Changed', header('Changed'));
  await parameters({ sort: '-updated_at' });
  assert.equal(await header('Changed').getAttribute('aria-sort'), 'descending');
  assert.equal(await header('Name').getAttribute('aria-sort'), 'none');
}

async function opening() {
  await open(page, '/contacts?q=quilla&sort=name');
  await row(quilla.name).waitFor();
  const cells = row(quilla.name).getByRole('gridcell');
  const inCorner = { position: { x: 2, y: 2 } };
  for (let index = 0; index < (await cells.count()); ++index) {
    await cells.nth(index).click(inCorner);
    await page.waitForURL(`**/contacts/${quilla.id}`);
    await heading(quilla.name).waitFor();
    await page.goBack();
    await row(quilla.name).waitFor();
    await parameters({ q: 'quilla', sort: 'name' });
  }
  await row(quilla.name).click(inCorner);
  await heading(quilla.name).waitFor();
  await page.goBack();
  await row(quilla.name).getByRole('link', { name: quilla.name }).click();
  await heading(quilla.name).waitFor();
  await page.goBack();
  // What is a control of its own stays one.
  await page.getByRole('checkbox', { name: `Select ${quilla.name}`, exact: true }).check();
  await selection.getByText('1 selected').waitFor();
  assert.equal(new URL(page.url()).pathname, '/contacts');
  // Who is ticked stays so over a look at somebody, but not in another search.
  await row(quilla.name).click(inCorner);
  await heading(quilla.name).waitFor();
  await page.goBack();
  await selection.getByText('1 selected').waitFor();
  assert.equal(await row(quilla.name).getAttribute('aria-selected'), 'true');
  await search.fill('quilla quince');
  await parameters({ q: 'quilla quince' });
  await selection.waitFor({ state: 'detached' });
  await page.locator('[role="row"][aria-selected="false"]').and(row(quilla.name)).waitFor();
}

async function byKeyboard() {
  await open(page, '/contacts?tag=crowd&sort=name');
  await firstRow(crowdName(1));
  await row(crowdName(1)).focus();
  const moved = async (key, name) => {
    await page.keyboard.press(key);
    await page.locator('[role="row"]:focus').and(row(name)).waitFor();
  };
  await moved('ArrowDown', crowdName(2));
  await page.keyboard.press('Space');
  await selection.getByText('1 selected').waitFor();
  assert.equal(await row(crowdName(2)).getAttribute('aria-selected'), 'true');
  await moved('ArrowDown', crowdName(3));
  await moved('ArrowUp', crowdName(2));
  await page.keyboard.press('Space');
  await selection.waitFor({ state: 'detached' });
  // To the end, whose pages come meanwhile.
  await until(
    async () => {
      await page.keyboard.press('End');
      return focused();
    },
    (name) => name === crowdName(crowdSize),
    'the last row',
  );
  await moved('ArrowUp', crowdName(crowdSize - 1));
  await moved('Home', crowdName(1));
  await moved('ArrowDown', crowdName(2));
  await page.keyboard.press('Enter');
  await heading(crowdName(2)).waitFor();
}

async function choosingColumns() {
  await open(page, '/contacts?tag=crowd&sort=name');
  await firstRow(crowdName(1));
  await press('Columns');
  const columns = page.getByRole('group', { name: 'Columns' });
  const column = (name) => columns.getByRole('checkbox', { name, exact: true });
  assert.ok(await column('Name').isDisabled(), 'nobody is without a name');
  await column('Tags').uncheck();
  await column('Source').check();
  await column('Shoe size').check();
  await axe(page, 'columns of contacts');
  await page.keyboard.press('Escape');
  await columns.waitFor({ state: 'detached' });
  const headers = async () => (await page.getByRole('columnheader').allTextContents()).map((text) => text.trim());
  const wanted = ['', 'Name', 'Reachable at', 'Identity', 'Last seen', 'Changed', 'Source', 'Shoe size'];
  const isShown = async () => {
    await row(crowdName(1)).getByRole('gridcell', { name: '42', exact: true }).waitFor();
    assert.deepEqual(await headers(), wanted);
  };
  await isShown();
  await page.reload();
  await isShown();
  await screenshots(page, 'contacts-columns');
}

try {
  await makeCrowd(api);
  await makeTwo();
  await signIn(page, 'editor');
  await searching();
  await filtering();
  await filteringByEach();
  await filteringByWhatIsNot();
  await showingWhatIsAskedFor();
  await filteringAnonymous();
  await sorting();
  await opening();
  await byKeyboard();
  await choosingColumns();
} finally {
  await app.close();
}
