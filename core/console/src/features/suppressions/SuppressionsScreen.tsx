// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Fragment, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import { isProblem } from '../../api/problem';
import type { Schema } from '../../api/types';
import { hasAny } from '../../app/search_params';
import { downloadFrom } from '../../ui/download';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { shownAddress } from '../../ui/identifier';
import { useIdentifierType } from '../../ui/identifier_type';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useReasonText } from '../../ui/reason';
import { StatusBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import classes from '../settings/settings.module.css';
import { CountsDialog } from './CountsDialog';
import { queryOf, type SuppressionSearch } from './search';
import { SuppressionDrawer } from './SuppressionDrawer';
import { SuppressionFilters } from './SuppressionFilters';
import { useText } from './text';
import { useIdentifierTypes } from './types';

type Suppression = Schema<'Suppression'>;
const idOf = (row: Suppression) => row.id;

/** On a screen of 1,440 pixels the table has 1,150: all fit in, and the address is not cut where others have room. */
function useColumns(lifted: boolean): Column<Suppression>[] {
  const t = useText();
  const reasonText = useReasonText();
  const typeName = useIdentifierType();
  return useMemo(() => {
    const columns: Column<Suppression>[] = [
      {
        id: 'address',
        header: t('column.address'),
        width: 320,
        grows: true,
        narrow: { line: 1 },
        cell: (row) =>
          row.value ? <bdi dir="ltr" title={row.value}>{shownAddress(row.value)}</bdi> : <span className={classes.faint}>{t('onlyHash')}</span>,
      },
      { id: 'type', header: t('detail.type'), width: 125, cell: (row) => <bdi>{typeName(row.type)}</bdi> },
      { id: 'state', header: t('column.state'), width: 155, narrow: { line: 2, width: 150 }, cell: (row) => <StatusBadge status={row.state} /> },
      { id: 'reason', header: t('column.reason'), width: 220, narrow: { line: 2, width: 200 }, cell: (row) => row.reason && <bdi title={row.reason}>{reasonText(row.reason)}</bdi> },
      { id: 'at', header: t('column.at'), width: 140, cell: (row) => <Time value={row.at} form="date" /> },
    ];
    columns.push(
      lifted
        ? { id: 'lifted', header: t('column.lifted'), width: 185, cell: (row) => <Time value={row.lifted?.at} /> }
        : { id: 'until', header: t('column.until'), width: 185, cell: (row) => (row.until ? <Time value={row.until} /> : t('forGood')) },
    );
    return columns;
  }, [t, reasonText, typeName, lifted]);
}

/** Numbers have as many digits as their country says: which is too short the server knows. */
function isNoAddress(error: unknown): boolean {
  return isProblem(error, 400) && error.at('?address') !== undefined;
}

type Format = 'csv' | 'ndjson';

/** What is refused goes to `onError`, and is taken back as another file is asked for. */
function ExportMenu({ search, onError }: { search: SuppressionSearch; onError: (error: unknown) => void }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const { type, state, reason } = search;
  async function save(format: Format) {
    setBusy(true);
    onError(undefined);
    try {
      await downloadFrom(`suppressions.${format}`, '/v1/suppressions/export', { query: { type, state, reason, format } });
    } catch (failure) {
      onError(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="download" />} loading={busy}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('csv')}>{t('export.csv')}</Menu.Item>
        <Menu.Item onClick={() => void save('ndjson')}>{t('export.ndjson')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const wholeOnes = ['ann@example.com', '+442079460000'];

/** Until all of it is typed, nothing is looked for. */
function TypeItWhole() {
  const t = useText();
  return (
    <div role="status">
      <EmptyState icon="search" title={t('partial.title')}>
        {t('partial.explain')}
        {wholeOnes.map((each) => (
          <Fragment key={each}>
            <br />
            <bdi dir="ltr">{each}</bdi>
          </Fragment>
        ))}
      </EmptyState>
    </div>
  );
}

interface NobodyProps {
  search: SuppressionSearch;
  /** For those who may. */
  add: ReactNode;
  onClear: () => void;
  onStanding: () => void;
}

function Nobody({ search, add, onClear, onStanding }: NobodyProps) {
  const t = useText();
  const { lifted, ...filters } = search;
  if (hasAny(filters)) {
    return (
      <EmptyState icon="search" title={t('none.title')} action={<Button onClick={onClear}>{t('filter.clear')}</Button>}>
        {t('none.explain')}
      </EmptyState>
    );
  }
  if (lifted) return <EmptyState icon="ban" title={t('emptyLifted.title')} action={<Button onClick={onStanding}>{t('emptyLifted.standing')}</Button>} />;
  return (
    <EmptyState icon="ban" title={t('empty.title')} action={add}>
      {t('empty.explain')}
    </EmptyState>
  );
}

export function SuppressionsScreen() {
  const t = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  const search = useSearch({ from: '/settings/suppressions' });
  const types = useIdentifierTypes();
  const [open, setOpen] = useState<Suppression | undefined>(undefined);
  const [counting, setCounting] = useState(false);
  // What stands in a filter and is not asked for goes too.
  const [clearings, setClearings] = useState(0);
  const [notExported, setNotExported] = useState<unknown>(undefined);
  const columns = useColumns(search.lifted === 'true');
  const change = useCallback(
    (part: Partial<SuppressionSearch>) =>
      void navigate({
        to: '/settings/suppressions',
        search: (before: object) => ({ ...before, ...part }) as SuppressionSearch,
        replace: true,
      }),
    [navigate],
  );
  const query = queryOf(search, types);
  const isTyping = search.address !== undefined && query.address === undefined;
  const list = useKeysetQuery<Suppression>({
    queryKey: ['suppressions', query],
    rowId: idOf,
    enabled: !isTyping,
    fetchPage: (cursor, signal) => {
      const { lifted, ...filters } = query;
      return api.get('/v1/suppressions', {
        query: { ...filters, ...(lifted && { lifted: true }), ...(cursor && { cursor }), limit: 100 } as never,
        signal,
      });
    },
  });
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const isPartial = isTyping || isNoAddress(list.error);
  const isFirst = list.rows.length === 0;
  // A page may be empty though another follows.
  useEffect(() => {
    if (isFirst && !isTyping && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) loadMore();
  }, [isFirst, isTyping, hasNextPage, isFetchingNextPage, isFetchNextPageError, loadMore]);
  function clear() {
    change({ address: undefined, type: undefined, state: undefined, reason: undefined });
    setClearings(clearings + 1);
  }
  const add = can('write') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/settings/suppressions/import' })}>
      {t('import')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      fills
      actions={
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setCounting(true)}>
            {t('count')}
          </Button>
          <ExportMenu search={search} onError={setNotExported} />
          {add}
        </div>
      }
    >
      <ProblemAlert error={notExported} />
      <SuppressionFilters key={clearings} search={search} types={types} onChange={change} />
      {isPartial && <TypeItWhole />}
      {!isPartial && isFirst && !list.isError && (list.isPending || hasNextPage) && <LoadingState />}
      {!isPartial && isFirst && list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!isPartial && isFirst && list.isSuccess && !hasNextPage && (
        <Nobody search={search} add={add} onClear={clear} onStanding={() => change({ lifted: undefined })} />
      )}
      {!isPartial && !isFirst && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={list.rows}
          rowId={idOf}
          rowLabel={(row) => (row.value ? shownAddress(row.value) : t('onlyHash'))}
          onOpen={setOpen}
          hasMore={hasNextPage}
          isLoadingMore={isFetchingNextPage}
          moreError={isFetchNextPageError ? list.error : undefined}
          onLoadMore={loadMore}
        />
      )}
      <SuppressionDrawer suppression={open} searched={query.address} onClose={(row) => setOpen((now) => (now?.id === row.id ? undefined : now))} />
      <CountsDialog opened={counting} search={search} onClose={() => setCounting(false)} />
    </Page>
  );
}
