// SPDX-License-Identifier: Apache-2.0
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { serveContacts, three } from '../../testing/contacts';
import { renderConsole } from '../../testing/render';
import { held, json, problem, type Call, type FakeServer } from '../../testing/server';

describe('the filters', () => {
  const field = (key: string, type: string, more: object = {}) => ({
    key, names: { en: key }, group: null, type, options: {}, indexed: true, archived: false, ...more,
  });

  const conditionOf = (call: Call | undefined) => JSON.parse(call?.query.get('condition') ?? 'null') as unknown;
  const notBlacklisted = { all: [{ any: [{ identifier: 'email', state: ['active', 'unconfirmed', 'blocked', 'unsubscribed', 'complained'] }] }] };

  async function openFilters(at = '/contacts', prepare?: (server: FakeServer) => void) {
    const server = serveContacts('viewer', three);
    server.on('GET /v1/fields', () =>
      json({ items: [field('shoe', 'integer'), field('secret', 'integer', { indexed: false })], next_cursor: null }));
    server.on('GET /v1/field-types', () =>
      json({ items: [{ name: 'integer', plugin: 'fields', kind: 'integer', set: false, operators: ['equals', 'greater'], options: {} }], next_cursor: null }));
    server.on('GET /v1/overview', () =>
      json({ profiles: { known: 1, anonymous: 0, by_source: [{ type: 'form', name: 'newsletter', known: 1, anonymous: 0 }], days: [] } }));
    server.on('GET /v1/categories', () => json({ items: [{ key: 'news', names: { en: 'News' }, archived: false }], next_cursor: null }));
    prepare?.(server);
    const view = renderConsole(at);
    await userEvent.click(await screen.findByRole('button', { name: /^(\d+ filters?|Filters)$/ }));
    await screen.findByRole('option', { name: 'shoe' });
    return { ...view, server };
  }

  it('ask for the state in a category and for that of an address together, with a chip for each', async () => {
    const { router, server } = await openFilters();
    expect(screen.queryByLabelText('State in this category')).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State of the address'), 'Blacklisted');
    await userEvent.selectOptions(screen.getByLabelText('Subscription category'), 'News');
    await waitFor(() => expect(router.state.location.search).toEqual({ category: 'news', subscription: 'subscribed', state: 'blacklisted' }));
    const subscription = await screen.findByLabelText('State in this category');
    expect(within(subscription).getAllByRole('option').map((each) => each.textContent)).toEqual(['Subscribed', 'Unsubscribed', 'Pending']);
    await userEvent.selectOptions(subscription, 'Pending');
    await waitFor(() => {
      const { query } = server.to('GET /v1/profiles').at(-1) as Call;
      expect([query.get('category'), query.get('subscription'), query.get('state')]).toEqual(['news', 'pending', 'blacklisted']);
    });
    await userEvent.selectOptions(screen.getByLabelText('Reason of the state'), 'Reported as spam');
    await waitFor(() => expect(router.state.location.search).toMatchObject({ reason: 'abuse', state: 'blacklisted' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove the filter Subscription category: News – Pending', hidden: true }));
    await waitFor(() => expect(router.state.location.search).toEqual({ state: 'blacklisted', reason: 'abuse' }));
  });

  it('tell those anonymous who can be reached from all of them', async () => {
    const { router, server } = await openFilters();
    const identity = screen.getByLabelText('Identity');
    expect(within(identity).getAllByRole('option').map((each) => each.textContent)).toEqual([
      'Known or reachable', 'Known', 'Anonymous, reachable', 'All anonymous', 'Everybody',
    ]);
    await userEvent.selectOptions(identity, 'All anonymous');
    await waitFor(() => expect(router.state.location.search).toEqual({ known: 'anonymous' }));
    await waitFor(() => expect(server.to('GET /v1/profiles').at(-1)?.query.get('known')).toBe('anonymous'));
    expect(await screen.findByText('Identity: All anonymous')).toBeTruthy();
  });

  it('say of days that are the wrong way round that they are, and ask for nobody by them', async () => {
    const { router } = await openFilters();
    const created = screen.getByRole('group', { name: 'Created' });
    fireEvent.change(within(created).getByLabelText('From'), { target: { value: '2026-03-09' } });
    await waitFor(() => expect(router.state.location.search).toEqual({ created_from: '2026-03-09' }));
    fireEvent.change(within(created).getByLabelText('To'), { target: { value: '2026-03-08' } });
    expect(await within(created).findByText('This is before the first day.')).toBeTruthy();
    expect(within(created).getByLabelText<HTMLInputElement>('To').value).toBe('2026-03-08');
    expect(router.state.location.search).toEqual({ created_from: '2026-03-09' });
    await userEvent.click(screen.getByRole('button', { name: 'Show contacts' }));
    expect(screen.getByRole('dialog')).toBeTruthy();
    fireEvent.change(within(created).getByLabelText('From'), { target: { value: '2026-03-08' } });
    await waitFor(() => expect(router.state.location.search).toEqual({ created_from: '2026-03-08', created_to: '2026-03-08' }));
    expect(within(created).queryByText('This is before the first day.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show contacts' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it.each(['any', 'anonymous'])('that leave out whom nobody can reach say so, where known=%s asks for them', async (known) => {
    serveContacts('viewer', three);
    const { router } = renderConsole(`/contacts?known=${known}&tag=vip`);
    await screen.findByText('Ann No 1');
    expect(screen.queryByText(/are left out here/)).toBeNull();
    await act(() => router.navigate({ to: '/contacts', search: { known: known as 'any', created_from: '2026-03-08' } }));
    expect(await screen.findByText(/^Anonymous contacts who can't be reached are left out here/)).toBeTruthy();
    await act(() => router.navigate({ to: '/contacts', search: { created_from: '2026-03-08' } }));
    await waitFor(() => expect(screen.queryByText(/are left out here/)).toBeNull());
  });

  it('ask for an address that is not in a state, of a channel that has addresses', async () => {
    const { router, server } = await openFilters();
    await userEvent.selectOptions(screen.getByLabelText('State of the address'), 'Blacklisted');
    const is = await screen.findByLabelText('The address is');
    const not = within(is).getByRole<HTMLOptionElement>('option', { name: 'not in this state' });
    expect(not.disabled).toBe(true);
    expect(screen.getByText(/choose a channel that has addresses/)).toBeTruthy();
    await userEvent.selectOptions(screen.getByLabelText('Channel'), 'Website widget');
    await waitFor(() => expect(router.state.location.search).toEqual({ channel: 'widget', state: 'blacklisted' }));
    expect(not.disabled).toBe(true);
    await userEvent.selectOptions(screen.getByLabelText('Channel'), 'Email');
    await waitFor(() => expect(not.disabled).toBe(false));
    await userEvent.selectOptions(is, 'not in this state');
    await waitFor(() => expect(router.state.location.search).toEqual({ channel: 'email', state_not: 'blacklisted' }));
    await waitFor(() => expect(conditionOf(server.to('GET /v1/profiles').at(-1))).toEqual(notBlacklisted));
    expect(screen.getByText('Everybody with an address of this channel that is in any other state.')).toBeTruthy();
    await userEvent.selectOptions(screen.getByLabelText('State of the address'), 'Blocked');
    await waitFor(() => expect(router.state.location.search).toEqual({ channel: 'email', state_not: 'blocked' }));
    await userEvent.selectOptions(screen.getByLabelText('Channel'), 'Any');
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it.each([['Website widget', { channel: 'widget' }], ['Any', {}]])('ask for no state that an address is not in of the channel %s, which has none', async (channel, asked) => {
    const { router } = await openFilters('/contacts?channel=email&state_not=blacklisted');
    await screen.findByRole('option', { name: 'Website widget' });
    await userEvent.selectOptions(screen.getByLabelText('Channel'), channel);
    await waitFor(() => expect(router.state.location.search).toEqual(asked));
  });

  it('ask for no reason of a state that an address is not in', async () => {
    const { router } = await openFilters('/contacts?channel=email&state=blacklisted&reason=abuse');
    const is = await screen.findByLabelText('The address is');
    await waitFor(() => expect(within(is).getByRole<HTMLOptionElement>('option', { name: 'not in this state' }).disabled).toBe(false));
    expect(screen.getByLabelText<HTMLSelectElement>('Reason of the state').value).toBe('abuse');
    await userEvent.selectOptions(is, 'not in this state');
    await waitFor(() => expect(router.state.location.search).toEqual({ channel: 'email', state_not: 'blacklisted' }));
    expect(screen.queryByLabelText('Reason of the state')).toBeNull();
    await userEvent.selectOptions(is, 'in this state');
    expect(await screen.findByLabelText('Reason of the state')).toBeTruthy();
  });

  it('keep what an address is not in with another channel that has addresses', async () => {
    const { router } = await openFilters('/contacts?channel=email&state_not=blacklisted');
    await screen.findByRole('option', { name: 'Telegram' });
    await userEvent.selectOptions(screen.getByLabelText('Channel'), 'Telegram');
    await waitFor(() => expect(router.state.location.search).toEqual({ channel: 'telegram', state_not: 'blacklisted' }));
  });

  it('ask for no other channel until it is known whether this one has addresses', async () => {
    let answer: (response: Response) => void = () => undefined;
    await openFilters('/contacts?channel=email&state=blacklisted', (server) => (answer = held(server, 'GET /v1/channels')));
    const not = () => within(screen.getByLabelText('The address is')).getByRole<HTMLOptionElement>('option', { name: 'not in this state' });
    expect(not().disabled).toBe(true);
    expect(screen.queryByText(/choose a channel that has addresses/)).toBeNull();
    answer(json({ items: [{ name: 'email', plugin: 'email', endpoint_types: ['email'], statuses: [] }], next_cursor: null }));
    await waitFor(() => expect(not().disabled).toBe(false));
  });

  it('read from the address bar that an address is not in a state, with one chip that takes it away', async () => {
    const server = serveContacts('viewer', three);
    const { router } = renderConsole('/contacts?category=news&channel=email&state_not=blacklisted');
    await screen.findByText('Ann No 1');
    expect(server.to('GET /v1/profiles').map(conditionOf)).toEqual([notBlacklisted]);
    const chips = within(screen.getByRole('list', { name: 'Filters' })).getAllByRole('listitem');
    expect(chips.map((each) => each.textContent)).toEqual([
      'Subscription category: news – Subscribed', 'State of the address: Email, an address that is not Blacklisted',
    ]);
    expect(screen.getByRole('button', { name: '2 filters' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Remove the filter State of the address: Email, an address that is not Blacklisted' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ category: 'news', subscription: 'subscribed' }));
  });

  it('ask for nobody while it is not known which addresses a channel has, and say why', async () => {
    const server = serveContacts('viewer', three);
    let calls = 0;
    server.on('GET /v1/channels', () =>
      ++calls === 1
        ? problem(500, 'internal', 'The channels are away.')
        : json({ items: [{ name: 'email', plugin: 'email', endpoint_types: ['email'], statuses: [] }], next_cursor: null }));
    renderConsole('/contacts?channel=email&state_not=blacklisted');
    expect(await screen.findByText('The channels are away.')).toBeTruthy();
    expect(server.to('GET /v1/profiles')).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Ann No 1')).toBeTruthy();
    expect(server.to('GET /v1/profiles').map(conditionOf)).toEqual([notBlacklisted]);
  });

  it('of an old address are read as the state in the category', async () => {
    const server = serveContacts('viewer', three);
    const { router } = renderConsole('/contacts?category=news&state=unsubscribed');
    await screen.findByText('Ann No 1');
    expect(router.state.location.search).toEqual({ category: 'news', subscription: 'unsubscribed' });
    const { query } = server.to('GET /v1/profiles').at(-1) as Call;
    expect([query.get('subscription'), query.get('state')]).toEqual(['unsubscribed', null]);
  });

  it('ask for a condition that was typed and not added, once', async () => {
    const { router } = await openFilters();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Field' }), 'shoe');
    await userEvent.type(await screen.findByLabelText('Value'), '42');
    await userEvent.click(screen.getByRole('button', { name: 'Show contacts' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ where: '[{"field":"shoe","is":"equals","value":42}]' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('stay open with what is no condition', async () => {
    const { router } = await openFilters();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Field' }), 'shoe');
    await userEvent.type(await screen.findByLabelText('Value'), '4.5');
    await userEvent.click(screen.getByRole('button', { name: 'Show contacts' }));
    expect(await screen.findByText('This field takes another kind of value.')).toBeTruthy();
    expect(router.state.location.search).toEqual({});
  });

  it.each(['{Enter}', '{Escape}'])('ask for a tag at %s', async (key) => {
    const { router } = await openFilters();
    await userEvent.type(screen.getByRole('textbox', { name: 'Tag' }), `vip${key}`);
    await waitFor(() => expect(router.state.location.search).toEqual({ tag: 'vip' }));
  });

  it('show a field that nobody can be looked for by, and why', async () => {
    await openFilters();
    const option = screen.getByRole<HTMLOptionElement>('option', { name: 'secret (not indexed, so nobody can be looked for by it)' });
    expect(option.disabled).toBe(true);
  });

  it('offer the sources that are known, and any other one', async () => {
    const { router } = await openFilters();
    const source = screen.getByLabelText('First source');
    await screen.findByRole('option', { name: 'Form: newsletter' });
    await userEvent.selectOptions(source, 'Form: newsletter');
    await waitFor(() => expect(router.state.location.search).toEqual({ source: 'form:newsletter' }));
    await userEvent.selectOptions(source, 'Another source…');
    await userEvent.type(await screen.findByLabelText('Another source'), 'plugin:shop{Enter}');
    await waitFor(() => expect(router.state.location.search).toEqual({ source: 'plugin:shop' }));
  });
});
