// SPDX-License-Identifier: Apache-2.0
import { startOf, startsBetween, unitFor, type Unit } from './days';

/** One part of every bar. Its texture tells it from the others where colours do not. */
export interface Series {
  key: string;
  label: string;
  /** A variable of `tokens.css`. */
  colour: string;
  /** 0 to 5. */
  texture: number;
}

/** So many of a series on a day. */
export interface DayCount {
  day: string;
  key: string;
  count: number;
}

export interface Bar {
  start: string;
  /** In the order of the series. */
  counts: number[];
  total: number;
}

export interface Stack {
  unit: Unit;
  bars: Bar[];
  /** Of each series, and of all. */
  totals: number[];
  total: number;
  most: number;
}

/** Puts the days together into as many bars as can be told apart. Days outside of the period count nowhere. */
export function stackOf(counts: readonly DayCount[], series: readonly Series[], from: string, to: string): Stack {
  const unit = unitFor(from, to);
  const bars = startsBetween(from, to, unit).map((start) => ({ start, counts: series.map(() => 0), total: 0 }));
  const barOf = new Map(bars.map((bar) => [bar.start, bar]));
  const placeOf = new Map(series.map(({ key }, place) => [key, place]));
  const totals = series.map(() => 0);
  for (const { day, key, count } of counts) {
    const bar = barOf.get(startOf(day, unit));
    const place = placeOf.get(key);
    if (!bar || place === undefined || day < from || day > to) continue;
    bar.counts[place] = (bar.counts[place] ?? 0) + count;
    bar.total += count;
    totals[place] = (totals[place] ?? 0) + count;
  }
  return {
    unit,
    bars,
    totals,
    total: totals.reduce((sum, each) => sum + each, 0),
    most: Math.max(0, ...bars.map((bar) => bar.total)),
  };
}

/** Where a label stands, in pixels from the left: below its bar, but at an edge rather than over it. */
export function anchorOf(middle: number, label: number, width: number): { x: number; textAnchor: 'start' | 'middle' | 'end' } {
  if (middle + label / 2 > width) return { x: width, textAnchor: 'end' };
  if (middle - label / 2 < 0) return { x: 0, textAnchor: 'start' };
  return { x: middle, textAnchor: 'middle' };
}

/** From 0 to at least `most`, in few round steps of whole numbers. */
export function ticksOf(most: number): number[] {
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power);
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push((ticks.at(-1) ?? 0) + step);
  if (ticks.length === 1) ticks.push(step);
  return ticks;
}
