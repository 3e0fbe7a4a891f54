// SPDX-License-Identifier: Apache-2.0
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

function row(state: string, more: object = {}) {
  return {
    id: `X.${state}`, type: 'email', value: `${state}@example.com`, hash: null, state, reason: 'one_click', detail: null,
    at: '2026-11-01T10:00:00.000Z', until: null, lifted: null, ...more,
  };
}

function serve(role: Parameters<typeof sessionOf>[0], ...items: object[]) {
  return new FakeServer({
    'GET /v1/sessions/current': () => json(sessionOf(role)),
    'GET /v1/plugins': () => json({ items: [], next_cursor: null }),
    'GET /v1/suppressions': () => json({ items, next_cursor: null }),
  });
}

it('a viewer sees the list, and can neither import nor remove', async () => {
  serve('viewer', row('blacklisted'));
  renderConsole('/settings/suppressions');
  fireEvent.click(await screen.findByRole('row', { name: 'blacklisted@example.com' }));
  expect(await screen.findByRole('dialog')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Import' })).toBeNull();
});

it('says that there is none, and how those who may bring them', async () => {
  serve('editor');
  const { router } = renderConsole('/settings/suppressions');
  const empty = (await screen.findByText('Every address may be written to')).parentElement as HTMLElement;
  await userEvent.click(within(empty).getByRole('button', { name: 'Import' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/settings/suppressions/import'));
});

it('says that none was lifted, and leads to those in force', async () => {
  const server = serve('viewer');
  server.on('GET /v1/suppressions', ({ query }) => json({ items: query.get('lifted') ? [] : [row('blacklisted')], next_cursor: null }));
  renderConsole('/settings/suppressions?lifted=true');
  await userEvent.click(await screen.findByRole('button', { name: 'Show those in force' }));
  expect(await screen.findByRole('row', { name: 'blacklisted@example.com' })).toBeTruthy();
});

it('shows an address with the letters of its domain', async () => {
  serve('viewer', row('blacklisted', { value: 'ann@xn--80a1acn3a.example' }));
  renderConsole('/settings/suppressions');
  fireEvent.click(await screen.findByRole('row', { name: 'ann@пошта.example' }));
  expect(within(await screen.findByRole('dialog')).getByText('ann@пошта.example')).toBeTruthy();
});

it('says kinds of address in words, and those that it does not know by their names', async () => {
  const server = serve('viewer', row('blacklisted', { type: 'push_token' }));
  server.on('GET /v1/plugins', () => json({ items: [{ name: 'p', identifier_types: ['web_push', 'pigeon_ring'] }], next_cursor: null }));
  renderConsole('/settings/suppressions');
  expect(await screen.findByRole('gridcell', { name: 'App (push)' })).toBeTruthy();
  const chosen = await screen.findByRole<HTMLOptionElement>('option', { name: 'Browser (push)' });
  expect(chosen.value).toBe('web_push');
  expect(screen.getByRole('option', { name: 'pigeon_ring' })).toBeTruthy();
  expect(screen.queryByText('push_token')).toBeNull();
});

it('what the person said is removed with a proof, out of the list at once, and stands again if the server refuses', async () => {
  const server = serve('editor', row('unsubscribed'));
  let answer: (response: Response) => void = () => undefined;
  const response = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  server.on('DELETE /v1/suppressions/X.unsubscribed', () => response);
  renderConsole('/settings/suppressions');
  fireEvent.click(await screen.findByRole('row', { name: 'unsubscribed@example.com' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  let dialog = await screen.findByRole('dialog');
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: /^Reason/ }), 'Other…');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^The reason in your own words/ }), 'asked us');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Proof/ }), 'ticket 7');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.queryByRole('row', { name: 'unsubscribed@example.com' })).toBeNull();
  answer(problem(409, 'proof_required', 'That proves nothing.'));
  expect(await screen.findByText('That proves nothing.')).toBeTruthy();
  dialog = screen.getByRole('dialog');
  expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: /^Proof/ }).value).toBe('ticket 7');
  expect(screen.getByRole('row', { name: 'unsubscribed@example.com', hidden: true })).toBeTruthy();
  server.on('DELETE /v1/suppressions/X.unsubscribed', () => noContent());
  await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(server.to('DELETE /v1/suppressions/X.unsubscribed').at(-1)?.body).toEqual({ reason: 'asked us', proof: 'ticket 7' });
});

