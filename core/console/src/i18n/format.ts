// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useLanguageState } from './store';

export interface Format {
  number: (value: number) => string;
  percent: (share: number) => string;
  /** A day without a time, `1994-05-01`: the same day everywhere. */
  day: (value: string) => string;
  /** A time in the viewer's zone, or in `zone`. */
  date: (value: string, zone?: string) => string;
  dateTime: (value: string, zone?: string) => string;
  /** The time with the short name of its zone, alone or with as much of its date as is asked for. */
  zoned: (value: string, zone: string, date: 'none' | 'day' | 'year') => string;
  /** "3 hours ago". */
  ago: (value: string, now?: number) => string;
  list: (values: readonly string[]) => string;
  /** The name of a language or a region by its code. */
  languageName: (code: string) => string;
  regionName: (code: string) => string;
}

const timeInZone: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' };
const dateInZone: Record<'none' | 'day' | 'year', Intl.DateTimeFormatOptions> = {
  none: {},
  day: { day: 'numeric', month: 'short' },
  year: { day: 'numeric', month: 'short', year: 'numeric' },
};

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function ago(format: Intl.RelativeTimeFormat, value: string, now: number): string {
  const seconds = (Date.parse(value) - now) / 1000;
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return format.format(Math.trunc(seconds / length), unit);
}

function named(language: string, type: 'language' | 'region', code: string): string {
  try {
    return new Intl.DisplayNames(language, { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A zone that a profile holds may be one that this browser does not know. */
function inZone(locale: string, options: Intl.DateTimeFormatOptions, value: string, zone?: string): string {
  const time = Date.parse(value);
  if (Number.isNaN(time)) return value;
  try {
    return new Intl.DateTimeFormat(locale, zone ? { ...options, timeZone: zone } : options).format(time);
  } catch {
    return new Intl.DateTimeFormat(locale, options).format(time);
  }
}

/** Names and lists are words of the language; dates and numbers are written as `locale` does. */
export function formatOf(language: string, locale = language): Format {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    day: (value) => inZone(locale, { dateStyle: 'medium' }, `${value}T00:00:00Z`, 'UTC'),
    date: (value, zone) => inZone(locale, { dateStyle: 'medium' }, value, zone),
    dateTime: (value, zone) => inZone(locale, { dateStyle: 'medium', timeStyle: 'short' }, value, zone),
    zoned: (value, zone, date) => inZone(locale, { ...timeInZone, ...dateInZone[date] }, value, zone),
    ago: (value, now = Date.now()) => ago(relative, value, now),
    list: (values) => list.format(values),
    languageName: (code) => named(language, 'language', code),
    regionName: (code) => named(language, 'region', code),
  };
}

export function useFormat(): Format {
  const { language, locale } = useLanguageState();
  return useMemo(() => formatOf(language, locale), [language, locale]);
}
