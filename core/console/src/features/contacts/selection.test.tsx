// SPDX-License-Identifier: Apache-2.0
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { contactOf, serveContacts, three } from '../../testing/contacts';
import { renderConsole } from '../../testing/render';
import { json, noContent, problem, sessionOf } from '../../testing/server';

const bea = { ...sessionOf('editor').user, id: 'U000000000002', email: 'bea@example.com', name: 'Bea Best' };
const box = (index: number) => screen.findByRole<HTMLInputElement>('checkbox', { name: `Select Ann No ${index}` });
type Router = ReturnType<typeof renderConsole>['router'];

async function tick() {
  const server = serveContacts('editor', three);
  const { router } = renderConsole('/contacts?known=true');
  for (const index of [1, 3]) await userEvent.click(await box(index));
  expect(screen.getByText('2 selected')).toBeTruthy();
  return { server, router };
}

/** To somebody, and back with what browsers have for it. */
async function lookAtSomebody(router: Router) {
  await act(() => router.navigate({ to: '/contacts/$ref', params: { ref: 'P000000000002' } }));
  await waitFor(() => expect(screen.queryByRole('grid', { name: 'Contacts' })).toBeNull());
  act(() => router.history.back());
  await screen.findByRole('grid', { name: 'Contacts' });
}

async function nobodyIsTicked() {
  for (const index of [1, 3]) expect((await box(index)).checked).toBe(false);
  expect(screen.queryByRole('group', { name: 'Selected contacts' })).toBeNull();
}

describe('who is ticked', () => {
  it('stays so while one looks at somebody, and is written down nowhere', async () => {
    const { router } = await tick();
    await lookAtSomebody(router);
    for (const index of [1, 3]) expect((await box(index)).checked).toBe(true);
    expect((await box(2)).checked).toBe(false);
    expect(screen.getByText('2 selected')).toBeTruthy();
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain('P00000000000');
  });

  it('is counted without whoever is gone meanwhile', async () => {
    const { server } = await tick();
    server.on('POST /v1/tags/changes', () => json({ results: [{ result: 'updated' }, { result: 'updated' }], next_cursor: null }));
    server.on('GET /v1/profiles', () => json({ items: [contactOf(1), contactOf(2)], next_cursor: null, total: 2, at_least: false }));
    await userEvent.click(screen.getByRole('button', { name: 'Change tags' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Add tags' }), 'vip{Enter}');
    expect(await screen.findByText('2 of 2 done')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('1 selected')).toBeTruthy();
  });

  it('is nobody once they were deleted, also when they are back', async () => {
    const { server } = await tick();
    for (const index of [1, 3]) server.on(`DELETE /v1/profiles/P00000000000${index}`, () => json({}));
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await userEvent.type(await screen.findByLabelText('Type 2 to confirm'), '2');
    await userEvent.click(screen.getByRole('button', { name: 'Delete 2 contacts' }));
    expect(await screen.findByText('2 of 2 done')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await nobodyIsTicked();
  });

  it('is nobody once the search has changed, also where it is the former one again', async () => {
    const { router } = await tick();
    await act(() => router.navigate({ to: '/contacts', search: { known: 'true', tag: 'vip' } }));
    await nobodyIsTicked();
    act(() => router.history.back());
    await waitFor(() => expect(router.state.location.search).toEqual({ known: 'true' }));
    await nobodyIsTicked();
  });

  it('is nobody for the next person', async () => {
    const { server } = await tick();
    server.on('DELETE /v1/sessions/current', noContent);
    server.on('GET /v1/sessions/current', () => problem(401, 'signed_out', 'Nobody is signed in.'));
    server.on('POST /v1/sessions', () => json({ ...sessionOf('editor'), user: bea }));
    await userEvent.click(screen.getByRole('button', { name: /Ann Able/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Sign out' }));
    await userEvent.type(await screen.findByLabelText('Email'), bea.email);
    await userEvent.type(screen.getByLabelText('Password'), 'a long password{Enter}');
    await nobodyIsTicked();
  });
});
