// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import type { Schema } from '../../api/types';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import { ForRight } from '../settings/ForRight';
import classes from '../settings/settings.module.css';
import { useText } from './text';

type User = Schema<'User'>;
const idOf = (user: User) => user.id;

function useColumns(): Column<User>[] {
  const t = useText();
  const own = useSession().user.id;
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 220,
        grows: true,
        narrow: { line: 1, width: 210 },
        cell: (user) => (
          <span className={classes.named}>
            <Link to="/settings/people/$id" params={{ id: user.id }} className={classes.link} tabIndex={-1}>
              <bdi title={user.name}>{user.name}</bdi>
            </Link>
            {user.id === own && (
              <ToneBadge tone="info" icon="person">
                {t('you')}
              </ToneBadge>
            )}
          </span>
        ),
      },
      { id: 'email', header: t('column.email'), width: 260, narrow: { line: 2, width: 210 }, cell: (user) => <bdi dir="ltr" title={user.email}>{user.email}</bdi> },
      { id: 'role', header: t('column.role'), width: 160, narrow: { line: 2, width: 146 }, cell: (user) => t(`role.${user.role}`) },
      {
        id: 'state',
        header: t('column.state'),
        width: 160,
        narrow: { line: 1, width: 146 },
        cell: (user) => (
          <ToneBadge tone={user.disabled ? 'warn' : 'good'} icon={user.disabled ? 'ban' : 'check'}>
            {t(user.disabled ? 'state.disabled' : 'state.enabled')}
          </ToneBadge>
        ),
      },
      { id: 'seen', header: t('column.seen'), width: 180, cell: (user) => <Time value={user.last_seen_at} form="ago" /> },
    ],
    [t, own],
  );
}

function PeoplePage() {
  const t = useText();
  const navigate = useNavigate();
  const columns = useColumns();
  const list = useKeysetQuery<User>({
    queryKey: ['people'],
    rowId: idOf,
    fetchPage: (cursor, signal) => api.get('/v1/users', { query: { limit: 100, ...(cursor && { cursor }) }, signal }),
  });
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const isFirst = list.rows.length === 0;
  return (
    <Page
      title={t('title')}
      fills
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/settings/new-person' })}>
          {t('new')}
        </Button>
      }
    >
      {list.isPending && <LoadingState />}
      {isFirst && list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!isFirst && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={list.rows}
          rowId={idOf}
          rowLabel={(user) => user.name}
          onOpen={(user) => void navigate({ to: '/settings/people/$id', params: { id: user.id } })}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          moreError={list.isFetchNextPageError ? list.error : undefined}
          onLoadMore={loadMore}
        />
      )}
    </Page>
  );
}

export function PeopleScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('title')}>
      <PeoplePage />
    </ForRight>
  );
}
