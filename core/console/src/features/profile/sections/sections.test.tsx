// SPDX-License-Identifier: Apache-2.0
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { id, personOf, servePerson } from '../../../testing/person';
import { renderConsole } from '../../../testing/render';
import { json } from '../../../testing/server';

const nav = async () => within(await screen.findByRole('navigation', { name: 'On this page' }));
const currentOf = (links: { getAllByRole: (role: string) => HTMLElement[] }) =>
  links.getAllByRole('link').filter((each) => each.hasAttribute('aria-current')).map((each) => each.textContent);

/** A page of sections of 300 pixels below each other, scrolled down by some. */
function layOut(scrolled: () => number) {
  const order = ['identifiers', 'fields', 'subscriptions', 'devices', 'tags', 'segments', 'additional', 'identity', 'changes'];
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function place(this: Element) {
    const index = order.indexOf(this.id);
    return index < 0 ? new DOMRect(10, 10, 100, 20) : new DOMRect(0, 100 + 300 * index - scrolled(), 800, 300);
  });
}

describe('the jumps of a profile', () => {
  afterEach(() => vi.restoreAllMocks());

  it('lead to every section that there is, and to none that is not', async () => {
    servePerson();
    const { unmount } = renderConsole(`/contacts/${id}`);
    const titles = (await nav()).getAllByRole('link').map((each) => each.textContent);
    const headings = (await screen.findAllByRole('heading', { level: 2 })).map((each) => each.textContent);
    expect(titles).toEqual(headings);
    expect(titles).not.toContain('From the channels');
    for (const link of (await nav()).getAllByRole('link')) {
      expect(document.getElementById(link.getAttribute('href')?.slice(1) ?? ''), String(link.textContent)).toBeTruthy();
    }
    unmount();
    servePerson({ channels: { fax: { pages: 3 } } });
    renderConsole(`/contacts/${id}`);
    expect((await nav()).getByRole('link', { name: 'From the channels' })).toBeTruthy();
  });

  it('are kept in the address, take the keyboard along and mark where one is', async () => {
    servePerson();
    const { router } = renderConsole(`/contacts/${id}?from=elsewhere`);
    const links = await nav();
    expect(currentOf(links)).toEqual(['Identifiers']);
    const length = router.history.length;
    links.getByRole('link', { name: 'Segments' }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.hash).toBe('segments'));
    expect(router.state.location.pathname).toBe(`/contacts/${id}`);
    expect(router.state.location.searchStr).toBe('?from=elsewhere');
    // Back leads where one came from, not through the jumps.
    expect(router.history.length).toBe(length);
    expect(document.activeElement?.id).toBe('segments');
    expect(currentOf(links)).toEqual(['Segments']);
    expect(screen.getByRole('link', { name: 'Contact information' }).getAttribute('aria-current')).toBe('page');
  });

  it('follow what is read', async () => {
    servePerson();
    let scrolled = 0;
    layOut(() => scrolled);
    renderConsole(`/contacts/${id}`);
    const links = await nav();
    scrolled = 900;
    act(() => void document.body.dispatchEvent(new Event('scroll')));
    expect(currentOf(links)).toEqual(['Applications and devices']);
    await userEvent.click(links.getByRole('link', { name: 'Tags' }));
    expect(currentOf(links)).toEqual(['Tags']);
  });

  it('that the address names are taken once the person is there', async () => {
    servePerson();
    const shown = vi.spyOn(Element.prototype, 'scrollIntoView');
    renderConsole(`/contacts/${id}#changes`);
    const links = await nav();
    await waitFor(() => expect(currentOf(links)).toEqual(['Change history']));
    expect(shown.mock.contexts.map((each) => (each as Element).id)).toContain('changes');
  });

  it('of no section that there is does nothing', async () => {
    servePerson();
    renderConsole(`/contacts/${id}#<img src=x>`);
    expect(currentOf(await nav())).toEqual(['Identifiers']);
  });

  it('are kept where the address becomes that of the one who stays', async () => {
    servePerson().on('GET /v1/profiles/email:ann@example.com', ({ query }) =>
      json(query.get('view') ? { segments: [], segments_complete: true } : personOf()));
    const { router } = renderConsole('/contacts/email%3Aann%40example.com#tags');
    await waitFor(() => expect(router.state.location.pathname).toBe(`/contacts/${id}`));
    expect(router.state.location.hash).toBe('tags');
  });
});
