// SPDX-License-Identifier: Apache-2.0
import { Button, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { KeysetTable } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { personName } from '../../ui/person_name';
import { ForRight } from '../settings/ForRight';
import { useDeletedColumns } from './columns';
import classes from './deleted.module.css';
import { NotRestored, Outcome } from './Outcome';
import { deletedKey, useRestoring, type Deleted } from './restoring';
import { useText } from './text';

const idOf = (row: Deleted) => row.id;
const titleOf = (row: Deleted) => <NotRestored row={row} />;

/** A row that goes takes the focus along: it passes to the one in its place, and where there is none, to the way on. */
function useFocusOfNext(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const wayOn = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (count === 0 || document.activeElement !== document.body) return;
    const next = list.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
    (next ?? wayOn.current)?.focus({ preventScroll: true });
  }, [count]);
  return { list, wayOn };
}

function DeletedPage() {
  const t = useText();
  const navigate = useNavigate();
  const { restore, waiting, restored, refused } = useRestoring(titleOf);
  const onRestore = useCallback((row: Deleted) => void restore(row), [restore]);
  const columns = useDeletedColumns(onRestore);
  const query = useKeysetQuery<Deleted>({
    queryKey: deletedKey,
    rowId: idOf,
    fetchPage: (cursor, signal) => api.get('/v1/profiles/deleted', { query: { limit: 100, ...(cursor && { cursor }) }, signal }),
  });
  const { fetchNextPage } = query;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const rows = query.rows.filter((row) => waiting.every((each) => each.id !== row.id));
  const { list, wayOn } = useFocusOfNext(waiting.length);
  const isFirst = rows.length === 0;
  // Of a page that all were restored of, the next one comes of itself.
  const isMore = isFirst && query.hasNextPage && !query.isError;
  useEffect(() => {
    if (isMore && !query.isFetchingNextPage) loadMore();
  }, [isMore, query.isFetchingNextPage, loadMore]);
  return (
    <Page
      title={t('title')}
      fills
      actions={
        <Button variant="default" renderRoot={(props: object) => <Link {...props} ref={wayOn} to="/contacts" />}>
          {t('toContacts')}
        </Button>
      }
    >
      <Text size="sm">{t('explain')}</Text>
      <Outcome restored={restored} refused={refused} />
      {(query.isPending || isMore) && <LoadingState />}
      {isFirst && query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {isFirst && query.isSuccess && !isMore && <EmptyState icon="trash" title={t('empty.title')}>{t('empty.explain')}</EmptyState>}
      {!isFirst && (
        <div ref={list} className={classes.list}>
          <KeysetTable
            label={t('title')}
            columns={columns}
            rows={rows}
            rowId={idOf}
            rowLabel={personName}
            onOpen={(row) => void navigate({ to: '/contacts/$ref', params: { ref: row.id } })}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            moreError={query.isFetchNextPageError ? query.error : undefined}
            onLoadMore={loadMore}
            place={deletedKey}
          />
        </div>
      )}
    </Page>
  );
}

/** Who was deleted and can still come back, the last one first. */
export function DeletedScreen() {
  const t = useText();
  return (
    <ForRight right="write" title={t('title')}>
      <DeletedPage />
    </ForRight>
  );
}
