// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ids, seen, servePair, summary, time } from '../../testing/pair';
import { renderConsole } from '../../testing/render';
import { json } from '../../testing/server';

const listed = (type: string, given: string, channel: string | null) => ({
  type, value: given, given, role: 'identifying', endpoint: channel && { channel, state: 'active', reason: null },
});
const manon = (id: string, ...identifiers: object[]) => ({ ...summary(id, 'Manon Girard'), identifiers });
const first = manon(ids[0], listed('external_id', 'c-1', null), listed('email', 'manon@xn--80a1acn3a.example', 'email'), listed('telegram', '412000001', 'telegram'));
const second = manon(ids[1], listed('phone', '+380501100042', 'sms'));
const row = (name: string) => screen.findByRole('row', { name });
const sidesOf = (found: HTMLElement) => within(found).getAllByRole('link').map((each) => each.parentElement?.textContent);

describe('two of one name', () => {
  it('are told apart by where each is reached, in the list of duplicates', async () => {
    const pair = { profiles: [first, second], score: 95, reasons: [], dismissed: null };
    servePair('viewer').on('GET /v1/duplicates', () => json({ items: [pair], next_cursor: null }));
    renderConsole('/conflicts?list=duplicates');
    const found = await row('Manon Girard and Manon Girard');
    expect(sidesOf(found)).toEqual(['Manon Girardmanon@пошта.example', 'Manon Girard+380501100042']);
    // What is cut is read whole.
    expect(within(found).getByTitle('manon@пошта.example').getAttribute('dir')).toBe('ltr');
  });

  it('are in the list of merges, of whom is somebody still', async () => {
    const choices = [{ key: 'first_name', value: 'Manon Girard', from: ids[0], instead_of: 'Manon Girard', instead_of_from: ids[1], why: 'newer' }];
    const merge = { id: 'M000000000001', at: time, survivor: ids[0], absorbed: ids[1], rule: 'hand', reason: null, joined_a: null, joined_b: null, choices, undone: null, observation: seen };
    servePair('viewer')
      .on('GET /v1/merges', () => json({ items: [merge], next_cursor: null }))
      .on('GET /v1/profiles', () => json({ items: [first], next_cursor: null }));
    renderConsole('/conflicts?list=merges');
    expect(sidesOf(await row('Manon Girard'))).toEqual(['Manon Girardmanon@пошта.example', 'Manon Girard']);
  });
});

it('who has no name but an address is said once, and what no channel reaches is no address', async () => {
  const nameless = { ...summary(ids[0], ''), identifiers: [listed('email', 'manon@example.com', 'email')] };
  const pair = { profiles: [nameless, manon(ids[1], listed('cookie', 'c-2', null))], score: 95, reasons: [], dismissed: null };
  servePair('viewer').on('GET /v1/duplicates', () => json({ items: [pair], next_cursor: null }));
  renderConsole('/conflicts?list=duplicates');
  expect(sidesOf(await row('manon@example.com and Manon Girard'))).toEqual(['manon@example.com', 'Manon Girard']);
});
