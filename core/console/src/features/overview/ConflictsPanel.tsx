// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Series } from '../../ui/chart/stack';
import { TimeChart } from '../../ui/chart/TimeChart';
import { Card } from '../../ui/Page';
import type { Days, Overview } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

export function ConflictsPanel({ conflicts, days }: { conflicts: Overview['refused_merges']; days: Days }) {
  const t = useText();
  const series = useMemo<Series[]>(
    () => [{ key: 'refused', label: t('conflicts.refused'), colour: 'var(--kith-warn-text)', texture: 0 }],
    [t],
  );
  const counts = useMemo(() => conflicts.days.map((each) => ({ ...each, key: 'refused' })), [conflicts.days]);
  const waiting = t(conflicts.at_least ? 'conflicts.open.atLeast' : 'conflicts.open', { count: conflicts.open });
  return (
    <Card title={t('conflicts')}>
      <p className={classes.lead}>{conflicts.open > 0 ? <Link to="/conflicts">{waiting}</Link> : waiting}</p>
      <TimeChart title={t('conflicts')} counts={counts} series={series} {...days} empty={t('conflicts.empty')} />
    </Card>
  );
}
