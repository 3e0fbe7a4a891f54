// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useLanguageState } from '../../i18n/store';
import { useFormat } from '../../i18n/format';
import { useText } from '../text';
import type { Unit } from './days';

export interface Labels {
  /** Below the bars. */
  short: (start: string) => string;
  /** For those who look at one bar. */
  full: (start: string) => string;
  /** On the axis of numbers: 12K. */
  axis: (value: number) => string;
}

const parts: Record<Unit, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
};

export function useLabels(unit: Unit): Labels {
  const t = useText();
  const format = useFormat();
  const { locale } = useLanguageState();
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(locale, { ...parts[unit], timeZone: 'UTC' });
    const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    const axis = new Intl.NumberFormat(locale, { notation: 'compact' });
    const timeOf = (start: string) => Date.parse(`${start}T00:00:00Z`);
    return {
      short: (start) => short.format(timeOf(start)),
      full: (start) => {
        if (unit === 'month') return month.format(timeOf(start));
        return unit === 'week' ? t('chart.week', { day: format.day(start) }) : format.day(start);
      },
      axis: (value) => axis.format(value),
    };
  }, [t, format, locale, unit]);
}
