// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { startOf, startsBetween, unitFor } from './days';
import { anchorOf, stackOf, ticksOf, type Series } from './stack';

const series: Series[] = [
  { key: 'a', label: 'A', colour: 'red', texture: 0 },
  { key: 'b', label: 'B', colour: 'blue', texture: 1 },
];

describe('the bars of a chart', () => {
  it('count nothing that is of no series, or of no day that is shown', () => {
    const counts = [
      { day: '2026-11-01', key: 'z', count: 7 },
      { day: '2026-10-31', key: 'a', count: 7 },
      { day: '2026-11-04', key: 'a', count: 7 },
      { day: 'never', key: 'a', count: 7 },
    ];
    expect(stackOf(counts, series, '2026-11-01', '2026-11-03').total).toBe(0);
  });

  it('stand for days on which nothing was, too', () => {
    const stack = stackOf([{ day: '2026-11-02', key: 'b', count: 3 }], series, '2026-11-01', '2026-11-03');
    expect(stack.bars.map((bar) => bar.counts)).toEqual([[0, 0], [0, 3], [0, 0]]);
    expect([stack.totals, stack.most, stack.unit]).toEqual([[0, 3], 3, 'day']);
  });

  it('take weeks together from Monday on, and months, where days would be too many', () => {
    expect(unitFor('2026-01-01', '2026-06-30')).toBe('week');
    expect(unitFor('2020-01-01', '2026-06-30')).toBe('month');
    expect(startOf('2026-11-29', 'week')).toBe('2026-11-23');
    expect(startOf('2026-11-23', 'week')).toBe('2026-11-23');
    expect(startsBetween('2025-11-30', '2026-02-01', 'month')).toEqual(['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01']);
  });

  it('count the part of a week that the period begins in', () => {
    const counts = [
      { day: '2025-12-31', key: 'a', count: 1 },
      { day: '2026-01-01', key: 'a', count: 2 },
    ];
    expect(stackOf(counts, series, '2026-01-01', '2026-06-30').bars[0]).toEqual({ start: '2025-12-29', counts: [2, 0], total: 2 });
  });
});

it.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [17, [0, 5, 10, 15, 20]],
  [1000, [0, 500, 1000]],
])('the axis of %d has whole and round steps', (most, ticks) => {
  expect(ticksOf(most)).toEqual(ticks);
});

it.each([
  ['the last of left-to-right', 709, { x: 720, textAnchor: 'end' }],
  ['the last of right-to-left', 11, { x: 0, textAnchor: 'start' }],
  ['any other', 300, { x: 300, textAnchor: 'middle' }],
  ['one that just fits', 700, { x: 700, textAnchor: 'middle' }],
])('a label is never cut at an edge: %s', (_, middle, anchor) => {
  expect(anchorOf(middle, 40, 720)).toEqual(anchor);
});
