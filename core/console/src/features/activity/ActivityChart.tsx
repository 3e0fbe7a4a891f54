// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { activityParts, useActivitySeries, type ActivityDay } from '../../ui/chart/activity_series';
import { TimeChart } from '../../ui/chart/TimeChart';
import { Choices } from '../../ui/Choices';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { useActivityDays } from './activity';
import classes from './activity.module.css';
import { daysOf, type ActivitySearch } from './search';
import { useText } from './text';

interface ActivityChartProps {
  profileRef: string;
  search: ActivitySearch;
  channels: readonly string[];
  onSearch: (part: Partial<ActivitySearch>) => void;
}

const none: ActivityDay[] = [];

export function ActivityChart({ profileRef, search, channels, onSearch }: ActivityChartProps) {
  const t = useText();
  const part = search.by ?? 'channel';
  const { data, error, isPending, refetch } = useActivityDays(profileRef, search);
  const days = data?.items ?? none;
  const { series, counts } = useActivitySeries(days, part, channels);
  return (
    <>
      <div className={classes.head}>
        <Title order={2}>{t('chart')}</Title>
        <Choices
          label={t('chart.by')}
          value={part}
          choices={activityParts.map((each) => ({ value: each, label: t(`chart.by.${each}`) }))}
          onChange={(by) => onSearch({ by: by === 'channel' ? undefined : by })}
        />
      </div>
      {isPending && <LoadingState />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <TimeChart title={t('chart')} counts={counts} series={series} {...daysOf(data.query, days)} empty={t('chart.empty')} />
          {data.at_least && <p className={classes.faint}>{t('chart.atLeast')}</p>}
        </>
      )}
    </>
  );
}
