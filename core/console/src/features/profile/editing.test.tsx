// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { annOf, list, serveAnn } from '../../testing/ann';
import { at, id } from '../../testing/person';
import { renderConsole } from '../../testing/render';
import { held, json, noContent, problem } from '../../testing/server';
// The screens are read with this file, and not while its first case waits for them: a slow machine takes its time.
import '../activity/ActivityScreen';
import './InformationTab';
import './ProfileLayout';

const patchPath = `PATCH /v1/profiles/${id}`;
const editName = () => screen.findByRole('button', { name: 'Edit First name' });

describe('editing a field', () => {
  it('refuses what the catalogue does, without asking the server', async () => {
    const server = serveAnn();
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    const input = screen.getByRole('textbox', { name: 'First name' });
    await userEvent.clear(input);
    await userEvent.type(input, 'Annabella{Enter}');
    expect(await screen.findByText('At most 5 characters.')).toBeTruthy();
    expect(server.to(patchPath)).toHaveLength(0);
  });

  it('keeps what was typed when the server refuses it', async () => {
    const server = serveAnn().on(patchPath, () =>
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
    serveAnn().on(patchPath, () =>
      json({ ...annOf({ version: 8 }), warnings: [{ pointer: '/fields/first_name', code: 'first_value_stays', detail: 'Its own words.' }] }));
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    expect(await screen.findByText(/^Of this field the first value counts/)).toBeTruthy();
    expect((screen.getByRole('textbox', { name: 'First name' }) as HTMLInputElement).value).toBe('Anna');
  });

  it('writes one field over the version that was seen, and leaves by Escape without a word', async () => {
    const server = serveAnn().on(patchPath, () => json(annOf({ version: 8, fields: { first_name: 'Anna' } })));
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
    const server = serveAnn();
    server.on(`GET /v1/profiles/${id}`, ({ query }) =>
      json(query.get('view') ? { segments: [], segments_complete: true } : annOf({ version, fields: { first_name: theirs } })));
    server.on(patchPath, ({ headers, body }) => {
      if (headers.get('If-Match') !== `"${version}"`) return problem(412, 'precondition_failed', 'It was changed.');
      const { fields } = body as { fields: { first_name: string } };
      theirs = fields.first_name;
      version += 1;
      return json(annOf({ version, fields }));
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
    const server = serveAnn('viewer');
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
    const server = serveAnn();
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
    const server = serveAnn('editor');
    let isErased = false;
    server.on(`GET /v1/profiles/${id}`, ({ query }) => {
      if (isErased) return problem(410, 'gone', 'This profile was erased.');
      return json(query.get('view') ? { segments: [], segments_complete: true } : annOf());
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
    const server = serveAnn();
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
    const server = serveAnn();
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
    const agree = () => answer(json(annOf({ version: 8, tags: ['vip', 'silver'] })), 1);
    if (order === 'after the other was saved') agree();
    answer(problem(400, 'invalid_input', 'No more tags.'), 0);
    await waitFor(() => expect(shown()).toEqual(['vip', 'silver']));
    if (order !== 'after the other was saved') agree();
    expect(await screen.findByText('No more tags.')).toBeTruthy();
    expect(shown()).toEqual(['vip', 'silver']);
  });

  it('loses no tag by a field that is refused, and is read again then', async () => {
    const server = serveAnn();
    server.on('GET /v1/tags', list());
    renderConsole(`/contacts/${id}`);
    await userEvent.click(await editName());
    const answer = held(server, patchPath);
    await userEvent.type(screen.getByRole('textbox', { name: 'First name' }), 'a{Enter}');
    await userEvent.type(screen.getByRole('textbox', { name: 'New tag' }), 'silver{Enter}');
    const saved = annOf({ version: 8, tags: ['vip', 'silver', 'of-somebody-else'] });
    server.on(`GET /v1/profiles/${id}`, ({ query }) => json(query.get('view') ? { segments: [], segments_complete: true } : saved));
    answer(json(annOf({ version: 8, tags: ['vip', 'silver'] })), 1);
    answer(problem(400, 'invalid_input', 'Not that name.'), 0);
    expect(await screen.findByText('Not that name.')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Ann' })).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Tags' })).getByText('silver')).toBeTruthy();
    expect(await screen.findByText('of-somebody-else')).toBeTruthy();
  });
});
