// SPDX-License-Identifier: Apache-2.0
// Conflicts and duplicates as people work on them: the queue in both orders, two profiles side by side, a merge that is
// shown anew because somebody changed one of the two meanwhile, its undoing with what stays undecided, what is kept
// apart and lifted again; and what a viewer neither sees nor may do.
import assert from 'node:assert/strict';
import { assertForbidden, axe, open, screenshots, signIn, startConsole } from './console_support.mjs';

const { page, api, close } = await startConsole({ people: 0 });

/// Two people that one observation would join if each had no customer number.
async function makeConflict(name, phone, times) {
  const sides = [
    { type: 'email', value: `${name}@example.com` },
    { type: 'phone', value: phone },
  ];
  const ids = [];
  for (const [index, identifier] of sides.entries()) {
    const { profile_id } = await api('POST', '/v1/observations', {
      observed_at: `2026-01-0${index + 1}T00:00:00Z`,
      identifiers: [{ type: 'external_id', value: `${name}-${index}` }, identifier],
      fields: { first_name: `${name} ${index === 0 ? 'Archer' : 'Baker'}`, language: 'en' },
    });
    ids.push(profile_id);
  }
  for (const observed_at of times) {
    const { refused } = await api('POST', '/v1/observations', { observed_at, identifiers: sides });
    assert.equal(refused[0].code, 'unique_conflict');
  }
  return { ids, sides, both: new RegExp(`${name} (Archer|Baker)`) };
}

const detach = ({ ids }, name) => api('DELETE', `/v1/profiles/${ids[1]}/identifiers/external_id/${name}-1`);
const rows = () => page.getByRole('row').filter({ has: page.getByRole('gridcell') });
const rowOf = (two) => page.getByRole('row', { name: two.both });
const button = (name) => page.getByRole('button', { name, exact: true });
const dialog = (name) => page.getByRole('dialog', { name });
const openRow = (row) => row.press('Enter');

async function conflictOf({ ids }) {
  const { items } = await api('GET', '/v1/conflicts?limit=500');
  return items.find((each) => ids.every((id) => each.profiles.includes(id)));
}

