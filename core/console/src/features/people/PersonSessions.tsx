// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import { isProblem } from '../../api/problem';
import type { Schema } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Card } from '../../ui/Page';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import classes from '../settings/settings.module.css';
import { useText } from './text';

type Session = Schema<'Session'>;

function SessionItem({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const t = useText();
  return (
    <li className={classes.item}>
      <div>
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
        <Button variant="default" size="compact-sm" onClick={onEnd}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}

/** One that ended by itself meanwhile is what was wanted. */
async function endSession(id: string): Promise<void> {
  try {
    await api.delete('/v1/sessions/{id}', { path: { id } });
  } catch (error) {
    if (!isProblem(error, 404)) throw error;
  }
}

export function PersonSessions({ user }: { user: Schema<'User'> }) {
  const t = useText();
  const client = useQueryClient();
  const [ending, setEnding] = useState<Session[] | undefined>(undefined);
  const list = useKeysetQuery<Session>({
    queryKey: ['person-sessions', user.id],
    rowId: (session) => session.id,
    fetchPage: (cursor, signal) =>
      api.get('/v1/sessions', { query: { user: user.id, limit: 100, ...(cursor && { cursor }) }, signal }),
  });
  const others = list.rows.filter((session) => !session.current);
  async function end() {
    try {
      for (const session of ending ?? []) await endSession(session.id);
    } finally {
      await client.invalidateQueries({ queryKey: ['person-sessions', user.id] });
    }
  }
  return (
    <Card
      title={t('sessions.title')}
      actions={
        others.length > 1 && (
          <Button variant="default" size="compact-sm" onClick={() => setEnding(others)}>
            {t('sessions.endAll')}
          </Button>
        )
      }
    >
      {list.isPending && <LoadingState />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <p className={classes.faint}>{t('sessions.none')}</p>}
      <ul className={classes.list}>
        {list.rows.map((session) => (
          <SessionItem key={session.id} session={session} onEnd={() => setEnding([session])} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('sessions.more')}
        </Button>
      )}
      <ConfirmDialog
        opened={ending !== undefined}
        title={t('sessions.endTitle', { name: user.name })}
        confirmLabel={t(ending && ending.length > 1 ? 'sessions.endAll' : 'sessions.end')}
        danger
        onConfirm={end}
        onClose={() => setEnding(undefined)}
      >
        {t('sessions.endExplain')}
      </ConfirmDialog>
    </Card>
  );
}
