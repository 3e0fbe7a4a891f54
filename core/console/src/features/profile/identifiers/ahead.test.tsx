// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { at, emailOf, id, observationOf, personOf, servePerson } from '../../../testing/person';
import { renderConsole } from '../../../testing/render';
import { held, json, noContent, problem, type FakeServer } from '../../../testing/server';
// Read with this file, and not while its first case waits.
import '../InformationTab';
import '../ProfileLayout';

const value = 'ann@example.com';
const states = `/v1/profiles/${id}/endpoints/email/${value}/states`;
const identifier = `/v1/profiles/${id}/identifiers/email`;
const entry = (state: string, lifted: object | null = null) => ({
  state, reason: 'inactive_address', detail: null, since: at, until: null, evidence: observationOf(), lifted,
});
const bad = { ...emailOf(value, [entry('blacklisted')]), endpoint: { channel: 'email', state: 'blacklisted', states: [entry('blacklisted')] } };
const other = emailOf('other@example.com');

let server: FakeServer;
const press = async (name: string, on = within(document.body)) => userEvent.click(await on.findByRole('button', { name }));
const dialog = async () => within(await screen.findByRole('dialog'));
const head = () => screen.getByRole('list', { name: 'Reachable at' }).textContent ?? '';

async function show(...identifiers: object[]) {
  server = servePerson({ identifiers });
  renderConsole(`/contacts/${id}`);
  await screen.findByRole('list', { name: 'Reachable at' });
}
async function choose(item: string) {
  await press(`Actions for ${value}`);
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}
async function setState() {
  await choose('Set a state');
  await userEvent.selectOptions((await dialog()).getByRole('combobox', { name: /^Reason/ }), 'The domain does not exist');
  await press('Set a state', await dialog());
}
async function lift() {
  await press('Lift');
  await userEvent.selectOptions((await dialog()).getByRole('combobox', { name: /^Reason/ }), 'The person asked for it');
  await press('Lift', await dialog());
}
async function attach() {
  await press('Attach');
  await userEvent.type((await dialog()).getByRole('textbox', { name: /^Value/ }), 'new@example.com');
  await press('Attach', await dialog());
}
async function detach() {
  await choose('Detach');
  await press('Detach', await dialog());
}

const withStates = (...entries: object[]) => ({ ...emailOf(value, entries), endpoint: { channel: 'email', state: 'blacklisted', states: entries } });
const cases = [
  ['a state that is set', [emailOf(value), other], setState, `POST ${states}`, 'Emailother@example.comActiveEmailann@example.comBlacklisted', () => json(personOf({ version: 8, identifiers: [withStates(entry('blacklisted')), other] }))],
  ['a state that is lifted', [bad, other], lift, `DELETE ${states}/blacklisted`, 'Emailann@example.comActiveEmailother@example.comActive', noContent],
  ['what is attached', [other], attach, `PUT ${identifier}/new@example.com`, 'Emailother@example.comActiveEmailnew@example.com', () => json(personOf({ version: 8, identifiers: [other, emailOf('new@example.com')] }))],
  ['what is detached', [emailOf(value), other], detach, `DELETE ${identifier}/${value}`, 'Emailother@example.comActive', noContent],
] as const;

describe('before the server has answered', () => {
  it.each(cases)('%s is shown, and so is what comes of it', async (_, identifiers, act, call, hoped, done) => {
    await show(...identifiers);
    const answer = held(server, call);
    await act();
    await waitFor(() => expect(head()).toBe(hoped));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(server.to(call)).toHaveLength(1));
    // What the server tells of in the end is its own.
    server.on(`GET /v1/profiles/${id}`, ({ query }) =>
      json(query.get('view') ? { segments: [], segments_complete: true } : personOf({ version: 8, identifiers: [emailOf('told@example.com')] })));
    const isTold = call.startsWith('DELETE');
    answer(done());
    await waitFor(() => expect(head()).toContain(isTold ? 'told@example.com' : 'example.comActive'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it.each(cases)('%s is as it was once that is refused, and asked about again', async (_, identifiers, act, call, hoped) => {
    await show(...identifiers);
    const before = head();
    const answer = held(server, call);
    await act();
    await waitFor(() => expect(head()).toBe(hoped));
    answer(problem(409, 'conflict', 'Not now.'));
    expect(await (await dialog()).findByText('Not now.')).toBeTruthy();
    expect(head()).toBe(before);
    const typed = (await dialog()).queryByRole('combobox', { name: /^Reason/ }) ?? (await dialog()).queryByRole('textbox', { name: /^Value/ });
    if (typed) expect((typed as HTMLInputElement).value).not.toBe('');
  });
});
