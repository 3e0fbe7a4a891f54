// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, held, json, noContent, problem, sessionOf } from '../../testing/server';
// The screens are read with this file, and not while its first case waits for them: a slow machine takes its time.
import '../activity/ActivityScreen';
import './InformationTab';
import './ProfileLayout';

const id = 'P000000000001';
const at = '2026-11-01T10:00:00.000Z';
const observation = {
  id: 'B000000000001', given_id: 'order-1', source: { type: 'order', name: 'shop' }, key_id: 'K000000000001',
  evidence: 'attested', observed_at: at, received_at: at,
};

function profileOf(more: object = {}) {
  return {
    id, known: true, version: 7, created_at: at, updated_at: at, last_seen_at: at,
    source: { type: 'form', name: 'newsletter' },
    identifiers: [
      {
        type: 'email', value: 'ann@example.com', given: 'Ann@Example.com', role: 'identifying', first_seen: at, last_seen: at,
        endpoint: {
          channel: 'email',
          state: 'blacklisted',
          states: [
            { state: 'blacklisted', reason: 'inactive_address', detail: '550 5.1.1 user unknown', since: at, until: null, evidence: observation, lifted: null },
            { state: 'unsubscribed', reason: 'one_click', detail: null, since: at, until: null, evidence: observation, lifted: null },
            { state: 'blocked', reason: null, detail: null, since: at, until: at, evidence: observation, lifted: null },
          ],
        },
      },
    ],
    fields: { first_name: 'Ann', 'loyalty.points': 12 },
    subscriptions: [], tags: ['vip'],
    activity: { total: 0, by_channel: {}, last_at: null },
    channels: {},
    ...more,
  };
}

const list = (items: object[] = []) => () => json({ items, next_cursor: null });

function field(key: string, type: string, names: object, more: object = {}) {
  return {
    key, names, group: 'personal', type, options: {}, display_default: null, personal: true, indexed: true, merge_rule: 'latest',
    built_in: false, in_use: true, archived: false, archived_at: null, managed_by: 'api', version: 1, created_at: at, updated_at: at, ...more,
  };
}

function serve(role: Parameters<typeof sessionOf>[0] = 'editor', profile: object = profileOf()) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    [`GET /v1/profiles/${id}`]: ({ query }) => {
      if (query.get('view')) return json({ segments: ['engaged'], segments_complete: true });
      if (query.get('include')) return json({ ...profile, provenance: [{ field: 'first_name', value: 'Ann', at, observation }] });
      return json(profile);
    },
    [`GET /v1/profiles/${id}/identity`]: () =>
      json({ id, identifiers: [], merges: [], refusals: [], not_merged: [], links: [], truncated: false }),
    [`GET /v1/profiles/${id}/changes`]: list(),
    'GET /v1/fields': list([
      field('first_name', 'text', { en: 'First name' }, { options: { max_length: 5 } }),
      field('loyalty.points', 'integer', { en: 'Points' }, { group: 'loyalty' }),
    ]),
    'GET /v1/field-types': list([
      { name: 'text', plugin: 'fields', kind: 'text', set: false, operators: [], options: {} },
      { name: 'integer', plugin: 'fields', kind: 'integer', set: false, operators: [], options: {} },
    ]),
    'GET /v1/field-groups': list([
      { key: 'loyalty', names: { en: 'Loyalty' }, position: 10, archived: false },
      { key: 'personal', names: {}, position: 1, archived: false },
    ]),
    'GET /v1/categories': list([{ key: 'news', names: { en: 'News' }, archived: false, channels: [] }]),
    'GET /v1/segments': list([{ id: 'engaged', name: 'Engaged', kind: 'dynamic', condition: { tag: 'vip' } }]),
    'GET /v1/channels': list(),
  });
}

const patchPath = `PATCH /v1/profiles/${id}`;
const editName = () => screen.findByRole('button', { name: 'Edit First name' });

