// SPDX-License-Identifier: Apache-2.0
// Every screen as each role has it: what somebody may not do is neither shown nor done for them by the server, and what
// they may do is there; whoever is signed out, here or from elsewhere, has nothing at all.
import assert from 'node:assert/strict';
import { assertForbidden, axe, callAs, open, people, screenshots, signIn, startConsole } from './console_support.mjs';
import { until } from './kith.mjs';

const app = await startConsole({ people: 30, days: 7 });
const { page, api } = app;
const rights = { viewer: ['read'], editor: ['read', 'write'], administrator: ['read', 'write', 'admin'] };
const roles = Object.keys(rights);
const suppressed = 'suppressed@example.net';

const button = (name, on) => on.getByRole('button', { name, exact: true });
const menu = (on) => on.getByRole('navigation', { name: 'Screens' });
const heading = (on) => on.getByRole('heading', { level: 1 });

/** Something of everything, so that every screen has what can be done there. */
async function makeThings() {
  const email = { type: 'email', value: 'grace@example.com' };
  const work = { type: 'email', value: 'grace.work@example.net' };
  const { profile_id: person } = await api('POST', '/v1/observations', {
    identifiers: [{ type: 'external_id', value: 'e2e-grace' }, email],
    fields: { first_name: 'Grace', last_name: 'Hopper', tags: { add: ['navy'] } },
    subscriptions: { news: { state: 'subscribed', by: 'person', text: 'news-v3' } },
    endpoints: [{ ...email, state: 'blacklisted', reason: 'inactive_address' }],
  });
  await api('POST', '/v1/observations', { identifiers: [work], fields: { nickname: 'Amazing' } });
  assert.equal((await api('POST', '/v1/observations', { identifiers: [email, work] })).result, 'merged');
  const { items: merges } = await api('GET', `/v1/merges?profile=${person}`);

  const sides = [{ type: 'email', value: 'two@example.com' }, { type: 'phone', value: '+380501100077' }];
  const pair = [];
  for (const [index, identifier] of sides.entries()) {
    const { profile_id } = await api('POST', '/v1/observations', {
      identifiers: [{ type: 'external_id', value: `e2e-two-${index}` }, identifier],
      fields: { first_name: `Tweedle ${index}` },
    });
    pair.push(profile_id);
  }
  const { refused } = await api('POST', '/v1/observations', { identifiers: sides });
  assert.equal(refused[0].code, 'unique_conflict');
  const { items: conflicts } = await api('GET', '/v1/conflicts?limit=500');
  const conflict = conflicts.find(({ profiles }) => pair.every((id) => profiles.includes(id))).id;

  const apart = [];
  for (const name of ['ann', 'anna']) {
    const { profile_id } = await api('POST', '/v1/observations', { identifiers: [{ type: 'email', value: `${name}@example.com` }] });
    apart.push(profile_id);
  }
  await api('POST', '/v1/must-not-links', { profiles: apart, reason: 'sisters' });
  const { items: links } = await api('GET', `/v1/must-not-links?profile=${apart[0]}`);

  const { profile_id: gone } = await api('POST', '/v1/observations', { identifiers: [{ type: 'email', value: 'gone@example.com' }] });
  await api('DELETE', `/v1/profiles/${gone}`);
  await api('POST', '/v1/field-groups', { key: 'e2e_group', names: { en: 'Measures' } });
  await api('POST', '/v1/fields', { key: 'e2e.size', names: { en: 'Shoe size' }, type: 'integer' });
  await api('POST', '/v1/categories', { key: 'e2e-tips', names: { en: 'Tips' } });
  await api('POST', '/v1/segments', { id: 'e2e-list', name: 'Guests', kind: 'static' });
  await api('POST', '/v1/segments', { id: 'e2e-navy', name: 'Navy', condition: { tag: 'navy' } });
  await api('POST', '/v1/observations', { identifiers: [{ type: 'email', value: suppressed }] });
  await api('POST', '/v1/suppressions', [{ type: 'email', value: suppressed, state: 'blacklisted', reason: 'bought_list' }]);
  const { items: suppressions } = await api('GET', `/v1/suppressions?address=${encodeURIComponent(`email:${suppressed}`)}`);
  const { items: users } = await api('GET', '/v1/users');
  const { email: name, password } = people.administrator;
  const { id: session } = await api('POST', '/v1/sessions', { email: name, password });
  const { items: keys } = await api('GET', '/v1/keys');
  return {
    person,
    merge: merges[0].id,
    pair,
    conflict,
    link: links[0].id,
    quiet: apart[0],
    gone,
    suppression: suppressions[0].id,
    user: users.find((each) => each.email === people.viewer.email).id,
    administrator: users.find((each) => each.email === people.administrator.email).id,
    session,
    key: keys[0].id,
  };
}

