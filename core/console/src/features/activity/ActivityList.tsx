// SPDX-License-Identifier: Apache-2.0
import { Button, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { LoadingState } from '../../ui/LoadingState';
import { usePlace } from '../../ui/visible';
import type { useActivities } from './activity';
import classes from './activity.module.css';
import { ActivityItem } from './ActivityItem';
import { useHeld } from './live';
import { useText } from './text';

interface ActivityListProps {
  list: ReturnType<typeof useActivities>;
  /** If there is a filter. */
  onClear: (() => void) | undefined;
}

function Nothing({ onClear }: Pick<ActivityListProps, 'onClear'>) {
  const t = useText();
  if (!onClear) return <EmptyState icon="clock" title={t('empty.title')}>{t('empty.explain')}</EmptyState>;
  return (
    <EmptyState icon="search" title={t('none.title')} action={<Button onClick={onClear}>{t('filters.clear')}</Button>}>
      {t('none.explain')}
    </EmptyState>
  );
}

function More({ list }: Pick<ActivityListProps, 'list'>) {
  const t = useText();
  const { hasNextPage, isFetchNextPageError, isFetching, fetchNextPage } = list;
  const [end, place] = usePlace<HTMLDivElement>('after', '600px');
  useEffect(() => {
    if (place === 'seen' && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [place, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  if (isFetchNextPageError) return <ErrorState error={list.error} onRetry={() => void fetchNextPage()} />;
  if (!hasNextPage) return null;
  return (
    <div ref={end} className={classes.more}>
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('more')}
      </Button>
    </div>
  );
}

/** Newest first. What comes shows itself at the top, but not to somebody who reads further down: they are told. */
export function ActivityList({ list, onClear }: ActivityListProps) {
  const t = useText();
  const begin = useRef<HTMLDivElement>(null);
  const [top, place] = usePlace<HTMLDivElement>('after');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { shown, held, fresh, show } = useHeld(list.rows, place === 'before' || opened.size > 0);
  const toggle = (id: string) =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <section ref={begin} className={classes.list} aria-label={t('list')} aria-busy={list.isFetching}>
      <Title order={2}>{t('list')}</Title>
      <div ref={top} />
      <div className={classes.news} role="status">
        {held > 0 && (
          <Button
            size="compact-md"
            leftSection={<Icon name="arrowUp" />}
            onClick={() => {
              show();
              begin.current?.scrollIntoView({ block: 'start' });
            }}
          >
            {t('news', { count: held })}
          </Button>
        )}
      </div>
      {list.isPending && <LoadingState />}
      {list.isError && list.rows.length === 0 && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <Nothing onClear={onClear} />}
      {shown.length > 0 && (
        <ol className={classes.items}>
          {shown.map((activity, index) => (
            <ActivityItem
              key={activity.id}
              activity={activity}
              isFresh={index < fresh}
              isOpen={opened.has(activity.id)}
              onToggle={toggle}
            />
          ))}
        </ol>
      )}
      <More list={list} />
    </section>
  );
}
