// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { conflict, ids, previewOf, profile, seen, servePair, time } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { json, problem } from '../../testing/server';

describe('a conflict', () => {
  it('is decided by no viewer, and no preview is asked for them', async () => {
    const server = servePair('viewer');
    renderConsole('/conflicts/C000000000001');
    expect(await screen.findByRole('table', { name: 'Side by side' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Merge' })).toBeNull();
    expect(server.to('POST /v1/merges/preview')).toHaveLength(0);
  });

  it('that the rules forbid to merge says so, and can’t be merged', async () => {
    const refused = { identifier: null, must_not_link: null, size: null, evidence: [] };
    servePair('editor').on('POST /v1/merges/preview', () =>
      json(
        previewOf('Ann', [
          { ...refused, code: 'component_too_large', detail: 'The server’s words.' },
          { ...refused, code: 'of_a_later_server', detail: 'Its own words.' },
        ]),
      ),
    );
    renderConsole('/conflicts/C000000000001');
    expect(await screen.findByText('Together they would be too large for one person.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Merge' }).hasAttribute('disabled')).toBe(true);
    // The server's sentence is for those whose language has none of its own.
    expect(screen.queryByText('The server’s words.')).toBeNull();
    expect(screen.getByText('Its own words.')).toBeTruthy();
  });

  it.each([
    ['unique_conflict', /detach the wrong one/],
    ['limit', /detach identifiers of this kind/],
    ['component_too_large', /take merges back/],
    ['not_attested', /attach the identifier/],
    ['blocked_value', /find another identifier/],
    ['of_a_later_server', /remove what is in the way/],
    ['must_not_link', /lift the prohibition/],
  ])('says what fits its cause, and speaks of a prohibition only where one is in the way: %s', async (code, way) => {
    const refused = { code, detail: 'd', identifier: null, must_not_link: null, size: null, evidence: [] };
    // The same cause twice is one thing to do.
    servePair('editor').on('POST /v1/merges/preview', () => json(previewOf('Ann', [refused, refused])));
    renderConsole('/conflicts/C000000000001');
    const alert = await screen.findByText('The rules don’t allow to merge them');
    const ways = within(alert.closest('[role="status"]') as HTMLElement).getAllByText(/^If they are one person all the same/);
    expect(ways).toHaveLength(1);
    expect(ways[0]?.textContent).toMatch(way);
    expect(/prohibition/.test(ways[0]?.textContent ?? '')).toBe(code === 'must_not_link');
  });

  it('that was forbidden says who forbade it', async () => {
    const by = { ...seen, source: { type: 'console', name: 'Edith Editor' } };
    const prohibition = { id: 'X000000000001', between: ids, reason: '', at: time, observation: by };
    const server = servePair('editor').on('POST /v1/merges/preview', () =>
      json(previewOf('Ann', [{ code: 'must_not_link', detail: 'd', identifier: null, must_not_link: prohibition, size: null, evidence: [] }])));
    server.on('GET /v1/conflicts/C000000000001', () =>
      json(conflict({ state: 'forbidden', code: 'must_not_link', decided: { at: time, reason: null, observation: by } })));
    renderConsole('/conflicts/C000000000001');
    expect(await screen.findByText('Edith Editor forbade to merge them.')).toBeTruthy();
    expect(screen.getByText(/would have made these two one.* Edith Editor forbade to merge them\.$/)).toBeTruthy();
    expect(screen.queryByText(/Somebody forbade/)).toBeNull();
  });

  it('is not merged when one of the two moved on: what changed is shown, and the reason kept', async () => {
    const server = servePair('editor');
    renderConsole('/conflicts/C000000000001');
    await screen.findByText('This id stays');
    server.on(`GET /v1/profiles/${ids[0]}`, () => json(profile(ids[0], 'Hannah', 2)));
    server.on('POST /v1/merges/preview', () => json(previewOf('Hannah')));
    server.on('POST /v1/conflicts/C000000000001/merge', () =>
      problem(412, 'precondition_failed', 'Moved.', { errors: [{ pointer: '/profiles/0/version', code: 'version_moved', detail: 'It is 2.' }] }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    await userEvent.type(await screen.findByLabelText('Reason (optional)'), 'same voice');
    await userEvent.click(screen.getByRole('button', { name: 'Merge the two' }));
    const dialog = await screen.findByRole('dialog', { name: 'This changed while you were looking' });
    expect(await within(dialog).findAllByText('Hannah')).not.toHaveLength(0);
    expect(within(dialog).getAllByText('Ann')).not.toHaveLength(0);
    expect(server.to('POST /v1/conflicts/C000000000001/merge').map((call) => call.body)).toEqual([
      { profiles: ids.map((ref) => ({ ref, version: 1 })), reason: 'same voice' },
    ]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Look at it again' }));
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    expect(await screen.findByDisplayValue('same voice')).toBeTruthy();
  });

  it('shows what they would be subscribed to as one, and where they could not be written to', async () => {
    const email = { type: 'email', value: 'ann@example.com', given: 'ann@example.com', role: 'identifying', first_seen: time, last_seen: time, endpoint: { channel: 'email', state: 'blacklisted', states: [] } };
    const news = (state: string) => [{ category: 'news', state }];
    const server = servePair('editor');
    server.on('GET /v1/categories', () => json({ items: [{ key: 'news', names: { en: 'News' }, archived: false }], next_cursor: null }));
    ids.forEach((id, index) => {
      const subscriptions = news(index === 0 ? 'subscribed' : 'unsubscribed');
      server.on(`GET /v1/profiles/${id}`, () => json({ ...profile(id, 'Ann'), identifiers: [email], subscriptions }));
    });
    server.on('POST /v1/merges/preview', () => json({ ...previewOf('Ann'), identifiers: [email], subscriptions: news('unsubscribed') }));
    renderConsole('/conflicts/C000000000001');
    const warnings = await screen.findByText('As one person, not every address of theirs may be written to');
    const alert = within(warnings.closest('[role="status"]') as HTMLElement);
    expect(alert.getAllByRole('listitem').map((each) => each.textContent)).toEqual(['Emailann@example.comBlacklisted', 'NewsUnsubscribed']);
    const cells = (name: string) => within(screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement).getAllByRole('cell').map((each) => each.textContent);
    expect((await screen.findAllByText('Unsubscribed')).length).toBeGreaterThan(1);
    expect(cells('News')[0]).toContain('Subscribed');
    expect(cells('News').slice(1).every((each) => each?.includes('Unsubscribed'))).toBe(true);
    // Both have the address: that is no reason to hide it.
    expect(cells('Email').every((each) => each?.includes('Blacklisted'))).toBe(true);
  });

  it.each([
    ['Put aside', 'Put it aside', 'dismiss'],
    ['Keep apart', 'Keep them apart', 'forbid'],
  ])('is shown as decided at once, and waits again with what was typed when that is refused: %s', async (open, confirm, verdict) => {
    const server = servePair('editor');
    const { router } = renderConsole('/conflicts');
    await userEvent.click(await screen.findByRole('row', { name: 'Ann and Anna' }));
    let answer: (response: Response) => void = () => undefined;
    server.on(`POST /v1/conflicts/C000000000001/${verdict}`, () => new Promise<Response>((resolve) => (answer = resolve)));
    await userEvent.click(await screen.findByRole('button', { name: open }));
    await userEvent.type(await screen.findByLabelText(/^Reason/), 'no matter');
    await userEvent.click(screen.getByRole('button', { name: confirm }));
    expect(await screen.findByRole('heading', { name: 'Decision' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.queryByRole('button', { name: 'Merge' })).toBeNull();
    await router.navigate({ to: '/conflicts', search: {} });
    expect(await screen.findByText('Nobody waits for a decision')).toBeTruthy();
    answer(problem(503, 'overloaded', 'Come back later.'));
    expect(await screen.findByText('Come back later.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('row', { name: 'Ann and Anna' }));
    await userEvent.click(await screen.findByRole('button', { name: open }));
    expect(await screen.findByDisplayValue('no matter')).toBeTruthy();
    // Who stays on the page has the dialog back.
    server.on(`POST /v1/conflicts/C000000000001/${verdict}`, () => problem(409, 'conflict', 'They are one by now.'));
    await userEvent.click(screen.getByRole('button', { name: confirm }));
    expect(await within(await screen.findByRole('dialog')).findByText('They are one by now.')).toBeTruthy();
    expect(screen.getByDisplayValue('no matter')).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Decision', hidden: true })).toBeNull();
  });

  it('is put aside with its reason', async () => {
    const server = servePair('editor');
    server.on('POST /v1/conflicts/C000000000001/dismiss', () => {
      server.on('GET /v1/conflicts/C000000000001', () => json(conflict({ state: 'dismissed', decided: { at: time, reason: 'no matter', observation: seen } })));
      return json({ id: 'C000000000001', state: 'dismissed', merge: null, must_not_link: null });
    });
    renderConsole('/conflicts/C000000000001');
    await userEvent.click(await screen.findByRole('button', { name: 'Put aside' }));
    await userEvent.type(await screen.findByLabelText('Reason (optional)'), 'no matter');
    await userEvent.click(screen.getByRole('button', { name: 'Put it aside' }));
    expect(await screen.findByText('Decided by')).toBeTruthy();
    expect(server.to('POST /v1/conflicts/C000000000001/dismiss')[0]?.body).toEqual({ reason: 'no matter' });
    expect(screen.queryByRole('button', { name: 'Put aside' })).toBeNull();
  });
});