try {
  const anna = await makeConflict('Anna', '+380501100001', ['2026-03-05T00:00:00Z']);
  const bela = await makeConflict('Bela', '+380501100002', ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']);
  const cleo = await makeConflict('Cleo', '+380501100003', ['2026-02-01T00:00:00Z']);
  const conflict = await conflictOf(anna);

  // A viewer sees who is kept apart and why, and can change nothing.
  await signIn(page, 'viewer');
  await page.getByRole('link', { name: 'Conflicts and duplicates' }).click();
  await rowOf(anna).waitFor();
  await openRow(rowOf(anna));
  await page.getByRole('table', { name: 'Side by side' }).waitFor();
  assert.equal(await button('Merge').count(), 0);
  assert.equal(await button('Keep apart').count(), 0);
  const sides = anna.ids.map((ref) => ({ ref }));
  await assertForbidden(page, 'POST', '/v1/merges/preview', { profiles: sides });
  await assertForbidden(page, 'POST', '/v1/merges', { profiles: sides });
  for (const verdict of ['merge', 'forbid', 'dismiss']) {
    await assertForbidden(page, 'POST', `/v1/conflicts/${conflict.id}/${verdict}`, {});
  }
  await assertForbidden(page, 'POST', '/v1/must-not-links', { profiles: anna.ids, reason: 'no' });
  await assertForbidden(page, 'POST', '/v1/duplicates/dismiss', { profiles: sides });
  await assertForbidden(page, 'POST', '/v1/duplicates/restore', { profiles: sides });

  // The queue, by the newest and by how many records are affected.
  await signIn(page, 'editor');
  await open(page, '/conflicts');
  await rowOf(anna).waitFor();
  assert.match(await rows().first().getAttribute('aria-label'), anna.both);
  await axe(page, 'conflicts');
  await screenshots(page, 'conflicts');
  await page.getByLabel('Order').selectOption({ label: 'Most records first' });
  await page.waitForURL('**/conflicts?*order=-observations*');
  await page.locator('[role="row"][data-index="0"]').filter({ hasText: 'Bela' }).waitFor();

  // The rules forbid it, until what is in the way is removed.
  await open(page, `/conflicts/${conflict.id}`);
  await page.getByText('The rules don’t allow to merge them').waitFor();
  await page.getByText('If they are one person all the same, detach the wrong one of the two identifiers').waitFor();
  assert.ok(await button('Merge').isDisabled());
  await axe(page, 'conflict-refused');
  await screenshots(page, 'conflict-refused');
  await detach(anna, 'Anna');
  await open(page, `/conflicts/${conflict.id}`);
  await page.getByRole('columnheader', { name: 'Result' }).waitFor();
  await page.getByText('This id stays').waitFor();
  await axe(page, 'conflict');
  await screenshots(page, 'conflict');

  // Somebody changes one of the two meanwhile: nothing is done, and the difference is shown.
  await api('PATCH', `/v1/profiles/${anna.ids[0]}`, { fields: { first_name: 'Annabel Archer' } });
  await button('Merge').click();
  await page.getByLabel('Reason (optional)').fill('she wrote from both');
  await button('Merge the two').click();
  const moved = dialog('This changed while you were looking');
  await moved.getByText('Annabel Archer').first().waitFor();
  await moved.getByText('Anna Archer').first().waitFor();
  assert.equal((await api('GET', `/v1/profiles/${anna.ids[1]}`)).id, anna.ids[1]);
  await axe(page, 'conflict-moved');
  await screenshots(page, 'conflict-moved', { rtl: false });
  await moved.getByRole('button', { name: 'Look at it again' }).click();
  await moved.waitFor({ state: 'detached' });
  await button('Merge').click();
  assert.equal(await page.getByLabel('Reason (optional)').inputValue(), 'she wrote from both');
  await button('Merge the two').click();
  await page.getByRole('status').filter({ hasText: 'Decided by' }).waitFor();
  const merged = await api('GET', `/v1/profiles/${anna.ids[1]}`);
  assert.equal(merged.id, (await api('GET', `/v1/profiles/${anna.ids[0]}`)).id);
  const decided = await api('GET', `/v1/conflicts/${conflict.id}`);
  assert.equal(decided.state, 'merged');
  assert.equal(decided.decided.reason, 'she wrote from both');
  assert.deepEqual(decided.decided.observation.source, { type: 'console', name: 'Edith Editor' });

  // Taken back from the list of merges; what names both stays undecided.
  await api('POST', '/v1/observations', { id: 'of-both', identifiers: anna.sides });
  await page.getByRole('link', { name: 'See the merges of this person' }).first().click();
  await page.getByRole('button', { name: /^Undo the merge of/ }).click();
  const undoing = dialog('Merge');
  await undoing.getByText('From then on the two are kept apart').waitFor();
  await undoing.getByRole('link', { name: 'Conflicts and duplicates, Kept apart' }).waitFor();
  await undoing.getByRole('button', { name: 'Take the merge back' }).waitFor();
  await axe(page, 'merge');
  await screenshots(page, 'merge', { rtl: false });
  await undoing.getByRole('button', { name: 'Take the merge back' }).click();
  // It is said where nobody can miss it, and to who hears the page.
  const receipt = page.locator('[role="status"]:focus').filter({ hasText: 'They are two again' });
  await receipt.waitFor();
  assert.ok(await receipt.evaluate((each) => each.getBoundingClientRect().top >= 0 && each.getBoundingClientRect().top < window.innerHeight));
  for (const name of ['Annabel Archer', 'Anna Baker']) await undoing.getByRole('link', { name, exact: true }).first().waitFor();
  await undoing.getByText(/\d+ records? stayed undecided/).waitFor();
  await undoing.getByText('of-both').waitFor();
  await axe(page, 'merge-undone');
  await screenshots(page, 'merge-undone', { rtl: false });
  for (const id of anna.ids) assert.equal((await api('GET', `/v1/profiles/${id}`)).id, id);

  // They are kept apart until somebody lifts that.
  await undoing.getByRole('link', { name: 'Lift the prohibition' }).click();
  await page.getByRole('button', { name: /^Lift what keeps/ }).waitFor();
  await axe(page, 'kept-apart');
  await screenshots(page, 'kept-apart');
  await page.getByRole('button', { name: /^Lift what keeps/ }).click();
  await dialog('Lift the prohibition').getByRole('button', { name: 'Lift…' }).click();
  await page.getByText('Nobody is kept apart').waitFor();
  const { items: standing } = await api('GET', `/v1/must-not-links?profile=${anna.ids[0]}`);
  assert.deepEqual(standing, []);

  // One is put aside, one forbidden.
  const verdicts = [
    [bela, 'Put aside', 'Put it aside', 'dismissed'],
    [cleo, 'Keep apart', 'Keep them apart', 'forbidden'],
  ];
  for (const [two, label, confirm, state] of verdicts) {
    const { id } = await conflictOf(two);
    await open(page, '/conflicts');
    await rowOf(two).waitFor();
    await openRow(rowOf(two));
    await button(label).click();
    await button(confirm).click();
    await page.getByRole('status').filter({ hasText: 'Decided by' }).waitFor();
    assert.equal((await api('GET', `/v1/conflicts/${id}`)).state, state);
  }

  // Two of one mailbox, merged by hand.
  const [first, second] = await Promise.all(
    ['dora.dale@gmail.com', 'doradale+news@gmail.com'].map((value) =>
      api('POST', '/v1/observations', { identifiers: [{ type: 'email', value }], fields: { first_name: 'Dora', last_name: 'Dale' } }),
    ),
  );
  await open(page, '/conflicts?list=duplicates');
  await page.getByRole('row', { name: 'Dora Dale and Dora Dale' }).waitFor();
  // Their names alone are one: what each is written to at tells them apart.
  for (const address of ['dora.dale@gmail.com', 'doradale+news@gmail.com']) {
    await page.getByRole('row', { name: 'Dora Dale and Dora Dale' }).getByTitle(address, { exact: true }).waitFor();
  }
  await axe(page, 'duplicates');
  await screenshots(page, 'duplicates');

  // Put aside in the list, found again under that, and brought back; and the same where the two are looked at.
  const doras = page.getByRole('row', { name: 'Dora Dale and Dora Dale' });
  const listed = async (state) => (await api('GET', `/v1/duplicates?profile=${first.profile_id}${state}`)).items;
  await button('Put aside Dora Dale and Dora Dale').click();
  await dialog('Put aside').getByLabel('Reason (optional)').fill('ask at the shop');
  await axe(page, 'duplicate-aside');
  await dialog('Put aside').getByRole('button', { name: 'Put them aside' }).click();
  await doras.waitFor({ state: 'detached' });
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Put aside' });
  await page.waitForURL('**/conflicts?*pairs=dismissed*');
  await doras.waitFor();
  assert.deepEqual(await listed(''), []);
  assert.equal((await listed('&state=dismissed'))[0].dismissed.reason, 'ask at the shop');
  await axe(page, 'duplicates-aside');
  await screenshots(page, 'duplicates-aside');
  await button('Bring back Dora Dale and Dora Dale').click();
  await doras.waitFor({ state: 'detached' });
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Waiting' });
  await openRow(doras);
  await button('Put aside').click();
  await dialog('Put aside').getByRole('button', { name: 'Put them aside' }).click();
  await page.getByText('This pair was put aside').waitFor();
  assert.equal(await button('Put aside').count(), 0);
  await axe(page, 'duplicate-put-aside');
  await button('Bring back').click();
  await button('Put aside').waitFor();
  await page.getByText('This pair was put aside').waitFor({ state: 'detached' });
  assert.equal((await listed('')).length, 1);

  // What they would be subscribed to as one, and where they could not be written to, is seen before.
  await api('PATCH', `/v1/profiles/${first.profile_id}`, { subscriptions: { offers: 'subscribed' } });
  await api('PATCH', `/v1/profiles/${second.profile_id}`, { subscriptions: { offers: 'unsubscribed' } });
  await api('POST', `/v1/profiles/${second.profile_id}/endpoints/email/${encodeURIComponent('doradale+news@gmail.com')}/states`, { state: 'blacklisted', reason: 'role_address' });
  await page.reload();
  await page.getByText('Both addresses lead to one mailbox.').waitFor();
  await page.getByRole('columnheader', { name: 'Result' }).waitFor();
  const asOne = await api('POST', '/v1/merges/preview', { profiles: [first, second].map(({ profile_id: ref }) => ({ ref })) });
  const { state } = asOne.subscriptions.find((each) => each.category === 'offers');
  assert.equal(asOne.identifiers.find((each) => each.value.startsWith('doradale')).endpoint.state, 'blacklisted');
  const warned = page.getByRole('status').filter({ hasText: 'As one person, not every address of theirs may be written to' });
  await warned.getByText('Blacklisted').waitFor();
  const offers = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /offers/i }) }).getByRole('cell');
  assert.match(await offers.nth(2).textContent(), new RegExp(state, 'i'));
  assert.deepEqual((await offers.allTextContents()).slice(0, 2).map((each) => /unsubscribed/i.test(each)).sort(), [false, true]);
  await axe(page, 'duplicate');
  await screenshots(page, 'duplicate');
  await button('Merge').click();
  await button('Merge the two').click();
  await page.getByText('They are one person').waitFor();
  const [one, other] = await Promise.all([first, second].map(({ profile_id }) => api('GET', `/v1/profiles/${profile_id}`)));
  assert.equal(one.id, other.id);

  // What was merged can be taken back by no viewer.
  const { items: merges } = await api('GET', `/v1/merges?profile=${one.id}`);
  await signIn(page, 'viewer');
  await open(page, `/conflicts?list=merges&profile=${one.id}`);
  await rows().first().waitFor();
  assert.equal(await page.getByRole('button', { name: /^Undo the merge of/ }).count(), 0);
  await openRow(rows().first());
  await dialog('Merge').getByText('Dora').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Take the merge back' }).count(), 0);
  await assertForbidden(page, 'POST', `/v1/merges/${merges[0].id}/undo`, {});
  await assertForbidden(page, 'DELETE', `/v1/must-not-links/${merges[0].id}`, {});
} finally {
  await close();
}
