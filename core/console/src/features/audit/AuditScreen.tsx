// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import type { Schema } from '../../api/types';
import { hasAny } from '../../app/search_params';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { Time } from '../../ui/Time';
import type { People } from '../conflicts/people';
import { ForRight } from '../settings/ForRight';
import { About } from './About';
import { useActionText } from './actions';
import { AuditDrawer } from './AuditDrawer';
import { AuditFilters } from './AuditFilters';
import { usePeopleOf } from './people';
import { ResultBadge } from './ResultBadge';
import { queryOf, type AuditSearch } from './search';
import { useText } from './text';

type Entry = Schema<'AuditEntry'>;
const idOf = (entry: Entry) => entry.id;

function useColumns(people: People): Column<Entry>[] {
  const t = useText();
  const actionText = useActionText();
  return useMemo(
    () => [
      { id: 'at', header: t('column.at'), width: 210, narrow: { line: 2, width: 178 }, cell: (entry) => <Time value={entry.at} /> },
      { id: 'user', header: t('column.user'), width: 200, narrow: { line: 2, width: 178 }, cell: (entry) => (entry.user ? <bdi title={entry.user.email}>{entry.user.name}</bdi> : t('nobody')) },
      {
        id: 'action',
        header: t('column.action'),
        width: 240,
        grows: true,
        narrow: { line: 1, width: 178 },
        cell: (entry) => <bdi title={entry.action}>{actionText(entry)}</bdi>,
      },
      { id: 'result', header: t('column.result'), width: 160, narrow: { line: 1, width: 178 }, cell: (entry) => <ResultBadge status={entry.status} /> },
      {
        id: 'about',
        header: t('column.about'),
        width: 230,
        cell: (entry) => <About entry={entry} person={people.get(entry.profile_id ?? '')} />,
      },
      { id: 'address', header: t('column.address'), width: 160, cell: (entry) => <bdi dir="ltr">{entry.address}</bdi> },
    ],
    [t, actionText, people],
  );
}

function AuditPage() {
  const t = useText();
  const actionText = useActionText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/settings/audit' });
  const [open, setOpen] = useState<Entry | undefined>(undefined);
  const change = useCallback(
    (part: Partial<AuditSearch>) =>
      void navigate({ to: '/settings/audit', search: (before: AuditSearch) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const list = useKeysetQuery<Entry>({
    queryKey: ['audit', search],
    rowId: idOf,
    fetchPage: (cursor, signal) =>
      api.get('/v1/audit', { query: { ...queryOf(search), limit: 100, ...(cursor && { cursor }) }, signal }),
  });
  const people = usePeopleOf(list.data?.pages ?? []);
  const columns = useColumns(people);
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const listed = useMemo(() => list.rows.map((entry) => entry.action), [list.rows]);
  const isFirst = list.rows.length === 0;
  const isFiltered = hasAny(search);
  const clear = () => change({ user: undefined, action: undefined, from: undefined, to: undefined });
  return (
    <Page title={t('title')} fills>
      <AuditFilters search={search} listed={listed} onChange={change} />
      {list.isPending && <LoadingState />}
      {isFirst && list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {isFirst && list.isSuccess && isFiltered && (
        <EmptyState icon="search" title={t('none.title')} action={<Button onClick={clear}>{t('filter.clear')}</Button>}>
          {t('none.explain')}
        </EmptyState>
      )}
      {isFirst && list.isSuccess && !isFiltered && <EmptyState title={t('empty.title')}>{t('empty.explain')}</EmptyState>}
      {!isFirst && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={list.rows}
          rowId={idOf}
          rowLabel={(entry) => `${entry.user?.name ?? t('nobody')} ${actionText(entry)}`}
          onOpen={setOpen}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          moreError={list.isFetchNextPageError ? list.error : undefined}
          onLoadMore={loadMore}
        />
      )}
      <AuditDrawer
        entry={open}
        people={people}
        onClose={() => setOpen(undefined)}
        onFilter={(part) => {
          setOpen(undefined);
          change(part);
        }}
      />
    </Page>
  );
}

export function AuditScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('title')}>
      <AuditPage />
    </ForRight>
  );
}
