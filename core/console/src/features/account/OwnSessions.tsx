// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../api/accounts';
import { request } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import type { Page } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Card } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import classes from './account.module.css';
import { useText } from './text';

async function readPage(cursor: string | undefined, signal: AbortSignal): Promise<Page<Session>> {
  const { data } = await request('get', '/v1/sessions', { query: { cursor }, signal });
  return data as Page<Session>;
}

function SessionItem({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const t = useText();
  return (
    <li className={classes.item}>
      <div className={classes.device}>
        <p className="foreign">{session.user_agent || t('sessions.unknownDevice')}</p>
        <p className={classes.faint}>
          {session.address && (
            <>
              <bdi dir="ltr">{session.address}</bdi> ·{' '}
            </>
          )}
          {t('sessions.lastSeen')} <Time value={session.last_seen_at} form="ago" />
        </p>
      </div>
      {session.current ? (
        <ToneBadge tone="good" icon="check">
          {t('sessions.current')}
        </ToneBadge>
      ) : (
        <Button variant="default" size="xs" onClick={onEnd}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}

export function OwnSessions() {
  const t = useText();
  const client = useQueryClient();
  const [ending, setEnding] = useState<Session | undefined>(undefined);
  const list = useKeysetQuery({ queryKey: ['own-sessions'], fetchPage: readPage, rowId: (row) => row.id });
  async function end() {
    if (!ending) return;
    await request('delete', '/v1/sessions/{id}', { path: { id: ending.id } });
    await client.invalidateQueries({ queryKey: ['own-sessions'] });
  }
  return (
    <Card title={t('sessions.title')}>
      {list.isPending && <LoadingState />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <ul className={classes.list}>
        {list.rows.map((session) => (
          <SessionItem key={session.id} session={session} onEnd={() => setEnding(session)} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('sessions.more')}
        </Button>
      )}
      <ConfirmDialog
        opened={ending !== undefined}
        title={t('sessions.endTitle')}
        confirmLabel={t('sessions.end')}
        danger
        onConfirm={end}
        onClose={() => setEnding(undefined)}
      >
        {t('sessions.endExplain')}
      </ConfirmDialog>
    </Card>
  );
}
