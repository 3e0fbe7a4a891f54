// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import en from '../../../ui/messages/en.json';
import { at, emailOf, id, observationOf, personOf, servePerson } from '../../../testing/person';
import { renderConsole } from '../../../testing/render';
import { json, problem } from '../../../testing/server';
import { reasonsOf } from '../../../ui/reasons_of_state';

const path = `/v1/profiles/${id}/endpoints/email/ann@example.com/states`;

async function openDialog() {
  const server = servePerson({ identifiers: [emailOf('ann@example.com')] });
  server.on(`POST ${path}`, () => json(personOf()));
  renderConsole(`/contacts/${id}`);
  await userEvent.click(await screen.findByRole('button', { name: 'Actions for ann@example.com' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Set a state' }));
  const dialog = within(await screen.findByRole('dialog'));
  const optionsOf = () =>
    within(dialog.getByRole('combobox', { name: /^Reason/ })).getAllByRole('option').map((each) => each.textContent);
  const send = () => userEvent.click(dialog.getByRole('button', { name: 'Set a state' }));
  return { server, dialog, optionsOf, send };
}

describe('the reasons of a state that is set by hand', () => {
  it('are known ones in words, by state', async () => {
    const { server, dialog, optionsOf, send } = await openDialog();
    expect(optionsOf()).toEqual([
      'Choose a reason', 'The person asked for it', 'The address is not in use', 'The domain does not exist',
      'An address of a role, not of a person', 'From a bought list', 'On the provider’s own block list', 'Other…',
    ]);
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: /^Reason/ }), 'The domain does not exist');
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'State' }), 'Complained');
    expect(optionsOf()).toEqual(['Choose a reason', 'Reported as spam', 'The person never asked for messages', 'Too many messages', 'Other…']);
    // One of another state is not sent with this one.
    await send();
    expect(dialog.getByText('Fill this in.')).toBeTruthy();
    expect(server.to(`POST ${path}`)).toHaveLength(0);
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: /^Reason/ }), 'Reported as spam');
    await send();
    await waitFor(() => expect(server.to(`POST ${path}`)[0]?.body).toEqual({ state: 'complained', reason: 'abuse' }));
  });

  it('may be one’s own, which stays what it is even if a known one is written', async () => {
    const { server, dialog, send } = await openDialog();
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: /^Reason/ }), 'Other…');
    await send();
    expect(dialog.getAllByText('Fill this in.')).toHaveLength(1);
    const own = dialog.getByRole('textbox', { name: /^The reason in your own words/ });
    expect(document.activeElement).toBe(own);
    await userEvent.type(own, 'asked_for by letter');
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'State' }), 'Unsubscribed');
    await send();
    await waitFor(() => expect(server.to(`POST ${path}`)[0]?.body).toEqual({ state: 'unsubscribed', reason: 'asked_for by letter' }));
  });

  it('stand with what the server says of them', async () => {
    const { server, dialog, send } = await openDialog();
    server.on(`POST ${path}`, () =>
      problem(400, 'invalid_input', 'One thing is wrong.', { errors: [{ pointer: '/reason', code: 'too_long', detail: 'Say it shorter.' }] }));
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: /^Reason/ }), 'The person asked for it');
    await send();
    expect(await dialog.findByText('Say it shorter.')).toBeTruthy();
    expect((dialog.getByRole('combobox', { name: /^Reason/ }) as HTMLSelectElement).value).toBe('asked_for');
  });

  it('have words, all of them', () => {
    for (const code of Object.values(reasonsOf).flat()) expect(en, code).toHaveProperty([`reason.${code}`]);
  });
});

it('attaches nothing that is empty', async () => {
  const server = servePerson();
  renderConsole(`/contacts/${id}`);
  await userEvent.click(await screen.findByRole('button', { name: 'Attach' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(dialog.getByRole('button', { name: 'Attach' }));
  expect(dialog.getByText('Fill this in.')).toBeTruthy();
  expect(document.activeElement).toBe(dialog.getByRole('textbox', { name: /^Value/ }));
  expect(server.calls.filter(({ method }) => method === 'PUT')).toEqual([]);
});

it('asks for the proof of an opt-in in our own words', async () => {
  const server = servePerson({ subscriptions: [] }).on('GET /v1/categories', () =>
    json({ items: [{ key: 'news', names: { en: 'News' }, archived: false, channels: [] }], next_cursor: null }));
  renderConsole(`/contacts/${id}`);
  await userEvent.click(await screen.findByRole('button', { name: 'Change News' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  expect(dialog.getByText('Fill this in.')).toBeTruthy();
  expect(document.activeElement).toBe(dialog.getByRole('textbox', { name: /^Proof/ }));
  // Who leaves proves nothing.
  await userEvent.click(dialog.getByRole('radio', { name: 'Unsubscribed' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.to(`PATCH /v1/profiles/${id}`)[0]?.body).toEqual({ subscriptions: { news: { state: 'unsubscribed', by: 'person' } } }));
});

it('tells of reasons in words wherever a state has one', async () => {
  const state = { state: 'unsubscribed', reason: 'never_asked', detail: null, since: at, until: null, evidence: observationOf(), lifted: null };
  servePerson({ identifiers: [emailOf('ann@example.com', [state])] }, 'viewer');
  renderConsole(`/contacts/${id}`);
  const states = within(await screen.findByRole('list', { name: 'States of ann@example.com' }));
  expect(states.getByText('The person never asked for messages')).toBeTruthy();
});
