// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../../api/types';

type Identity = Schema<'Identity'>;
type Listing = Schema<'Listing'>;

export interface Node {
  key: string;
  listing: Listing;
  /** Which of the profiles that became one it stands under, counted from 0. */
  home: number;
  x: number;
  y: number;
}

export interface Edge {
  a: Node;
  b: Node;
  /** In how many observations they were seen together. */
  count: number;
  isClaimed: boolean;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
  homes: string[];
  /** How many identifiers there was no room for. */
  hidden: number;
  width: number;
  height: number;
}

/** More can't be told apart in a picture; the list has all. */
export const mostNodes = 24;
const size = { width: 720, rowHeight: 44, least: 260 };

/** Those that identify people come first, moving ones last. */
const ranks: Record<string, number> = { external_id: 0, email: 1, phone: 2, telegram: 3 };

/** So many letters of a value have room below its place: the more places there are, the nearer is the next one. */
export function lettersBeside(nodes: number): number {
  return Math.max(8, Math.min(22, Math.floor(49 * Math.sin(Math.PI / Math.max(nodes, 2)))));
}

export const keyOf = (identifier: { type: string; value: string }) => `${identifier.type}:${identifier.value}`;

function byRank(a: Listing, b: Listing): number {
  return (ranks[a.type] ?? 9) - (ranks[b.type] ?? 9) || a.first_seen.localeCompare(b.first_seen) || keyOf(a).localeCompare(keyOf(b));
}

function edgesOf(links: Identity['links'], nodes: ReadonlyMap<string, Node>): Edge[] {
  const edges = new Map<string, Edge>();
  for (const link of links) {
    const a = nodes.get(keyOf(link.a));
    const b = nodes.get(keyOf(link.b));
    if (!a || !b || a === b) continue;
    const key = [a.key, b.key].sort().join('\n');
    const edge = edges.get(key) ?? { a, b, count: 0, isClaimed: true };
    edge.count += 1;
    edge.isClaimed = edge.isClaimed && link.evidence === 'claimed';
    edges.set(key, edge);
  }
  return [...edges.values()];
}

/**
 * Identifiers on an ellipse, those of one home beside each other, so that lines between homes cross the middle. The
 * same person is always drawn alike.
 */
export function layOut(identity: Pick<Identity, 'identifiers' | 'links'>): Graph {
  const shown = [...identity.identifiers].sort(byRank).slice(0, mostNodes);
  const homes = [...new Set(shown.map((each) => each.home))];
  const ordered = homes.flatMap((home) => shown.filter((each) => each.home === home));
  const height = Math.max(size.least, ordered.length * size.rowHeight * 0.6 + 80);
  const [middleX, middleY] = [size.width / 2, height / 2];
  const [radiusX, radiusY] = [size.width / 2 - 150, height / 2 - 40];
  const nodes = ordered.map((listing, index): Node => {
    const angle = (2 * Math.PI * index) / ordered.length - Math.PI / 2;
    return {
      key: keyOf(listing),
      listing,
      home: homes.indexOf(listing.home),
      x: Math.round(middleX + (ordered.length > 1 ? radiusX * Math.cos(angle) : 0)),
      y: Math.round(middleY + (ordered.length > 1 ? radiusY * Math.sin(angle) : 0)),
    };
  });
  const edges = edgesOf(identity.links, new Map(nodes.map((each) => [each.key, each])));
  return { nodes, edges, homes, hidden: identity.identifiers.length - shown.length, width: size.width, height };
}
