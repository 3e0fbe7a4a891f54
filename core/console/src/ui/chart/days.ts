// SPDX-License-Identifier: Apache-2.0

/** Days are those of UTC, written `2026-11-20`, as the API counts them. */
export type Unit = 'day' | 'week' | 'month';

const dayMs = 86_400_000;
/** A chart of more bars than that is no picture any more. */
const mostDays = 62;
const mostWeeks = 62;

export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

export function dayOf(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

export function today(now = Date.now()): string {
  return dayOf(Math.floor(now / dayMs));
}

/** `count` days up to and with `last`. */
export function daysBefore(last: string, count: number): string {
  return dayOf(dayNumber(last) - count + 1);
}

export function unitFor(from: string, to: string): Unit {
  const days = dayNumber(to) - dayNumber(from) + 1;
  if (days <= mostDays) return 'day';
  return days <= mostWeeks * 7 ? 'week' : 'month';
}

/** The first day of the week (from Monday on) or the month in which a day is. */
export function startOf(day: string, unit: Unit): string {
  if (unit === 'day') return day;
  if (unit === 'month') return `${day.slice(0, 7)}-01`;
  const number = dayNumber(day);
  // Day 0 was a Thursday.
  return dayOf(number - ((number + 3) % 7));
}

function after(start: string, unit: Unit): string {
  if (unit !== 'month') return dayOf(dayNumber(start) + (unit === 'day' ? 1 : 7));
  const [year = 0, month = 1] = start.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The starts of all units that touch the days, the first and the last too. */
export function startsBetween(from: string, to: string, unit: Unit): string[] {
  const starts: string[] = [];
  for (let start = startOf(from, unit); start <= to; start = after(start, unit)) starts.push(start);
  return starts;
}