/**
 * `title` is of whoever may see it, all of whom see `sees`; of `shows` each is there for whoever has the right, and for
 * nobody else. A screen that `needs` a right says so to the others, with `refusal`. `before` is what is done first on
 * the page; `picture` is the name of those that the administrator's turn takes.
 */
function screensOf({ person, pair, conflict, quiet, gone, user }, page) {
  const row = (name) => page.getByRole('row', { name, exact: true });
  const refusal = 'An administrator can see this page, or give you the role.';
  const refusalOfWriters = 'An editor or an administrator can see this page';
  return [
    { path: '/overview', title: 'Overview' },
    {
      path: '/contacts?q=e2e-grace',
      title: 'Contacts',
      sees: ['Export'],
      shows: { write: ['Change tags', 'Add to segment', 'Subscribe', 'Delete'] },
      before: () => page.getByRole('checkbox', { name: 'Select Grace Hopper', exact: true }).check(),
    },
    {
      path: `/contacts/${person}`,
      title: 'Grace Hopper',
      sees: ['Where First name comes from'],
      shows: { write: ['Actions', 'Attach', 'Lift', 'Edit First name', 'Change News', 'Remove the tag navy', 'Add', 'Undo'] },
    },
    { path: `/contacts/${person}/activity`, title: 'Grace Hopper', shows: { write: ['Actions'] } },
    { path: `/contacts/${quiet}/activity`, before: () => page.getByText('No activity yet').waitFor(), shows: { write: ['Actions'] } },
    { path: `/contacts/${gone}`, picture: 'profile-deleted', before: () => page.getByText('This contact was deleted').waitFor(), shows: { write: ['Restore', 'Erase for good', 'Deleted contacts'] } },
    {
      path: '/contacts/deleted',
      title: 'Deleted contacts',
      needs: 'write',
      refusal: refusalOfWriters,
      before: () => row('gone@example.com').waitFor(),
      shows: { write: ['Restore gone@example.com'] },
    },
    { path: '/conflicts', title: 'Conflicts and duplicates' },
    { path: `/conflicts/${conflict}`, title: /Tweedle/, shows: { write: ['Merge', 'Keep apart', 'Put aside'] } },
    { path: `/duplicates/${pair[0]}/${pair[1]}`, title: /Tweedle/, shows: { write: ['Merge', 'Keep apart'] } },
    { path: '/conflicts?list=duplicates', title: 'Conflicts and duplicates' },
    {
      path: `/conflicts?list=merges&profile=${person}`,
      picture: 'merges',
      title: 'Conflicts and duplicates',
      before: () => page.getByRole('gridcell').first().waitFor(),
      shows: { write: [/^Undo the merge of/] },
    },
    {
      path: '/conflicts?list=prohibitions',
      title: 'Conflicts and duplicates',
      before: () => page.getByRole('gridcell').first().waitFor(),
      shows: { write: [/^Lift what keeps/] },
    },
    { path: '/settings/fields', title: 'Fields', before: () => row('Shoe size').waitFor(), shows: { admin: ['New field'] } },
    { path: '/settings/fields/e2e.size', title: 'Shoe size', picture: 'settings-field-editor', shows: { admin: ['Save', 'Discard', 'Archive'] } },
    { path: '/settings/new-field', title: 'New field', needs: 'admin', refusal, shows: { admin: ['Create'] } },
    { path: '/settings/field-groups', title: 'Field groups', before: () => row('Measures').waitFor(), shows: { admin: ['New group'] } },
    { path: '/settings/field-groups/e2e_group', title: 'Measures', picture: 'settings-group-editor', shows: { admin: ['Save', 'Discard', 'Archive'] } },
    { path: '/settings/new-field-group', title: 'New group', needs: 'admin', refusal, shows: { admin: ['Create'] } },
    { path: '/settings/categories', title: 'Categories', before: () => row('Tips').waitFor(), shows: { admin: ['New category'] } },
    { path: '/settings/categories/e2e-tips', title: 'Tips', picture: 'settings-category-editor', shows: { admin: ['Save', 'Discard', 'Archive'] } },
    { path: '/settings/new-category', title: 'New category', needs: 'admin', refusal, shows: { admin: ['Create'] } },
    { path: '/settings/segments', title: 'Segments', before: () => row('Navy').waitFor(), shows: { write: ['New segment'] } },
    { path: '/settings/segments/e2e-navy', title: 'Navy', shows: { write: ['Save', 'Delete'] } },
    {
      path: '/settings/segments/e2e-list?tab=members',
      title: 'Guests',
      before: () => page.getByText('Nobody is in this segment').waitFor(),
      shows: { write: ['Add people', 'Delete'] },
    },
    {
      path: '/settings/segments/+new',
      title: 'New segment',
      needs: 'write',
      refusal: 'Your role does not allow making segments',
      shows: { write: ['Make the segment'] },
    },
    { path: '/settings/suppressions', title: 'Suppressions', sees: ['Count', 'Export'], shows: { write: ['Import'] } },
    {
      path: `/settings/suppressions?address=${encodeURIComponent(suppressed)}`,
      before: async () => {
        await row(suppressed).click();
        await page.getByRole('dialog').getByText('From a bought list').waitFor();
      },
      shows: { write: ['Remove'] },
    },
    {
      path: '/settings/suppressions/import',
      title: 'Import suppressions',
      needs: 'write',
      refusal: refusalOfWriters,
      before: () => page.getByLabel('Addresses', { exact: true }).waitFor(),
    },
    { path: '/settings/plugins', title: 'Plugins and channels' },
    { path: '/settings/keys', title: 'API keys', needs: 'admin', refusal, shows: { admin: ['New key'] } },
    { path: '/settings/people', title: 'People', needs: 'admin', refusal, shows: { admin: ['New person'] } },
    { path: '/settings/new-person', title: 'New person', needs: 'admin', refusal, shows: { admin: ['Create the person'] } },
    { path: `/settings/people/${user}`, title: { others: 'People', admin: people.viewer.name }, needs: 'admin', refusal, shows: { admin: ['Save', 'Remove'] } },
    { path: '/settings/audit', title: 'Audit log', needs: 'admin', refusal },
    { path: '/account', title: 'Sessions and password', picture: 'account', sees: ['Change password'] },
    {
      path: '/no/such/place',
      picture: 'nothing',
      before: () => page.getByText('There is nothing at this address').waitFor(),
      sees: ['To the start'],
    },
  ];
}

