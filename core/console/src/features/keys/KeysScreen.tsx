// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { ForRight } from '../settings/ForRight';
import { actOnRows } from '../settings/optimistic';
import { MadeKeyDialog } from './MadeKeyDialog';
import { NewKeyDialog } from './NewKeyDialog';
import { useText } from './text';

type Key = Schema<'Key'>;
const idOf = (key: Key) => key.id;

function Limits({ of }: { of: Key }) {
  const t = useText();
  const format = useFormat();
  const parts = [
    ...of.origins,
    ...(of.rate_per_minute ? [t('rate', { count: of.rate_per_minute })] : []),
    ...(of.strict ? [t('strict')] : []),
  ];
  return <bdi title={parts.join('\n')}>{format.list(parts)}</bdi>;
}

function useColumns(busy: boolean, onRevoke: (key: Key) => void): Column<Key>[] {
  const t = useText();
  return useMemo(
    () => [
      { id: 'name', header: t('column.name'), width: 220, grows: true, narrow: { line: 1, width: 200 }, cell: (key) => <bdi title={key.name}>{key.name}</bdi> },
      { id: 'right', header: t('column.right'), width: 220, narrow: { line: 2, width: 200 }, cell: (key) => t(`right.${key.right}`) },
      { id: 'limits', header: t('column.limits'), width: 220, cell: (key) => <Limits of={key} /> },
      { id: 'created', header: t('column.created'), width: 210, cell: (key) => <Time value={key.created_at} /> },
      {
        id: 'state',
        header: t('column.state'),
        width: 140,
        narrow: { line: 1 },
        cell: (key) => (
          <ToneBadge tone={key.revoked_at ? 'neutral' : 'good'} icon={key.revoked_at ? 'ban' : 'check'}>
            {t(key.revoked_at ? 'state.revoked' : 'state.valid')}
          </ToneBadge>
        ),
      },
      {
        id: 'action',
        header: t('column.action'),
        width: 140,
        narrow: { line: 2 },
        cell: (key) =>
          key.revoked_at ? (
            <Time value={key.revoked_at} form="ago" />
          ) : (
            <Button variant="default" size="compact-sm" disabled={busy} onClick={() => onRevoke(key)}>
              {t('revoke')}
            </Button>
          ),
      },
    ],
    [t, busy, onRevoke],
  );
}

function KeysPage() {
  const t = useText();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Schema<'IssuedKey'> | undefined>(undefined);
  const [revoking, setRevoking] = useState<Key | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const columns = useColumns(busy, setRevoking);
  const list = useKeysetQuery<Key>({
    queryKey: ['keys'],
    rowId: idOf,
    fetchPage: (cursor, signal) => api.get('/v1/keys', { query: { limit: 100, ...(cursor && { cursor }) }, signal }),
  });
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const isFirst = list.rows.length === 0;
  async function revoke() {
    if (!revoking) return;
    const { id } = revoking;
    const revoked_at = new Date().toISOString();
    setBusy(true);
    await actOnRows<Key>(
      client,
      ['keys'],
      (rows) => rows.map((each) => (each.id === id ? { ...each, revoked_at } : each)),
      () => api.delete('/v1/keys/{id}', { path: { id } }),
    ).finally(() => setBusy(false));
  }
  return (
    <Page
      title={t('title')}
      fills
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
          {t('new')}
        </Button>
      }
    >
      {list.isPending && <LoadingState />}
      {isFirst && list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {isFirst && list.isSuccess && <EmptyState icon="key" title={t('empty.title')}>{t('empty.explain')}</EmptyState>}
      {!isFirst && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={list.rows}
          rowId={idOf}
          rowLabel={(key) => key.name}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          moreError={list.isFetchNextPageError ? list.error : undefined}
          onLoadMore={loadMore}
        />
      )}
      <NewKeyDialog
        opened={making}
        onClose={() => setMaking(false)}
        onMade={(key) => {
          setMaking(false);
          setMade(key);
          void client.invalidateQueries({ queryKey: ['keys'] });
        }}
      />
      <MadeKeyDialog made={made} onClose={() => setMade(undefined)} />
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t('revoke.title', { name: revoking?.name ?? '' })}
        confirmLabel={t('revoke')}
        danger
        ahead
        onConfirm={revoke}
        onClose={() => setRevoking(undefined)}
      >
        {t('revoke.explain')}
      </ConfirmDialog>
    </Page>
  );
}

export function KeysScreen() {
  const t = useText();
  return (
    <ForRight right="admin" title={t('title')}>
      <KeysPage />
    </ForRight>
  );
}
