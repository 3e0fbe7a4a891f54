// SPDX-License-Identifier: Apache-2.0
// Two editors on one profile, each shown what the other wrote before anything is lost; and a session that ends in the
// middle of an edit, which goes on where it was once its person has signed in again.
import assert from 'node:assert/strict';
import { axe, expireSession, fillSignIn, open, screenshots, signIn, startConsole } from './console_support.mjs';

const { page, newPage, api, close } = await startConsole({ people: 0 });

const { profile_id: id } = await api('POST', '/v1/observations', {
  identifiers: [{ type: 'email', value: 'ann@example.com' }],
  fields: { first_name: 'Ann', last_name: 'Archer' },
});
const fieldsNow = async () => (await api('GET', `/v1/profiles/${id}`)).fields;
const rowIn = (where, key) => where.locator(`[data-field="${key}"]`);

async function edit(where, key, name, value) {
  const row = rowIn(where, key);
  await row.getByRole('button', { name: `Edit ${name}` }).click();
  await row.getByLabel(name, { exact: true }).fill(value);
  return row;
}

const save = (row) => row.getByRole('button', { name: 'Save', exact: true }).click();
const closed = (row) => row.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });

try {
  const other = await newPage();
  await signIn(page, 'editor');
  await signIn(other, 'administrator');
  for (const each of [page, other]) {
    await open(each, `/contacts/${id}`);
    await rowIn(each, 'first_name').getByText('Ann', { exact: true }).waitFor();
  }

  // Different fields: both are kept, and nobody is asked.
  const mineFirst = await edit(page, 'last_name', 'Last name', 'Able');
  const theirsFirst = await edit(other, 'first_name', 'First name', 'Anne');
  await save(theirsFirst);
  await closed(theirsFirst);
  await save(mineFirst);
  await closed(mineFirst);
  assert.deepEqual(await fieldsNow(), { ...(await fieldsNow()), first_name: 'Anne', last_name: 'Able' });

  // The same field: the second one sees both values, and chooses.
  await open(page, `/contacts/${id}`);
  await open(other, `/contacts/${id}`);
  const mine = await edit(page, 'first_name', 'First name', 'Hannah');
  const theirs = await edit(other, 'first_name', 'First name', 'Annette');
  await save(theirs);
  await closed(theirs);
  await save(mine);
  const conflict = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
  await conflict.getByText('Hannah').first().waitFor();
  await conflict.getByText('Annette').first().waitFor();
  assert.equal((await fieldsNow()).first_name, 'Annette');
  await axe(page, 'edit-conflict');
  await screenshots(page, 'edit-conflict', { rtl: false });
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await conflict.waitFor({ state: 'detached' });
  await closed(mine);
  assert.equal((await fieldsNow()).first_name, 'Hannah');

  // The session ends while somebody types: the page says so over the edit, and the edit is saved after it.
  const row = await edit(page, 'last_name', 'Last name', 'Typed before the session ended');
  await expireSession(page);
  await save(row);
  const asked = page.getByRole('dialog').filter({ has: page.getByLabel('Password', { exact: true }) });
  await asked.waitFor();
  assert.equal((await fieldsNow()).last_name, 'Able');
  await axe(page, 'session-ended');
  await screenshots(page, 'session-ended', { rtl: false });
  await fillSignIn(page, 'editor');
  await asked.waitFor({ state: 'detached' });
  await closed(row);
  await rowIn(page, 'last_name').getByText('Typed before the session ended').waitFor();
  assert.equal((await fieldsNow()).last_name, 'Typed before the session ended');

  // Whoever signs in later finds what was typed in the tab, unsaved.
  const kept = await edit(page, 'last_name', 'Last name', 'Not saved yet');
  await expireSession(page);
  await save(kept);
  await asked.waitFor();
  await asked.getByRole('button', { name: 'Not now' }).click();
  await asked.waitFor({ state: 'detached' });
  assert.equal(await kept.getByLabel('Last name', { exact: true }).inputValue(), 'Not saved yet');
  page.once('dialog', (leaving) => void leaving.accept());
  await page.reload();
  await fillSignIn(page, 'editor');
  assert.equal(await rowIn(page, 'last_name').getByLabel('Last name', { exact: true }).inputValue(), 'Not saved yet');
  await save(rowIn(page, 'last_name'));
  await closed(rowIn(page, 'last_name'));
  assert.equal((await fieldsNow()).last_name, 'Not saved yet');
} finally {
  await close();
}
