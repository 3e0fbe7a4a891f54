// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { sectionAt, type Box } from './section_at';

/** Two columns and what stands below both, scrolled down by some. */
function boxes(scrolled: number): Box[] {
  return laidOut(scrolled, [['identifiers', 0, 200, 400], ['fields', 0, 616, 1200], ['tags', 1, 200, 100], ['identity', 2, 1832, 300], ['changes', 2, 2148, 500]]);
}

function laidOut(scrolled: number, sections: [id: string, column: number, top: number, height: number][]): Box[] {
  return sections.map(([id, column, top, height]) => ({ id, column, top: top - scrolled, bottom: top + height - scrolled }));
}

describe('the section that is read', () => {
  it.each([
    ['at the begin', 0, 'identifiers'],
    ['with more than one beside each other', 150, 'identifiers'],
    ['in a long one', 900, 'fields'],
    ['between two', 1820 - 300, 'fields'],
    ['far down', 1900, 'changes'],
  ])('is the one a third down the window: %s', (_, scrolled, expected) => {
    expect(sectionAt(boxes(scrolled), 900, undefined)).toBe(expected);
  });

  it('is in a gap the one above it, whatever stands beside that', () => {
    const beside = (line: number) =>
      sectionAt(laidOut(line - 300, [['identifiers', 0, 200, 400], ['fields', 0, 616, 300], ['tags', 1, 200, 900], ['segments', 1, 1116, 200], ['identity', 2, 1332, 300]]), 900, undefined);
    expect(beside(599)).toBe('identifiers');
    expect(beside(608)).toBe('identifiers');
    expect(beside(616)).toBe('fields');
    // Where the first column ends, the other goes on.
    expect(beside(950)).toBe('tags');
    expect(beside(1108)).toBe('tags');
    expect(beside(1320)).toBe('segments');
    expect(beside(1332)).toBe('identity');
  });

  it('is between the columns and what stands below them the one that ends last', () => {
    const boxesAt = (line: number) => laidOut(line - 300, [['fields', 0, 200, 1000], ['tags', 1, 200, 100], ['segments', 1, 316, 200], ['identity', 2, 1216, 300]]);
    expect(sectionAt(boxesAt(1208), 900, undefined)).toBe('fields');
  });

  it('is the one that was jumped to while it is seen, and no longer', () => {
    expect(sectionAt(boxes(100), 900, 'tags')).toBe('tags');
    expect(sectionAt(boxes(250), 900, 'tags')).toBe('identifiers');
    // The last one does not reach the top.
    expect(sectionAt(boxes(1748), 900, 'changes')).toBe('changes');
    expect(sectionAt(boxes(0), 900, 'changes')).toBe('identifiers');
  });

  it('is none of which nobody knows', () => {
    expect(sectionAt([], 900, 'tags')).toBeUndefined();
    expect(sectionAt(boxes(0), 900, 'elsewhere')).toBe('identifiers');
  });
});