describe('a profile', () => {
  it('that is not there says so, with the way back', async () => {
    serve().on(`GET /v1/profiles/${id}`, () => problem(404, 'not_found', 'There is no such profile; find one by GET /v1/profiles?q=.'));
    renderConsole(`/contacts/${id}`);
    expect(await screen.findByText(/^There is no such contact\./)).toBeTruthy();
    expect(screen.queryByText(/GET \/v1/)).toBeNull();
    expect(screen.getByRole('button', { name: 'All contacts' })).toBeTruthy();
  });

  it('that was deleted is restored by who may write', async () => {
    let isDeleted = true;
    const server = serve();
    server.on(`GET /v1/profiles/${id}`, ({ query }) => {
      if (isDeleted) return problem(410, 'gone', `This profile was deleted. Until tomorrow \`POST /v1/profiles/${id}/restore\` restores it.`);
      return json(query.get('view') ? { segments: [], segments_complete: true } : profileOf());
    });
    server.on(`POST /v1/profiles/${id}/restore`, () => {
      isDeleted = false;
      return json(profileOf());
    });
    renderConsole(`/contacts/${id}`);
    const restore = await screen.findByRole('button', { name: 'Restore' });
    expect(screen.getByText(/^It can still be restored for a while\./)).toBeTruthy();
    expect(screen.queryByText(/POST \/v1/)).toBeNull();
    await userEvent.click(restore);
    expect(await screen.findByRole('heading', { level: 1, name: 'Ann' })).toBeTruthy();
  });

  it('has its addresses by kind at its head, none that is only claimed as a good one, and no bad one hidden', async () => {
    const listed = (type: string, value: string, channel: string | null, state = 'active', role = 'identifying') => ({
      type, value, given: value, role, first_seen: at, last_seen: at, endpoint: channel && { channel, state, states: [] },
    });
    const token = 'fGhT7'.repeat(30);
    const identifiers = [
      listed('external_id', 'c-1', null),
      listed('push_token', token, 'push'),
      listed('telegram', '412000001', 'telegram'),
      listed('push_token', 'short', 'push', 'unsubscribed'),
      listed('email', 'old@example.com', 'email', 'blacklisted', 'claimed'),
      listed('email', 'new@example.com', 'email', 'active', 'claimed'),
      listed('email', 'ann@xn--80a1acn3a.example', 'email', 'complained'),
      listed('phone', '+380501100042', null),
    ];
    serve('viewer', profileOf({ identifiers }));
    renderConsole(`/contacts/${id}`);
    const lines = within(await screen.findByRole('list', { name: 'Reachable at' })).getAllByRole('listitem');
    expect(lines.map((each) => each.textContent)).toEqual([
      'Emailann@пошта.exampleComplained',
      'Emailnew@example.comNot verified',
      'Emailold@example.comBlacklistedNot verified',
      'Phone+380501100042',
      `App (push)${token.slice(0, 21)}…Active`,
      'App (push)shortUnsubscribed',
      'and 1 more',
    ]);
  });

  it('tells of an address that must not be written to even if there are too many to show', async () => {
    const identifiers = [...Array(8).keys()].map((index) => ({
      type: 'email', value: `ann${index}@example.com`, given: `ann${index}@example.com`, role: 'identifying', first_seen: at, last_seen: at,
      endpoint: { channel: 'email', state: index < 2 ? 'blacklisted' : 'active', states: [] },
    }));
    serve('viewer', profileOf({ identifiers }));
    renderConsole(`/contacts/${id}`);
    const lines = within(await screen.findByRole('list', { name: 'Reachable at' })).getAllByRole('listitem');
    expect(lines.at(-1)?.textContent).toBe('and 2 moreBlacklisted');
  });

  it('that was erased has a receipt', async () => {
    const server = serve('viewer');
    server.on(`GET /v1/profiles/${id}`, () => problem(410, 'gone', 'This profile was erased.'));
    server.on(`GET /v1/erasures/${id}`, () =>
      json({ profile_id: id, erased_at: at, reason: 'person_request', by: null, finished_at: at, removed: { activities: 3 } }));
    renderConsole(`/contacts/${id}`);
    const receipt = await screen.findByRole('region', { name: 'Erasure receipt' });
    expect(within(receipt).getByText('Nothing of the person is left')).toBeTruthy();
    expect(within(receipt).getByRole('row', { name: 'Activities 3' })).toBeTruthy();
  });

  it.each([
    ['', 'Contact information', 'Contact activity'],
    ['?from=elsewhere', 'Contact information', 'Contact activity'],
    ['/activity', 'Contact activity', 'Contact information'],
    ['/activity?kind=message&channel=email&period=week', 'Contact activity', 'Contact information'],
  ])('marks the tab that is shown at “%s”', async (rest, shown, other) => {
    serve();
    renderConsole(`/contacts/${id}${rest}`);
    expect((await screen.findByRole('link', { name: shown })).getAttribute('aria-current')).toBe('page');
    expect(screen.getByRole('link', { name: other }).getAttribute('aria-current')).toBeNull();
  });

  it.each([
    ['Delete', 'Actions', `DELETE /v1/profiles/${id}`, 'Delete'],
    ['Detach', 'Actions for Ann@Example.com', `DELETE /v1/profiles/${id}/identifiers/email/ann@example.com`, 'Detach'],
    ['Erase for good', 'Actions', `POST /v1/profiles/${id}/erase`, 'Erase for good'],
  ])('that changed meanwhile is looked at again before anything is taken away: %s', async (item, menu, path, confirm) => {
    const server = serve();
    let version = 7;
    server.on(`GET /v1/profiles/${id}`, ({ query }) =>
      json(query.get('view') ? { segments: [], segments_complete: true } : query.get('include') ? { ...profileOf({ version }), provenance: [] } : profileOf({ version })));
    server.on(path, ({ headers }) =>
      headers.get('If-Match') === `"${version}"`
        ? json({ profile_id: id, erased_at: at, reason: 'person_request', by: null, finished_at: at, removed: {} }, 202)
        : problem(412, 'version_mismatch', 'It is at another version.'));
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await screen.findByRole('button', { name: menu }));
    await userEvent.click(await screen.findByRole('menuitem', { name: item }));
    version = 8;
    const typed = await waitFor(() => within(screen.getByRole('dialog')).queryByLabelText(/^Type /));
    if (typed) await userEvent.type(typed, id);
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: confirm }));
    await screen.findByText(/^Somebody changed this contact meanwhile/);
    // What was typed is there still.
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: confirm }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.to(path).map((call) => call.headers.get('If-Match'))).toEqual(['"7"', '"8"']);
  });

  it('tells under which id, since when and by which source there is one', async () => {
    vi.stubEnv('TZ', 'UTC');
    serve('viewer', profileOf({ created_at: '2026-10-01T08:00:00.000Z', updated_at: '2026-10-02T09:00:00.000Z', last_seen_at: '2026-10-03T10:00:00.000Z' }));
    renderConsole(`/contacts/${id}`);
    const heading = await screen.findByRole('heading', { level: 2, name: 'Additional information' });
    const facts = [...(heading.closest('section')?.querySelectorAll('dl > div') ?? [])].map((each) => [...each.children].map((part) => part.textContent));
    expect(facts).toEqual([
      ['Id', id],
      ['Created', 'Oct 1, 2026, 8:00 AM'],
      ['Last edited', 'Oct 2, 2026, 9:00 AM'],
      ['Last seen', 'Oct 3, 2026, 10:00 AM'],
      ['Source', 'Form: newsletter'],
      ['Version', '7'],
    ]);
    vi.unstubAllEnvs();
  });

  it('shows the address that stays', async () => {
    const server = serve();
    server.on('GET /v1/profiles/email:ann@example.com', () => json(profileOf()));
    const { router } = renderConsole('/contacts/email%3Aann%40example.com');
    await waitFor(() => expect(router.state.location.pathname).toBe(`/contacts/${id}`));
  });

  it('says what a field shows where nobody said anything, and no more where somebody did', async () => {
    serve('editor', profileOf({ fields: { 'loyalty.points': 12 } })).on('GET /v1/fields', list([
      field('first_name', 'text', { en: 'First name' }, { display_default: 'friend' }),
      field('loyalty.points', 'integer', { en: 'Points' }, { group: 'loyalty', display_default: 77 }),
    ]));
    renderConsole(`/contacts/${id}`);
    expect(await screen.findByText('None; where nobody said anything, “friend” is shown')).toBeTruthy();
    expect(screen.getByText('12')).toBeTruthy();
    expect(screen.queryByText(/77/)).toBeNull();
  });

  it('shows what others wrote as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    serve('viewer', profileOf({ fields: { first_name: name }, tags: [name] }));
    renderConsole(`/contacts/${id}`);
    expect((await screen.findAllByText(name)).length).toBeGreaterThan(1);
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });

  it('offers a viewer nothing that changes anything', async () => {
    serve('viewer');
    renderConsole(`/contacts/${id}`);
    await screen.findByText('First name');
    for (const name of [/^Edit/, /^Actions/, 'Attach', 'Lift', 'Change News', 'Add']) {
      expect(screen.queryByRole('button', { name }), String(name)).toBeNull();
    }
  });

  it('says everything of an address that must not be written to', async () => {
    serve();
    renderConsole(`/contacts/${id}`);
    const states = await screen.findByRole('list', { name: 'States of Ann@Example.com' });
    expect(within(states).getByText('The address is not in use')).toBeTruthy();
    expect(within(states).getByText('550 5.1.1 user unknown')).toBeTruthy();
    // Blocked ends by itself.
    expect(within(states).getAllByRole('button', { name: 'Lift' })).toHaveLength(2);
  });
});

