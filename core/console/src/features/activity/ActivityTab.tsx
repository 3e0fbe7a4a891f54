// SPDX-License-Identifier: Apache-2.0
import { Card } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { useActivities } from './activity';
import classes from './activity.module.css';
import { ActivityChart } from './ActivityChart';
import { ActivityFilters } from './ActivityFilters';
import { ActivityList } from './ActivityList';
import { useLive } from './live';
import { filterNames, type ActivitySearch } from './search';
import { useText } from './text';

interface ActivityTabProps {
  /** An id, or `type:value`. */
  profileRef: string;
  search: ActivitySearch;
  onSearch: (part: Partial<ActivitySearch>) => void;
}

const noFilters = Object.fromEntries(filterNames.map((name) => [name, undefined]));

function LiveMark({ isLive }: { isLive: boolean }) {
  const t = useText();
  return (
    <span role="status">
      {isLive ? (
        <ToneBadge tone="good" icon="bolt">
          {t('live')}
        </ToneBadge>
      ) : (
        <ToneBadge tone="warn" icon="refresh">
          {t('live.not')}
        </ToneBadge>
      )}
    </span>
  );
}

/** The contact activity of a person: how much, when, of what, and every one of them, as they come. */
export function ActivityTab({ profileRef, search, onSearch }: ActivityTabProps) {
  const t = useText();
  const pulse = useLive(profileRef);
  const list = useActivities(profileRef, search);
  const isFiltered = filterNames.some((name) => search[name] !== undefined);
  const filterKey = filterNames.map((name) => search[name]).join('\n');
  const { summary } = list;
  return (
    <div className={classes.tab}>
      <div className={classes.head}>
        <p className={classes.total} role="status">
          {summary && t(summary.at_least ? 'total.atLeast' : 'total', { count: summary.total })}
        </p>
        <LiveMark isLive={!pulse.isError} />
      </div>
      <ActivityFilters
        search={search}
        channels={pulse.channels}
        statuses={pulse.statuses}
        onSearch={onSearch}
        onClear={isFiltered ? () => onSearch(noFilters) : undefined}
      />
      <Card>
        <ActivityChart profileRef={profileRef} search={search} channels={pulse.channels} onSearch={onSearch} />
      </Card>
      <ActivityList key={filterKey} list={list} onClear={isFiltered ? () => onSearch(noFilters) : undefined} />
    </div>
  );
}