/** What the server refuses to whoever lacks the right, whatever they send it by. None of them does anything. */
function callsOf({ person, pair, conflict, merge, link, gone, suppression, user, administrator, key }) {
  const address = encodeURIComponent('grace@example.com');
  const changed = (name) => ({ names: { en: name } });
  return {
    write: [
      ['POST', '/v1/observations', { identifiers: [{ type: 'email', value: 'no@example.com' }] }],
      ['POST', '/v1/profiles', { identifiers: [{ type: 'email', value: 'no@example.com' }] }],
      ['PATCH', `/v1/profiles/${person}`, { fields: { first_name: 'No' } }],
      ['DELETE', `/v1/profiles/${person}`],
      ['GET', '/v1/profiles/deleted'],
      ['POST', `/v1/profiles/${gone}/restore`],
      ['POST', `/v1/profiles/${person}/erase`, {}],
      ['POST', `/v1/profiles/${person}/preferences-token`, {}],
      ['PUT', `/v1/profiles/${person}/identifiers/external_id/other`],
      ['DELETE', `/v1/profiles/${person}/identifiers/email/${address}`],
      ['POST', `/v1/profiles/${person}/endpoints/email/${address}/states`, { state: 'active', reason: 'no' }],
      ['DELETE', `/v1/profiles/${person}/endpoints/email/${address}/states/blacklisted`, { reason: 'no' }],
      ['POST', '/v1/confirmations', { identifier: { type: 'email', value: 'no@example.com' }, categories: ['news'], text: 'x' }],
      ['POST', '/v1/tags/changes', { tags: { add: ['no'], remove: [] }, profiles: [person] }],
      ['POST', '/v1/merges/preview', { profiles: pair.map((ref) => ({ ref })) }],
      ['POST', '/v1/merges', { profiles: pair.map((ref) => ({ ref })) }],
      ['POST', `/v1/merges/${merge}/undo`, {}],
      ...['merge', 'forbid', 'dismiss'].map((verdict) => ['POST', `/v1/conflicts/${conflict}/${verdict}`, {}]),
      ...['dismiss', 'restore'].map((verb) => ['POST', `/v1/duplicates/${verb}`, { profiles: pair.map((ref) => ({ ref })) }]),
      ['POST', '/v1/must-not-links', { profiles: pair, reason: 'no' }],
      ['DELETE', `/v1/must-not-links/${link}`, {}],
      ['POST', '/v1/segments', { name: 'No', condition: { tag: 'navy' } }],
      ['PUT', '/v1/segments/e2e-navy', { name: 'No', condition: { tag: 'navy' } }],
      ['DELETE', '/v1/segments/e2e-navy'],
      ['POST', '/v1/segments/e2e-list/members', { add: [person] }],
      ['POST', '/v1/suppressions', { type: 'email', value: 'no@example.com', state: 'blacklisted' }],
      ['DELETE', `/v1/suppressions/${suppression}`, { reason: 'no' }],
    ],
    admin: [
      ['GET', `/v1/profiles/${person}/export`],
      ['POST', '/v1/fields', { key: 'e2e.no', type: 'text' }],
      ['PATCH', '/v1/fields/e2e.size', changed('No')],
      ['DELETE', '/v1/fields/e2e.size'],
      ['POST', '/v1/field-groups', { key: 'e2e_no' }],
      ['PATCH', '/v1/field-groups/e2e_group', changed('No')],
      ['DELETE', '/v1/field-groups/e2e_group'],
      ['POST', '/v1/categories', { key: 'e2e-no' }],
      ['PATCH', '/v1/categories/e2e-tips', changed('No')],
      ['DELETE', '/v1/categories/e2e-tips'],
      ['GET', '/v1/keys'],
      ['POST', '/v1/keys', { name: 'no', right: 'admin' }],
      ['DELETE', `/v1/keys/${key}`],
      ['GET', '/v1/users'],
      ['POST', '/v1/users', { email: 'no@example.org', name: 'No', role: 'administrator', password: 'correct horse battery' }],
      ['GET', `/v1/users/${user}`],
      ['PATCH', `/v1/users/${user}`, { role: 'administrator' }],
      ['DELETE', `/v1/users/${user}`],
      ['GET', `/v1/sessions?user=${administrator}`],
      ['GET', '/v1/audit'],
      ['GET', '/v1/webhooks'],
      ['POST', '/v1/webhooks', { url: 'https://example.com/no', types: ['profile.merged'] }],
    ],
  };
}

