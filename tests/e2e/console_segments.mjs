// SPDX-License-Identifier: Apache-2.0
// A segment built with the keyboard, counted as it is built, saved and opened; what is refused said at its place; a list
// whose people come and go; why somebody is in; what a viewer may not do.
import assert from 'node:assert/strict';
import { asOverPlainHttp, assertForbidden, axe, open, screenshots, signIn, startConsole } from './console_support.mjs';

const running = await startConsole();
const { page, api } = running;
const tag = 'e2e-important';

const personOf = async (name) => {
  const { profile_id: id } = await api('POST', '/v1/observations', {
    identifiers: [{ type: 'email', value: `${name.toLowerCase()}@example.com` }],
    fields: { first_name: name, last_name: 'Builder' },
  });
  return { id, name: `${name} Builder`, ref: `email:${name.toLowerCase()}@example.com` };
};

/** The menu of conditions opened, an entry of it chosen and the first input reached, all without a mouse. */
const addByKeyboard = async (button, kind) => {
  await button.focus();
  await page.keyboard.press('Enter');
  await page.locator('[role="menu"]:focus, [role="menu"] :focus').waitFor({ state: 'attached' });
  const wanted = page.getByRole('menuitem', { name: kind, exact: true });
  const focused = () => wanted.evaluate((item) => item === document.activeElement);
  for (let presses = 0; presses < 12 && !(await focused()); ++presses) await page.keyboard.press('ArrowDown');
  assert.ok(await focused(), `${kind} is reached with the keyboard`);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.locator('input:focus, select:focus').waitFor({ state: 'attached' });
};

const dialog = page.getByRole('dialog');
const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });

