// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { serveContacts, three } from '../../testing/contacts';
import { renderConsole } from '../../testing/render';
import { json, type Call } from '../../testing/server';

describe('the filters', () => {
  const field = (key: string, type: string, more: object = {}) => ({
    key, names: { en: key }, group: null, type, options: {}, indexed: true, archived: false, ...more,
  });

  async function openFilters() {
    const server = serveContacts('viewer', three);
    server.on('GET /v1/fields', () =>
      json({ items: [field('shoe', 'integer'), field('secret', 'integer', { indexed: false })], next_cursor: null }));
    server.on('GET /v1/field-types', () =>
      json({ items: [{ name: 'integer', plugin: 'fields', kind: 'integer', set: false, operators: ['equals', 'greater'], options: {} }], next_cursor: null }));
    server.on('GET /v1/overview', () =>
      json({ profiles: { known: 1, anonymous: 0, by_source: [{ type: 'form', name: 'newsletter', known: 1, anonymous: 0 }], days: [] } }));
    server.on('GET /v1/categories', () => json({ items: [{ key: 'news', names: { en: 'News' }, archived: false }], next_cursor: null }));
    const view = renderConsole('/contacts');
    await userEvent.click(await screen.findByRole('button', { name: 'Filters' }));
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
    await userEvent.type(screen.getByLabelText('Tag'), `vip${key}`);
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
