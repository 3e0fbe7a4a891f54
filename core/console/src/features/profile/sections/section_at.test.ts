// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { sectionAt, type Box } from './section_at';

/** Two columns and what stands below both, scrolled down by some. */
function boxes(scrolled: number): Box[] {
  const box = (id: string, top: number, height: number) => ({ id, top: top - scrolled, bottom: top + height - scrolled });
  return [box('identifiers', 200, 400), box('fields', 616, 1200), box('tags', 200, 100), box('identity', 1832, 300), box('changes', 2148, 500)];
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