try {
  await asOverPlainHttp(page);
  const [ivy, jon, kay] = [await personOf('Ivy'), await personOf('Jon'), await personOf('Kay')];
  await api('POST', '/v1/tags/changes', { tags: { add: [tag] }, profiles: [ivy.id, jon.id] });

  // Built, counted and opened.
  await signIn(page, 'editor');
  await page.getByRole('link', { name: 'Segments', exact: true }).click();
  await page.getByRole('button', { name: 'New segment' }).first().click();
  await heading('New segment').waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Important people');
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('important');
  await addByKeyboard(page.getByRole('button', { name: 'Add condition' }), 'Tag');
  await page.keyboard.type(tag);
  await page.getByText('2 people', { exact: true }).waitFor();
  await page.getByRole('list', { name: 'People in the sample' }).getByRole('link', { name: ivy.name }).waitFor();
  await addByKeyboard(page.getByRole('button', { name: 'Add condition' }), 'Address or identifier');
  await page.getByLabel('Type', { exact: true }).selectOption('email');
  await page.getByLabel('Comparison', { exact: true }).selectOption('starts_with');
  await page.getByLabel('Value', { exact: true }).fill('ivy@');
  await page.getByText('1 person', { exact: true }).waitFor();
  await axe(page, 'a new segment');
  await screenshots(page, 'segment-new');
  await page.getByRole('button', { name: 'Make the segment' }).click();
  await heading('Important people').waitFor();
  assert.deepEqual((await api('GET', '/v1/segments/important')).condition, {
    all: [{ tag }, { identifier: 'email', is: 'starts_with', value: 'ivy@' }],
  });

  // A refusal is told where it belongs, and nothing of it is saved.
  const leaf = page.getByRole('group', { name: `Tag ${tag}`, exact: true });
  await leaf.getByRole('button', { name: `Actions: Tag ${tag}` }).click();
  await page.getByRole('menuitem', { name: 'Show as JSON' }).click();
  await page.getByLabel('Condition as JSON').fill('{"segment": "nowhere"}');
  const wrong = page.getByRole('group', { name: 'In the segment nowhere', exact: true });
  await wrong.getByRole('alert').waitFor();
  await page.getByText('What is wrong is marked in it.').waitFor();
  await axe(page, 'a segment with a fault');
  await screenshots(page, 'segment-fault');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByText('1 person', { exact: true }).waitFor();

  // Changed and renamed; an unsaved change is asked about before it is left, and outlives a reload.
  await page.getByRole('group', { name: 'Has Email · begins with ivy@', exact: true }).getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Remove', exact: true }).click();
  await page.getByText('2 people', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('VIP');
  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'detached' });
  page.once('dialog', (asked) => void asked.accept());
  await page.reload();
  await page.getByText('What you typed before is still here, unsaved.').waitFor();
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await heading('VIP').waitFor();
  await saved;
  assert.deepEqual((await api('GET', '/v1/segments/important')).condition, { all: [{ tag }] });

  // Its members, why one of them is in it, and her profile.
  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByText('2 members', { exact: true }).waitFor();
  await axe(page, 'the members of a segment');
  await screenshots(page, 'segment-members');
  await page.getByRole('button', { name: `Why ${ivy.name}?` }).click();
  await page.getByText('Is in the segment', { exact: true }).waitFor();
  await axe(page, 'why somebody is in a segment');
  await screenshots(page, 'segment-why');
  await page.getByRole('tab', { name: 'Members' }).click();
  const row = page.getByRole('row', { name: ivy.name });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('Enter');
  await heading(ivy.name).waitFor();

  // One that another names stays.
  await api('POST', '/v1/segments', { id: 'both', name: 'Both', condition: { all: [{ segment: 'important' }, { tag: 'x' }] } });
  await open(page, '/settings/segments/important');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });

  // A list: nobody of a wrong address, one of a right one, and nobody again.
  await api('POST', '/v1/segments', { id: 'guests', name: 'Guests', kind: 'static' });
  await open(page, '/settings/segments/guests?tab=members');
  await page.getByText('Nobody is in this segment').waitFor();
  await page.getByRole('button', { name: 'Add people' }).click();
  const refs = dialog.getByLabel('Ids and addresses');
  await refs.fill('email:nobody@example.com');
  await dialog.getByRole('button', { name: 'Add people' }).click();
  await dialog.getByRole('alert').waitFor();
  assert.equal(await refs.inputValue(), 'email:nobody@example.com');
  await axe(page, 'people for a list');
  await refs.fill(kay.ref);
  await dialog.getByRole('button', { name: 'Add people' }).click();
  await dialog.getByText('1 person was added.').waitFor();
  await dialog.getByLabel('Search a person').fill('jon@example.com');
  await dialog.getByRole('button', { name: `Add: ${jon.name}` }).click();
  await dialog.getByText('1 person was added.').waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('2 members', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: `Select ${kay.name}` }).check();
  await page.getByRole('button', { name: 'Remove 1 from the segment' }).click();
  await dialog.getByRole('button', { name: 'Remove 1 from the segment' }).click();
  await page.getByText('1 member', { exact: true }).waitFor();

  // Names that others wrote are text.
  const hostile = '<img src=x onerror=alert(1)>\u202e';
  await api('POST', '/v1/segments', { id: 'hostile', name: hostile, condition: { tag: hostile } });
  await open(page, '/settings/segments');
  await page.getByRole('row', { name: 'VIP' }).waitFor();
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  await axe(page, 'the list of segments');
  await screenshots(page, 'segments');

  // A viewer reads them in words and changes nothing, here and by the API.
  await signIn(page, 'viewer');
  await open(page, '/settings/segments');
  await page.getByRole('row', { name: 'VIP' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'New segment' }).count(), 0);
  await page.getByRole('link', { name: 'VIP', exact: true }).click();
  await page.getByText('2 people', { exact: true }).waitFor();
  await page.getByText(`Tag ${tag}`, { exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: /^(Delete|Save|Add condition)$/ }).count(), 0);
  await axe(page, 'a segment that is read');
  await screenshots(page, 'segment-read');
  await assertForbidden(page, 'POST', '/v1/segments', { name: 'Mine', condition: { tag } });
  await assertForbidden(page, 'PUT', '/v1/segments/important', { name: 'Mine', condition: { tag } });
  await assertForbidden(page, 'DELETE', '/v1/segments/guests');
  await assertForbidden(page, 'POST', '/v1/segments/guests/members', { add: [kay.id] });
  assert.equal((await api('GET', '/v1/segments/guests/members')).total.count, 1);
} finally {
  await running.close();
}