const reads = [
  '/v1/overview', '/v1/profiles', '/v1/segments', '/v1/conflicts', '/v1/duplicates', '/v1/merges', '/v1/must-not-links',
  '/v1/fields', '/v1/field-groups', '/v1/categories', '/v1/suppressions', '/v1/plugins', '/v1/channels', '/v1/tags',
  '/v1/sessions', '/v1/sessions/current',
];

async function screen(page, role, { path, title, needs, refusal, sees = [], shows = {}, before, picture }) {
  const may = (right) => rights[role].includes(right);
  const isFor = needs === undefined || may(needs);
  await open(page, path);
  const wanted = title?.others ? (isFor ? title.admin : title.others) : title;
  if (wanted) await page.getByRole('heading', { level: 1, name: wanted, exact: typeof wanted === 'string' }).waitFor();
  if (isFor) await before?.();
  else await page.getByText(refusal).waitFor();
  for (const name of isFor ? sees : []) await button(name, page).first().waitFor();
  for (const [right, names] of Object.entries(shows)) {
    for (const name of names) {
      if (may(right)) await button(name, page).first().waitFor();
      else assert.equal(await button(name, page).count(), 0, `${role}, ${path}: ${name}`);
    }
  }
  if (!isFor) await axe(page, `${path} for no ${role}`);
  if (role !== 'administrator') return;
  await axe(page, path);
  if (picture) await screenshots(page, picture);
}

const links = {
  viewer: ['Overview', 'Contacts', 'Conflicts and duplicates', 'Fields', 'Categories', 'Segments', 'Suppressions', 'Plugins and channels'],
};
links.editor = links.viewer;
links.administrator = [...links.viewer, 'API keys', 'People', 'Audit log'];

