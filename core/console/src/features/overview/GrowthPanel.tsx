// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Series } from '../../ui/chart/stack';
import { TimeChart } from '../../ui/chart/TimeChart';
import { Card } from '../../ui/Page';
import type { Days, Overview } from './overview';
import { useText } from './text';

export function GrowthPanel({ profiles, days }: { profiles: Overview['profiles']; days: Days }) {
  const t = useText();
  const series = useMemo<Series[]>(
    () => [
      { key: 'known', label: t('known'), colour: 'var(--kith-series-1)', texture: 0 },
      { key: 'anonymous', label: t('anonymous'), colour: 'var(--kith-neutral-text)', texture: 1 },
    ],
    [t],
  );
  const counts = useMemo(
    () =>
      profiles.days.flatMap(({ day, created_known, created_anonymous }) => [
        { day, key: 'known', count: created_known },
        { day, key: 'anonymous', count: created_anonymous },
      ]),
    [profiles.days],
  );
  return (
    <Card title={t('growth')}>
      <TimeChart title={t('growth')} counts={counts} series={series} {...days} empty={t('growth.empty')} />
    </Card>
  );
}
