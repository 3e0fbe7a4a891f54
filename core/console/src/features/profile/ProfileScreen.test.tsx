// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { annOf, field, list, serveAnn } from '../../testing/ann';
import { at, id } from '../../testing/person';
import { renderConsole } from '../../testing/render';
import { json, problem } from '../../testing/server';
// The screens are read with this file, and not while its first case waits for them: a slow machine takes its time.
import '../activity/ActivityScreen';
import './InformationTab';
import './ProfileLayout';

describe('a profile', () => {
  it('that is not there says so, with the way back', async () => {
    serveAnn().on(`GET /v1/profiles/${id}`, () => problem(404, 'not_found', 'There is no such profile; find one by GET /v1/profiles?q=.'));
    renderConsole(`/contacts/${id}`);
    expect(await screen.findByText(/^There is no such contact\./)).toBeTruthy();
    expect(screen.queryByText(/GET \/v1/)).toBeNull();
    expect(screen.getByRole('button', { name: 'All contacts' })).toBeTruthy();
  });

  it('that was deleted is restored by who may write', async () => {
    let isDeleted = true;
    const server = serveAnn();
    server.on(`GET /v1/profiles/${id}`, ({ query }) => {
      if (isDeleted) return problem(410, 'gone', `This profile was deleted. Until tomorrow \`POST /v1/profiles/${id}/restore\` restores it.`);
      return json(query.get('view') ? { segments: [], segments_complete: true } : annOf());
    });
    server.on(`POST /v1/profiles/${id}/restore`, () => {
      isDeleted = false;
      return json(annOf());
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
    serveAnn('viewer', annOf({ identifiers }));
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
    serveAnn('viewer', annOf({ identifiers }));
    renderConsole(`/contacts/${id}`);
    const lines = within(await screen.findByRole('list', { name: 'Reachable at' })).getAllByRole('listitem');
    expect(lines.at(-1)?.textContent).toBe('and 2 moreBlacklisted');
  });

  it('that was erased has a receipt', async () => {
    const server = serveAnn('viewer');
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
    serveAnn();
    renderConsole(`/contacts/${id}${rest}`);
    expect((await screen.findByRole('link', { name: shown })).getAttribute('aria-current')).toBe('page');
    expect(screen.getByRole('link', { name: other }).getAttribute('aria-current')).toBeNull();
  });

  it.each([
    ['Delete', 'Actions', `DELETE /v1/profiles/${id}`, 'Delete'],
    ['Detach', 'Actions for Ann@Example.com', `DELETE /v1/profiles/${id}/identifiers/email/ann@example.com`, 'Detach'],
    ['Erase for good', 'Actions', `POST /v1/profiles/${id}/erase`, 'Erase for good'],
  ])('that changed meanwhile is looked at again before anything is taken away: %s', async (item, menu, path, confirm) => {
    const server = serveAnn();
    let version = 7;
    server.on(`GET /v1/profiles/${id}`, ({ query }) =>
      json(query.get('view') ? { segments: [], segments_complete: true } : query.get('include') ? { ...annOf({ version }), provenance: [] } : annOf({ version })));
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
    serveAnn('viewer', annOf({ created_at: '2026-10-01T08:00:00.000Z', updated_at: '2026-10-02T09:00:00.000Z', last_seen_at: '2026-10-03T10:00:00.000Z' }));
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
    const server = serveAnn();
    server.on('GET /v1/profiles/email:ann@example.com', () => json(annOf()));
    const { router } = renderConsole('/contacts/email%3Aann%40example.com');
    await waitFor(() => expect(router.state.location.pathname).toBe(`/contacts/${id}`));
  });

  it('says what a field shows where nobody said anything, and no more where somebody did', async () => {
    serveAnn('editor', annOf({ fields: { 'loyalty.points': 12 } })).on('GET /v1/fields', list([
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
    serveAnn('viewer', annOf({ fields: { first_name: name }, tags: [name] }));
    renderConsole(`/contacts/${id}`);
    expect((await screen.findAllByText(name)).length).toBeGreaterThan(1);
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });

  it('offers a viewer nothing that changes anything', async () => {
    serveAnn('viewer');
    renderConsole(`/contacts/${id}`);
    await screen.findByText('First name');
    for (const name of [/^Edit/, /^Actions/, 'Attach', 'Lift', 'Change News', 'Add']) {
      expect(screen.queryByRole('button', { name }), String(name)).toBeNull();
    }
  });

  it('says everything of an address that must not be written to', async () => {
    serveAnn();
    renderConsole(`/contacts/${id}`);
    const states = await screen.findByRole('list', { name: 'States of Ann@Example.com' });
    expect(within(states).getByText('The address is not in use')).toBeTruthy();
    expect(within(states).getByText('550 5.1.1 user unknown')).toBeTruthy();
    // Blocked ends by itself.
    expect(within(states).getAllByRole('button', { name: 'Lift' })).toHaveLength(2);
  });
});