describe('editing a field', () => {
  it('refuses what the catalogue does, without asking the server', async () => {
    const server = serve();
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    const input = screen.getByRole('textbox', { name: 'First name' });
    await userEvent.clear(input);
    await userEvent.type(input, 'Annabella{Enter}');
    expect(await screen.findByText('At most 5 characters.')).toBeTruthy();
    expect(server.to(patchPath)).toHaveLength(0);
  });

  it('keeps what was typed when the server refuses it', async () => {
    const server = serve().on(patchPath, () =>
      problem(400, 'invalid_input', 'One thing is wrong.', {
        errors: [{ pointer: '/fields/first_name', code: 'wrong_form', detail: 'Not that name.' }],
      }));
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    expect(await screen.findByText('Not that name.')).toBeTruthy();
    expect((screen.getByRole('textbox', { name: 'First name' }) as HTMLInputElement).value).toBe('Anna');
    expect(server.to(patchPath)).toHaveLength(1);
  });

  it('says that a first value stays, and keeps what was typed', async () => {
    serve().on(patchPath, () =>
      json({ ...profileOf({ version: 8 }), warnings: [{ pointer: '/fields/first_name', code: 'first_value_stays', detail: 'Its own words.' }] }));
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    expect(await screen.findByText(/^Of this field the first value counts/)).toBeTruthy();
    expect((screen.getByRole('textbox', { name: 'First name' }) as HTMLInputElement).value).toBe('Anna');
  });

  it('writes one field over the version that was seen, and leaves by Escape without a word', async () => {
    const server = serve().on(patchPath, () => json(profileOf({ version: 8, fields: { first_name: 'Anna' } })));
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'zzz{Escape}');
    expect(screen.queryByRole('textbox', { name: 'First name' })).toBeNull();
    await userEvent.click(await editName());
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    await waitFor(() => expect(server.to(patchPath)).toHaveLength(1));
    expect(server.to(patchPath)[0]?.body).toEqual({ fields: { first_name: 'Anna' } });
    expect(server.to(patchPath)[0]?.headers.get('If-Match')).toBe('"7"');
    expect(await screen.findByRole('heading', { level: 1, name: 'Anna' })).toBeTruthy();
  });

  it('goes on over a change of something else, and compares a change of the same', async () => {
    let theirs = 'Ann';
    let version = 7;
    const server = serve();
    server.on(`GET /v1/profiles/${id}`, ({ query }) =>
      json(query.get('view') ? { segments: [], segments_complete: true } : profileOf({ version, fields: { first_name: theirs } })));
    server.on(patchPath, ({ headers, body }) => {
      if (headers.get('If-Match') !== `"${version}"`) return problem(412, 'precondition_failed', 'It was changed.');
      const { fields } = body as { fields: { first_name: string } };
      theirs = fields.first_name;
      version += 1;
      return json(profileOf({ version, fields }));
    });
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    version = 8;
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Anna' })).toBeTruthy();

    await userEvent.click(await editName());
    [theirs, version] = ['Annie', 12];
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'b{Enter}');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Annie')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Annab' })).toBeTruthy();
  });

  it('tells where a value came from when somebody asks', async () => {
    const server = serve('viewer');
    renderConsole(`/contacts/${id}`);
    await screen.findByText('First name');
    const asked = () => server.to(`GET /v1/profiles/${id}`).filter(({ query }) => query.get('include'));
    expect(asked()).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Where First name comes from' }));
    expect(await screen.findByText('order-1')).toBeTruthy();
    expect(asked()).toHaveLength(1);
  });
});