it('says what lacks before anything is sent', async () => {
  const server = serve('editor', row('unsubscribed'));
  renderConsole('/settings/suppressions');
  fireEvent.click(await screen.findByRole('row', { name: 'unsubscribed@example.com' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  const dialog = within(await screen.findByRole('dialog'));
  const reason = await dialog.findByRole('combobox', { name: /^Reason/ });
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(dialog.getAllByText('Fill this in.')).toHaveLength(2);
  expect(document.activeElement).toBe(reason);
  await userEvent.selectOptions(reason, 'The person asked for it');
  await userEvent.type(dialog.getByRole('textbox', { name: /^Proof/ }), '   ');
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(dialog.getAllByText('Fill this in.')).toHaveLength(1);
  expect(document.activeElement).toBe(dialog.getByRole('textbox', { name: /^Proof/ }));
  expect(server.to('DELETE /v1/suppressions/X.unsubscribed')).toEqual([]);
});

it('an address of which only the hash is known is not lifted without it', async () => {
  const server = serve('editor', row('blacklisted', { value: null, hash: 'abc' }));
  server.on('DELETE /v1/suppressions/X.blacklisted', () => noContent());
  renderConsole('/settings/suppressions');
  fireEvent.click(await screen.findByRole('row', { name: 'Only a hash is known' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.selectOptions(await dialog.findByRole('combobox', { name: /^Reason/ }), 'It was set by mistake');
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(dialog.getAllByText('Fill this in.')).toHaveLength(1);
  const address = dialog.getByRole('textbox', { name: /^The address itself/ });
  expect(document.activeElement).toBe(address);
  await userEvent.type(address, 'email:ann@example.com');
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  await waitFor(() =>
    expect(server.to('DELETE /v1/suppressions/X.blacklisted')[0]?.body).toEqual({ reason: 'by_mistake', address: 'email:ann@example.com' }),
  );
});

it('tells in words why something stands and why it was lifted', async () => {
  const lifted = { at: '2026-11-02T10:00:00.000Z', by: 'active', reason: 'by_mistake', proof: null, observation: null };
  serve('viewer', row('blacklisted', { reason: 'bought_list', lifted }));
  renderConsole('/settings/suppressions');
  fireEvent.click(await screen.findByRole('row', { name: 'blacklisted@example.com' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('From a bought list')).toBeTruthy();
  expect(dialog.getByText('It was set by mistake')).toBeTruthy();
});

it('is filtered by a reason in words, or by any other one as it is written', async () => {
  const server = serve('viewer', row('complained', { reason: 'abuse' }));
  const { router } = renderConsole('/settings/suppressions');
  const asked = () => server.to('GET /v1/suppressions').at(-1)?.query.get('reason');
  await screen.findByRole('row', { name: 'complained@example.com' });
  const reasons = screen.getByRole('combobox', { name: 'Reason' });
  await userEvent.selectOptions(reasons, 'Reported as spam');
  await waitFor(() => expect(asked()).toBe('abuse'));
  await userEvent.selectOptions(reasons, 'Other…');
  await userEvent.type(screen.getByRole('textbox', { name: 'Another reason' }), 'a letter{Enter}');
  await waitFor(() => expect(asked()).toBe('a letter'));
  await userEvent.selectOptions(reasons, 'All');
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(screen.queryByRole('textbox', { name: 'Another reason' })).toBeNull();
});

it('filters by nothing once the filters are cleared, whatever stood in them', async () => {
  const server = serve('viewer');
  const { router } = renderConsole('/settings/suppressions');
  const reasons = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Reason' });
  await userEvent.selectOptions(reasons, 'Other…');
  await userEvent.type(screen.getByRole('textbox', { name: 'Another reason' }), 'a letter{Enter}');
  await waitFor(() => expect(server.to('GET /v1/suppressions').at(-1)?.query.get('reason')).toBe('a letter'));
  await userEvent.click(await screen.findByRole('button', { name: 'Clear search and filters' }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(screen.queryByRole('textbox', { name: 'Another reason' })).toBeNull();
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Reason' }).value).toBe('');
});

it('shows a reason that it does not know as it stands in the address bar', async () => {
  serve('viewer', row('blacklisted'));
  renderConsole('/settings/suppressions?reason=moon_phase');
  expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Another reason' })).value).toBe('moon_phase');
});

it('counts by reasons in words', async () => {
  const server = serve('viewer', row('complained'));
  const counted = (reason: string | null) => ({ type: 'email', state: 'complained', reason, count: 2 });
  server.on('GET /v1/suppressions/counts', () =>
    json({ items: ['abuse', 'a letter', null].map(counted), other_reasons: 0, total: 6, at_least: false }),
  );
  renderConsole('/settings/suppressions');
  await userEvent.click(await screen.findByRole('button', { name: 'Count' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByRole('cell', { name: 'Reported as spam' })).toBeTruthy();
  expect(dialog.getByRole('cell', { name: 'a letter' })).toBeTruthy();
  expect(dialog.getByRole('cell', { name: 'No reason given' })).toBeTruthy();
});

it('looks for nobody before all of an address is typed, and says so', async () => {
  const server = serve('viewer', row('blacklisted'));
  renderConsole('/settings/suppressions');
  const box = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Search an address or a number' });
  expect(box.placeholder).toBe('A whole address or number');
  await userEvent.type(box, 'ruth');
  expect(await screen.findByText('Type the whole address or number')).toBeTruthy();
  expect(screen.queryByRole('row', { name: 'blacklisted@example.com' })).toBeNull();
  await userEvent.type(box, '@example.com');
  expect(await screen.findByRole('row', { name: 'blacklisted@example.com' })).toBeTruthy();
  const asked = server.to('GET /v1/suppressions').map(({ query }) => query.get('address')).filter((each) => each?.startsWith('email:ruth'));
  expect([...new Set(asked)].at(-1)).toBe('email:ruth@example.com');
  expect(asked).not.toContain('email:ruth');
});

it('is not wrong about a number that its country has longer ones of, and says what else is wrong', async () => {
  const server = serve('viewer', row('blacklisted'));
  const short = { errors: [{ pointer: '?address', code: 'impossible_phone_number', detail: 'No telephone number has this length.' }] };
  server.on('GET /v1/suppressions', ({ query }) =>
    query.get('address') ? problem(400, 'invalid', 'The input has a fault.', short) : problem(500, 'internal', 'The database is away.'),
  );
  renderConsole('/settings/suppressions?address=%2B44207946');
  expect(await screen.findByText('Type the whole address or number')).toBeTruthy();
  expect(screen.queryByText('The input has a fault.')).toBeNull();
  await userEvent.clear(screen.getByRole('searchbox'));
  expect(await screen.findByText('The database is away.')).toBeTruthy();
  expect(screen.queryByText('Type the whole address or number')).toBeNull();
});

it.each(['', '?lifted=true'])('fits into a screen of 1,440 pixels with room for a long address%s', async (search) => {
  serve('viewer', row('blacklisted'));
  renderConsole(`/settings/suppressions${search}`);
  const shown = within(await screen.findByRole('row', { name: 'blacklisted@example.com' }));
  const widths = shown.getAllByRole('gridcell').map((cell) => parseFloat(cell.style.width));
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(1150);
  expect(widths[0]).toBeGreaterThanOrEqual(320);
});

it('an export that is refused says why, and is saved once it is answered', async () => {
  const server = serve('viewer', row('blacklisted'));
  server.on('GET /v1/suppressions/export', () => problem(503, 'overloaded', 'Two exports run already.'));
  const saved: string[] = [];
  URL.createObjectURL = () => 'blob:file';
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  renderConsole('/settings/suppressions?state=blacklisted');
  const ask = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'As CSV, for a provider' }));
  };
  await ask();
  expect(await screen.findByText('Two exports run already.')).toBeTruthy();
  server.on('GET /v1/suppressions/export', () => new Response('type,value', { headers: { 'Content-Type': 'text/csv' } }));
  await ask();
  await waitFor(() => expect(saved).toEqual(['suppressions.csv']));
  expect(screen.queryByText('Two exports run already.')).toBeNull();
  const { query } = server.to('GET /v1/suppressions/export').at(-1) as { query: URLSearchParams };
  expect([query.get('state'), query.get('format')]).toEqual(['blacklisted', 'csv']);
  click.mockRestore();
});

it('a page without items is no end of the list', async () => {
  const server = serve('viewer');
  server.on('GET /v1/suppressions', ({ query }) =>
    json(query.get('cursor') ? { items: [row('blocked')], next_cursor: null } : { items: [], next_cursor: 'next' }),
  );
  renderConsole('/settings/suppressions?state=blocked');
  expect(await screen.findByRole('row', { name: 'blocked@example.com' })).toBeTruthy();
});

it('an import goes on where it stopped, and tells what was refused', async () => {
  const server = serve('editor');
  let calls = 0;
  server.on('POST /v1/suppressions', () =>
    ++calls === 1
      ? problem(503, 'overloaded', 'Come back later.')
      : json({
          results: [
            { result: 'recorded', warnings: [] },
            { result: 'rejected', problem: { type: 'x', title: 'x', status: 400, detail: 'That is no address.', code: 'invalid' } },
          ],
        }),
  );
  renderConsole('/settings/suppressions/import');
  await userEvent.type(await screen.findByLabelText('Addresses'), 'ann@example.com\nbob@localhost');
  await userEvent.click(await screen.findByRole('button', { name: 'Import 2 addresses' }));
  expect(await screen.findByText('Come back later.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('Finished')).toBeTruthy();
  expect(screen.getByText('Line 2: bob@localhost – That is no address.')).toBeTruthy();
  const names = server.to('POST /v1/suppressions').map((call) => call.headers.get('Idempotency-Key'));
  expect(names[0]).toBe(names[1]);
});
