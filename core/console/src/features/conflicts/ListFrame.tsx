// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { useKeysetQuery } from '../../api/keyset';
import { ErrorState } from '../../ui/ErrorState';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';

interface ListFrameProps<Row> {
  label: string;
  list: ReturnType<typeof useKeysetQuery<Row>>;
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  onOpen?: (row: Row) => void;
  empty: ReactNode;
}

/** One of the lists of this screen in each of its states. A page may be empty though more follow. */
export function ListFrame<Row>({ list, empty, ...table }: ListFrameProps<Row>) {
  if (list.isPending) return <LoadingState />;
  if (list.rows.length === 0) {
    if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
    if (!list.hasNextPage) return empty;
  }
  return (
    <KeysetTable
      {...table}
      rows={list.rows}
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      moreError={list.isFetchNextPageError ? list.error : undefined}
      onLoadMore={() => void list.fetchNextPage()}
    />
  );
}