describe('what a person does with a profile', () => {
  it('proves an opt-in of the person, and lifts nothing of theirs without a proof', async () => {
    const server = serve();
    const lift = `DELETE /v1/profiles/${id}/endpoints/email/ann@example.com/states/unsubscribed`;
    server.on(lift, noContent);
    renderConsole(`/contacts/${id}`);
    const states = await screen.findByRole('list', { name: 'States of Ann@Example.com' });
    await userEvent.click(within(states).getAllByRole('button', { name: 'Lift' })[1] as HTMLElement);
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Lift' }));
    // In our own words, of both, and nothing was sent.
    expect(within(dialog).getAllByText('Fill this in.')).toHaveLength(2);
    expect(server.to(lift)).toHaveLength(0);
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: /^Reason/ }), 'The person asked for it');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /^Proof/ }), 'letter 4711');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Lift' }));
    await waitFor(() => expect(server.to(lift)[0]?.body).toEqual({ reason: 'asked_for', proof: 'letter 4711' }));
  });

  it('erases only once the id is typed', async () => {
    const server = serve('editor');
    let isErased = false;
    server.on(`GET /v1/profiles/${id}`, ({ query }) => {
      if (isErased) return problem(410, 'gone', 'This profile was erased.');
      return json(query.get('view') ? { segments: [], segments_complete: true } : profileOf());
    });
    const receipt = { profile_id: id, erased_at: at, reason: 'operator', by: null, finished_at: null, removed: {} };
    server.on(`POST /v1/profiles/${id}/erase`, () => {
      isErased = true;
      return json(receipt, 202);
    });
    server.on(`GET /v1/erasures/${id}`, () => json({ ...receipt, finished_at: at, removed: { 'channels.email': 2 } }));
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Actions' }));
    expect(screen.queryByRole('menuitem', { name: 'Export everything' })).toBeNull();
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Erase for good' }));
    const sure = await screen.findByRole('button', { name: 'Erase for good' });
    expect(sure.hasAttribute('disabled')).toBe(true);
    await userEvent.click(screen.getByRole('radio', { name: 'Our own decision' }));
    await userEvent.type(screen.getByLabelText(`Type ${id} to confirm`), id);
    await userEvent.click(sure);
    expect(await screen.findByRole('heading', { name: 'Erasure receipt' })).toBeTruthy();
    expect(server.to(`POST /v1/profiles/${id}/erase`)[0]?.body).toEqual({ reason: 'operator' });
    expect(await screen.findByText('Nothing of the person is left')).toBeTruthy();
  });

  it('adds a tag at once, and takes it away again if that is refused', async () => {
    const server = serve();
    server.on('GET /v1/tags', list());
    server.on(patchPath, () => problem(400, 'invalid_input', 'No more tags.'));
    renderConsole(`/contacts/${id}`);
    await userEvent.type(await screen.findByRole('textbox', { name: 'New tag' }), 'gold{Enter}');
    expect(await screen.findByText('No more tags.')).toBeTruthy();
    expect(server.to(patchPath)[0]?.body).toEqual({ fields: { tags: { add: ['gold'] } } });
    expect(within(screen.getByRole('list', { name: 'Tags' })).queryByText('gold')).toBeNull();
    expect((screen.getByRole('textbox', { name: 'New tag' }) as HTMLInputElement).value).toBe('gold');
  });

  it.each(['after the other was saved', 'while the other waits'])('loses no other tag by one that is refused: %s', async (order) => {
    const server = serve();
    server.on('GET /v1/tags', list());
    renderConsole(`/contacts/${id}`);
    const input = await screen.findByRole('textbox', { name: 'New tag' });
    const shown = () => within(screen.getByRole('list', { name: 'Tags' })).getAllByRole('listitem').map((each) => each.textContent);
    const answer = held(server, patchPath);
    await userEvent.type(input, 'gold{Enter}');
    await userEvent.type(input, 'silver{Enter}');
    expect(shown()).toEqual(['vip', 'gold', 'silver']);
    // Nothing that is read helps: it is not answered.
    held(server, `GET /v1/profiles/${id}`);
    const agree = () => answer(json(profileOf({ version: 8, tags: ['vip', 'silver'] })), 1);
    if (order === 'after the other was saved') agree();
    answer(problem(400, 'invalid_input', 'No more tags.'), 0);
    await waitFor(() => expect(shown()).toEqual(['vip', 'silver']));
    if (order !== 'after the other was saved') agree();
    expect(await screen.findByText('No more tags.')).toBeTruthy();
    expect(shown()).toEqual(['vip', 'silver']);
  });

  it('loses no tag by a field that is refused, and is read again then', async () => {
    const server = serve();
    server.on('GET /v1/tags', list());
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    const answer = held(server, patchPath);
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    await userEvent.type(screen.getByRole('textbox', { name: 'New tag' }), 'silver{Enter}');
    const saved = profileOf({ version: 8, tags: ['vip', 'silver', 'of-somebody-else'] });
    server.on(`GET /v1/profiles/${id}`, ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : saved));
    answer(json(profileOf({ version: 8, tags: ['vip', 'silver'] })), 1);
    answer(problem(400, 'invalid_input', 'Not that name.'), 0);
    expect(await screen.findByText('Not that name.')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Ann' })).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Tags' })).getByText('silver')).toBeTruthy();
    expect(await screen.findByText('of-somebody-else')).toBeTruthy();
  });
});
