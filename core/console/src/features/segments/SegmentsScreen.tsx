// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useSegments } from '../../api/whole_list';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { SearchInput } from '../../ui/SearchInput';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import type { Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

function useColumns(): Column<Segment>[] {
  const t = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 260,
        grows: true,
        cell: (segment) => (
          <Link to="/settings/segments/$id" params={{ id: segment.id }} className={classes.name} tabIndex={-1}>
            <bdi title={segment.name}>{segment.name}</bdi>
          </Link>
        ),
      },
      { id: 'id', header: t('column.id'), width: 200, cell: (segment) => <bdi title={segment.id}>{segment.id}</bdi> },
      { id: 'kind', header: t('column.kind'), width: 150, cell: (segment) => t(`kind.of.${segment.kind}`) },
      {
        id: 'problem',
        header: t('column.state'),
        width: 230,
        cell: (segment) =>
          segment.problem ? (
            <ToneBadge tone="bad" icon="alert">
              {t('problem.short')}
            </ToneBadge>
          ) : segment.managed_by === 'api' ? null : (
            <ToneBadge tone="neutral" icon="shield">
              {t('managed.short')}
            </ToneBadge>
          ),
      },
      { id: 'updated', header: t('column.updated'), width: 150, cell: (segment) => <Time value={segment.updated_at} form="ago" /> },
    ],
    [t],
  );
}

function isFound(segment: Segment, text: string): boolean {
  const wanted = text.toLocaleLowerCase();
  return [segment.name, segment.id, segment.description ?? ''].some((each) => each.toLocaleLowerCase().includes(wanted));
}

export function SegmentsScreen() {
  const t = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  const { q = '' } = useSearch({ from: '/settings/segments' });
  const columns = useColumns();
  const { data, error, refetch } = useSegments();
  const rows = useMemo(() => data?.filter((each) => isFound(each, q)) ?? [], [data, q]);
  const search = useCallback(
    (text: string) => void navigate({ to: '/settings/segments', search: { q: text || undefined }, replace: true }),
    [navigate],
  );
  const make = can('write') ? (
    <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/settings/segments/+new' })}>
      {t('new')}
    </Button>
  ) : undefined;
  return (
    <Page title={t('title')} actions={make} fills>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data?.length === 0 && (
        <EmptyState icon="segment" title={t('empty.title')} action={make}>
          {t('empty.explain')}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <div className={classes.bar}>
          <SearchInput label={t('search')} value={q} maxLength={200} onSearch={search} />
        </div>
      )}
      {data && data.length > 0 && rows.length === 0 && (
        <EmptyState icon="search" title={t('search.none')} action={<Button onClick={() => search('')}>{t('search.all')}</Button>} />
      )}
      {rows.length > 0 && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          rowLabel={(row) => row.name}
          onOpen={(row) => void navigate({ to: '/settings/segments/$id', params: { id: row.id } })}
        />
      )}
    </Page>
  );
}
