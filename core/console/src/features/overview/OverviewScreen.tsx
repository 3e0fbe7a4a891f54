// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Choices } from '../../ui/Choices';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { ActivityPanel } from './ActivityPanel';
import { ConflictsPanel } from './ConflictsPanel';
import { EndpointStates } from './EndpointStates';
import { Figures } from './Figures';
import { GrowthPanel } from './GrowthPanel';
import { useOverview } from './overview';
import classes from './overview.module.css';
import { PipelinePanel } from './PipelinePanel';
import { periods, usualPeriod, type OverviewSearch } from './search';
import { Sources } from './Sources';
import { useText } from './text';

export function OverviewScreen() {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/overview' });
  const period = search.days ?? usualPeriod;
  const { data, error, refetch } = useOverview(period);
  const change = (part: Partial<OverviewSearch>) =>
    void navigate({ to: '/overview', search: (before: OverviewSearch) => ({ ...before, ...part }), replace: true });
  const choice = (
    <Choices
      label={t('period')}
      value={period}
      choices={periods.map((each) => ({ value: each, label: t(`period.${each}`) }))}
      onChange={(days) => change({ days: days === usualPeriod ? undefined : days })}
    />
  );
  return (
    <Page title={t('title')} actions={choice}>
      {!data && !error && <LoadingState />}
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          {error && <p role="status" className={classes.stale}>{t('stale')}</p>}
          <Figures overview={data.overview} />
          <div className={classes.panels}>
            <GrowthPanel
              profiles={data.overview.profiles}
              days={data.days}
              part={search.growth ?? 'known'}
              onPart={(growth) => change({ growth: growth === 'known' ? undefined : growth })}
            />
            <ActivityPanel
              activity={data.overview.activity.days}
              days={data.days}
              part={search.by ?? 'channel'}
              onPart={(by) => change({ by: by === 'channel' ? undefined : by })}
            />
            <Sources sources={data.overview.profiles.by_source} />
            <EndpointStates states={data.overview.endpoint_states} />
            <ConflictsPanel conflicts={data.overview.refused_merges} days={data.days} />
            <PipelinePanel pipeline={data.overview.pipeline} />
          </div>
        </>
      )}
    </Page>
  );
}
