// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { serveContacts, three } from '../../../testing/contacts';
import { renderConsole } from '../../../testing/render';
import { held, json, noContent, problem } from '../../../testing/server';

const segmentOf = (id: string, name: string, kind = 'static') => ({ id, name, kind, description: null, version: 1 });
const guests = segmentOf('guests', 'Guests');
const name = () => screen.findByLabelText<HTMLInputElement>(/^Name of the new static segment/);
const choice = () => screen.findByLabelText<HTMLSelectElement>('Static segment');
const submit = () => within(screen.getByRole('dialog')).getByRole('button', { name: 'Add to segment' });

const listOf = (...segments: object[]) => () => json({ items: segments, next_cursor: null });

async function begin(segments: () => Response) {
  const server = serveContacts('editor', three);
  server.on('GET /v1/segments', segments);
  server.on('POST /v1/segments', ({ body }) => json(segmentOf('made', (body as { name: string }).name), 201));
  for (const each of ['guests', 'made']) server.on(`POST /v1/segments/${each}/members`, noContent);
  const { router } = renderConsole('/contacts');
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Ann No 1' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add to segment' }));
  return { server, router };
}

it('where there is no static segment one is named and made, and they are added to it', async () => {
  const { server, router } = await begin(listOf(segmentOf('all', 'Everybody', 'dynamic')));
  await name();
  expect(screen.getByText('There is no static segment yet.')).toBeTruthy();
  expect(submit().hasAttribute('disabled')).toBe(true);
  await userEvent.type(await name(), '   ');
  expect(submit().hasAttribute('disabled')).toBe(true);
  await userEvent.type(await name(), 'Evening {Enter}');
  expect(await screen.findByText('1 of 1 done')).toBeTruthy();
  expect(server.to('POST /v1/segments').map(({ body }) => body)).toEqual([{ name: 'Evening', kind: 'static' }]);
  expect(server.to('POST /v1/segments/made/members').map(({ body }) => body)).toEqual([{ add: ['P000000000001'] }]);
  expect(router.state.location.pathname).toBe('/contacts');
  expect(screen.getByText('1 selected')).toBeTruthy();
});

it('where there are others they are added to one of them, or to one that is made', async () => {
  const { server } = await begin(listOf(guests));
  expect((await choice()).value).toBe('guests');
  expect(screen.queryByLabelText(/^Name of the new/)).toBeNull();
  await userEvent.selectOptions(await choice(), 'New static segment…');
  expect(submit().hasAttribute('disabled')).toBe(true);
  await userEvent.selectOptions(await choice(), 'Guests');
  await userEvent.click(submit());
  expect(await screen.findByText('1 of 1 done')).toBeTruthy();
  expect(server.to('POST /v1/segments/guests/members')).toHaveLength(1);
  expect(server.to('POST /v1/segments')).toHaveLength(0);
});

it('what the server refuses of a new segment is said beside its name, which stays', async () => {
  const { server } = await begin(listOf(guests));
  server.on('POST /v1/segments', () => problem(400, 'invalid', 'Wrong.', { errors: [{ pointer: '/name', code: 'invalid_value', detail: 'Not that name.' }] }));
  await userEvent.selectOptions(await choice(), 'New static segment…');
  await userEvent.type(await name(), 'Evening{Enter}');
  expect(await screen.findByText('Not that name.')).toBeTruthy();
  expect((await name()).value).toBe('Evening');
  expect(server.calls.some(({ path }) => path.endsWith('/members'))).toBe(false);
});

it('a lost answer makes no second segment', async () => {
  const { server } = await begin(listOf());
  server.on('POST /v1/segments', () => problem(503, 'overloaded', 'Come back later.'));
  await userEvent.type(await name(), 'Evening{Enter}');
  expect(await screen.findByText('Come back later.')).toBeTruthy();
  server.on('POST /v1/segments', () => json(segmentOf('made', 'Evening'), 201));
  await userEvent.click(submit());
  expect(await screen.findByText('1 of 1 done')).toBeTruthy();
  const [first, second] = server.to('POST /v1/segments').map(({ headers }) => headers.get('Idempotency-Key'));
  expect(first).toBeTruthy();
  expect(second).toBe(first);
});

it('a segment that was made is chosen for those who were refused, and not made again', async () => {
  const { server } = await begin(listOf(guests));
  server.on('POST /v1/segments/made/members', () => problem(409, 'conflict', 'They are being merged.'));
  await userEvent.selectOptions(await choice(), 'New static segment…');
  await userEvent.type(await name(), 'Evening{Enter}');
  expect(await screen.findByText('They are being merged.')).toBeTruthy();
  server.on('POST /v1/segments/made/members', noContent);
  await userEvent.click(screen.getByRole('button', { name: 'Change and try again' }));
  expect((await choice()).selectedOptions[0]?.textContent).toBe('Evening');
  expect(screen.queryByLabelText(/^Name of the new/)).toBeNull();
  await userEvent.click(submit());
  expect(await screen.findByText('1 of 1 done')).toBeTruthy();
  expect(server.to('POST /v1/segments')).toHaveLength(1);
});

it('nobody is added once the dialog was closed', async () => {
  const { server } = await begin(listOf());
  const answer = held(server, 'POST /v1/segments');
  await userEvent.type(await name(), 'Evening{Enter}');
  await waitFor(() => expect(server.to('POST /v1/segments')).toHaveLength(1));
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const reads = server.to('GET /v1/segments').length;
  answer(json(segmentOf('made', 'Evening'), 201));
  await userEvent.click(screen.getByRole('button', { name: 'Add to segment' }));
  await waitFor(() => expect(server.to('GET /v1/segments').length).toBeGreaterThan(reads));
  expect(server.calls.some(({ path }) => path.endsWith('/members'))).toBe(false);
});

it('none is added to before it is known which there are', async () => {
  const { server } = await begin(() => problem(500, 'internal', 'The segments are away.'));
  expect(await screen.findByText('The segments are away.')).toBeTruthy();
  expect(submit().hasAttribute('disabled')).toBe(true);
  expect(screen.queryByLabelText(/^Name of the new/)).toBeNull();
  server.on('GET /v1/segments', listOf(guests));
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect((await choice()).value).toBe('guests');
});