/** Of the list everybody who may see it, whole. At most two are sent at once, and other roles ask for theirs meanwhile. */
async function exports(page, role, person) {
  const ask = () => callAs(page, 'GET', '/v1/profiles/export?known=any');
  const { status, body } = await until(ask, (answer) => answer.status !== 503, 'a turn to export');
  assert.equal(status, 200, role);
  const lines = body.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.length > 30, `${role}: ${lines.length} lines`);
  assert.equal(lines.find((each) => each.id === person).first_name, 'Grace', role);
}

async function asRole(role, things, calls) {
  const page = await app.newPage();
  await signIn(page, role);
  assert.deepEqual(await menu(page).getByRole('link').allTextContents(), links[role]);
  for (const each of screensOf(things, page)) await screen(page, role, each);
  for (const [right, list] of Object.entries(calls)) {
    if (rights[role].includes(right)) continue;
    for (const call of list) await assertForbidden(page, ...call);
  }
  for (const path of reads) assert.equal((await callAs(page, 'GET', path)).status, 200, `${role}: ${path}`);
  await exports(page, role, things.person);
  // Of somebody else's session they are not even told that there is one.
  if (!rights[role].includes('admin')) {
    const { status, body } = await callAs(page, 'DELETE', `/v1/sessions/${things.session}`);
    assert.deepEqual([status, body.code], [404, 'not_found'], role);
  }
  await page.context().close();
}

/** Nobody made themselves more, and nothing happened of what was refused. */
async function nothingHappened({ person, user, administrator, session, conflict }) {
  const profile = await api('GET', `/v1/profiles/${person}`);
  assert.equal(profile.fields.first_name, 'Grace');
  assert.deepEqual(profile.tags, ['navy']);
  assert.equal((await api('GET', `/v1/users/${user}`)).role, 'viewer');
  assert.equal((await api('GET', `/v1/conflicts/${conflict}`)).state, 'open');
  assert.equal((await api('GET', '/v1/fields/e2e.size')).names.en, 'Shoe size');
  await assert.rejects(api('GET', '/v1/fields/e2e.no'), /404/);
  const { items: sessions } = await api('GET', `/v1/sessions?user=${administrator}`);
  assert.ok(sessions.some(({ id }) => id === session), 'nobody ended the session of somebody else');
}

const isSignedOut = (on) => on.getByRole('heading', { level: 1, name: 'Sign in to kith' }).waitFor();

/** As whoever stands at the door: at every address the sign-in, and 401 of every call. */
async function signedOut(things, calls) {
  const stranger = await app.newPage();
  for (const { path } of screensOf(things, stranger)) {
    await open(stranger, path);
    await isSignedOut(stranger);
    assert.equal(await heading(stranger).count(), 1);
  }
  const more = [['GET', '/v1/profiles/export'], ['DELETE', `/v1/sessions/${things.session}`]];
  const asked = [...reads.map((path) => ['GET', path]), ...calls.write, ...calls.admin, ...more];
  for (const [method, path, body] of asked) {
    const response = await fetch(app.url + path, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    });
    assert.equal(response.status, 401, `${method} ${path}`);
  }
  await stranger.context().close();
}

/** From one browser the other is signed out; then this one, whose cookie is worth nothing from then on. */
async function signingOut() {
  const other = await app.newPage();
  await signIn(other, 'viewer');
  await signIn(page, 'viewer');
  const before = await page.context().cookies();
  // Sessions of the roles' turns stand there too: all of them end, but this one.
  await open(page, '/account');
  await page.getByText('This browser', { exact: true }).waitFor();
  const others = button('Sign out there', page);
  for (let left = await others.count(); left > 0; --left) {
    await others.first().click();
    const ended = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out there', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await ended;
    await others.nth(left - 1).waitFor({ state: 'detached' });
  }
  await page.getByText('This browser', { exact: true }).waitFor();
  await open(other, '/contacts');
  await isSignedOut(other);

  await button(`Signed in as ${people.viewer.name}`, page).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await axe(page, 'the menu of the person');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await button('Sign out', page.getByRole('dialog')).click();
  await isSignedOut(page);
  assert.deepEqual((await page.context().cookies()).filter(({ name, value }) => name === 'kith_session' && value), []);
  await page.context().addCookies(before);
  await open(page, '/contacts');
  await isSignedOut(page);
  await other.context().close();
}

try {
  const things = await makeThings();
  const calls = callsOf(things);
  // Each in a browser of their own, so all at once.
  await Promise.all([signedOut(things, calls), ...roles.map((role) => asRole(role, things, calls))]);
  await nothingHappened(things);
  await signingOut();
} finally {
  await app.close();
}
