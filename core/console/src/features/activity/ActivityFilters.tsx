// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useOpenText } from '../../i18n/text';
import { inChannelOrder, useChannelName } from '../../ui/channel';
import { Choices } from '../../ui/Choices';
import { Icon } from '../../ui/Icon';
import { statusRanks } from '../../ui/status';
import classes from './activity.module.css';
import { kindNames, periods, type ActivitySearch } from './search';
import { useText } from './text';

interface ActivityFiltersProps {
  search: ActivitySearch;
  /** That the person has activities of. */
  channels: readonly string[];
  statuses: ReadonlySet<string>;
  onSearch: (part: Partial<ActivitySearch>) => void;
  /** If there is a filter. */
  onClear: (() => void) | undefined;
}

type Part = Pick<ActivityFiltersProps, 'search' | 'onSearch'>;

function PeriodFilter({ search, onSearch }: Part) {
  const t = useText();
  const hasDays = search.from !== undefined || search.to !== undefined;
  const [wantsDays, setWantsDays] = useState(hasDays);
  const isOwn = hasDays || (wantsDays && search.period === undefined);
  const choose = (value: string) => {
    setWantsDays(value === 'own');
    if (value === 'own') onSearch({ period: undefined });
    else onSearch({ period: periods.find((each) => each === value), from: undefined, to: undefined });
  };
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      label={t(`filter.${name}`)}
      value={search[name] ?? ''}
      max={name === 'from' ? search.to : undefined}
      min={name === 'to' ? search.from : undefined}
      onChange={(event) => onSearch({ [name]: event.currentTarget.value || undefined })}
    />
  );
  return (
    <>
      <NativeSelect
        label={t('filter.period')}
        value={isOwn ? 'own' : (search.period ?? '')}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: t('period.all') },
          ...periods.map((each) => ({ value: each, label: t(`period.${each}`) })),
          { value: 'own', label: t('period.own') },
        ]}
      />
      {isOwn && day('from')}
      {isOwn && day('to')}
    </>
  );
}

/** Every change is asked for at once, and stands in the address bar. */
export function ActivityFilters({ search, channels, statuses, onSearch, onClear }: ActivityFiltersProps) {
  const t = useText();
  const open = useOpenText('ui');
  const channelName = useChannelName();
  const hasStatus = search.kind === undefined || search.kind === 'campaigns';
  const offered = inChannelOrder([...channels, ...(search.channel ? [search.channel] : [])]);
  const any = { value: '', label: t('filter.any') };
  return (
    <div className={classes.filters} role="search" aria-label={t('filters')}>
      <Choices
        label={t('filter.kind')}
        value={search.kind ?? 'all'}
        choices={(['all', ...kindNames] as const).map((each) => ({ value: each, label: t(`kind.${each}`) }))}
        onChange={(kind) =>
          onSearch({
            kind: kind === 'all' ? undefined : kind,
            ...((kind === 'events' || kind === 'orders') && { status: undefined }),
          })
        }
      />
      <NativeSelect
        label={t('filter.channel')}
        value={search.channel ?? ''}
        onChange={(event) => onSearch({ channel: event.currentTarget.value || undefined })}
        data={[any, ...offered.map((each) => ({ value: each, label: channelName(each) }))]}
      />
      {hasStatus && (
        <NativeSelect
          label={t('filter.status')}
          value={search.status ?? ''}
          onChange={(event) => onSearch({ status: statusRanks.find((each) => each === event.currentTarget.value) })}
          data={[
            any,
            ...statusRanks
              .filter((each) => statuses.has(each) || each === search.status)
              .map((each) => ({ value: each, label: open(`status.${each}`) ?? each })),
          ]}
        />
      )}
      <PeriodFilter search={search} onSearch={onSearch} />
      {onClear && (
        <Button variant="subtle" leftSection={<Icon name="x" />} onClick={onClear}>
          {t('filters.clear')}
        </Button>
      )}
    </div>
  );
}
