// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Schema } from '../../../api/types';
import { layOut, lettersBeside, mostNodes } from './graph';

function listing(type: string, value: string, home = 'H1'): Schema<'Listing'> {
  const at = '2026-11-01T10:00:00.000Z';
  return { type, value, given: value, role: 'identifying', home, first_seen: at, last_seen: at, claimed_at: null };
}

function link(a: [string, string], b: [string, string], evidence: 'attested' | 'claimed' = 'attested'): Schema<'Link'> {
  const identifier = ([type, value]: [string, string]) => ({ type, value });
  return { a: identifier(a), b: identifier(b), at: '2026-11-01T10:00:00.000Z', evidence, observation: null };
}

it('draws nothing of nobody, and one alone in the middle', () => {
  expect(layOut({ identifiers: [], links: [] })).toMatchObject({ nodes: [], edges: [], hidden: 0 });
  const { nodes, width, height } = layOut({ identifiers: [listing('email', 'a')], links: [] });
  expect(nodes.map(({ x, y }) => [x, y])).toEqual([[width / 2, height / 2]]);
});

it('leaves out links of what it does not show, and of one with itself', () => {
  const { edges } = layOut({
    identifiers: [listing('email', 'a')],
    links: [link(['email', 'a'], ['email', 'gone']), link(['email', 'a'], ['email', 'a'])],
  });
  expect(edges).toEqual([]);
});

it('draws one line for a pair, dashed only if all that joins it was claimed', () => {
  const identifiers = [listing('email', 'a'), listing('phone', 'b'), listing('cookie', 'c')];
  const links = [
    link(['email', 'a'], ['phone', 'b'], 'claimed'),
    link(['phone', 'b'], ['email', 'a']),
    link(['phone', 'b'], ['cookie', 'c'], 'claimed'),
  ];
  const { edges } = layOut({ identifiers, links });
  expect(edges.map(({ count, isClaimed }) => [count, isClaimed])).toEqual([[2, false], [1, true]]);
});

it('says how many there was no room for, and keeps those that identify', () => {
  const cookies = Array.from({ length: mostNodes + 5 }, (_, index) => listing('cookie', `c${index}`));
  const { nodes, hidden } = layOut({ identifiers: [...cookies, listing('external_id', '42')], links: [] });
  expect(hidden).toBe(6);
  expect(nodes[0]?.key).toBe('external_id:42');
});

it('keeps the nodes of one home together and inside the picture', () => {
  const identifiers = ['H1', 'H2', 'H1', 'H2'].map((home, index) => listing('email', `e${index}`, home));
  const { nodes, homes, width, height } = layOut({ identifiers, links: [] });
  expect(homes).toEqual(['H1', 'H2']);
  expect(nodes.map(({ home }) => home)).toEqual([0, 0, 1, 1]);
  expect(nodes.every(({ x, y }) => x > 0 && y > 0 && x < width && y < height)).toBe(true);
});

it.each([
  [1, 22],
  [2, 22],
  [6, 22],
  [9, 16],
  [24, 8],
])('among %i places writes %i letters', (nodes, letters) => expect(lettersBeside(nodes)).toBe(letters));
