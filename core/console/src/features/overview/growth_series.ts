// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { DayCount, Series } from '../../ui/chart/stack';
import { lookOfPlace } from '../../ui/chart/Textures';
import { useSourceType } from '../../ui/source';
import type { Overview } from './overview';
import type { GrowthPart } from './search';
import { useText } from './text';

/** A kind of source has its colour by its place here, so that no period changes it; one that is unknown comes behind. */
const sourceOrder = ['api', 'import', 'form', 'order', 'console', 'plugin', 'tracking'];

/** New profiles by day as a chart wants them. */
export function useGrowthSeries(profiles: Overview['profiles'], part: GrowthPart): { series: Series[]; counts: DayCount[] } {
  const t = useText();
  const typeName = useSourceType();
  const { days, source_days: sourceDays } = profiles;
  return useMemo(() => {
    if (part === 'source') {
      const present = new Set(sourceDays.map(({ type }) => type));
      const types = [...new Set([...sourceOrder, ...present])];
      const series = types.map((key, place) => ({
        key,
        label: typeName(key),
        ...lookOfPlace(place),
      }));
      return {
        series: series.filter(({ key }) => present.has(key)),
        counts: sourceDays.map(({ day, type, created }) => ({ day, key: type, count: created })),
      };
    }
    return {
      series: [
        { key: 'known', label: t('known'), colour: 'var(--kith-series-1)', texture: 0 },
        { key: 'anonymous', label: t('anonymous'), colour: 'var(--kith-neutral-text)', texture: 1 },
      ],
      counts: days.flatMap(({ day, created_known, created_anonymous }) => [
        { day, key: 'known', count: created_known },
        { day, key: 'anonymous', count: created_anonymous },
      ]),
    };
  }, [part, days, sourceDays, t, typeName]);
}
