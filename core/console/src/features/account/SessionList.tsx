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
import { actOnRows } from '../settings/optimistic';
import classes from '../settings/settings.module.css';
import own from './account.module.css';
import { useText } from './text';
import { readUserAgent } from './user_agent';

type Session = Schema<'Session'>;

function Device({ text }: { text: string }) {
  const t = useText();
  const known = readUserAgent(text);
  return (
    <p className="foreign" title={text || undefined}>
      {known ? t('sessions.device', known) : text || t('sessions.unknownDevice')}
    </p>
  );
}

function SessionItem({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const t = useText();
  return (
    <li className={classes.item}>
      <div className={own.device}>
        <Device text={session.user_agent ?? ''} />
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
        <Button variant="default" size="compact-sm" disabled={busy} onClick={onEnd}>
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

interface SessionListProps {
  title: string;
  /** The id of the person; without one, those of whoever is signed in. */
  user?: string;
  /** In place of a list without any. */
  none?: string;
  /** Ends all but the current one at once. */
  endAll?: string;
  endTitle: string;
  endExplain: string;
}

/** Where a person is signed in, and what signs them out there. */
export function SessionList({ title, user, none, endAll, endTitle, endExplain }: SessionListProps) {
  const t = useText();
  const client = useQueryClient();
  const [ending, setEnding] = useState<Session[] | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const queryKey = ['sessions', user];
  const list = useKeysetQuery<Session>({
    queryKey,
    rowId: (session) => session.id,
    fetchPage: (cursor, signal) =>
      api.get('/v1/sessions', { query: { ...(user && { user }), limit: 100, ...(cursor && { cursor }) }, signal }),
  });
  const others = list.rows.filter((session) => !session.current);
  async function end() {
    const ended = new Set(ending?.map((each) => each.id));
    setBusy(true);
    await actOnRows<Session>(
      client,
      queryKey,
      (rows) => rows.filter((each) => !ended.has(each.id)),
      async () => {
        for (const id of ended) await endSession(id);
      },
    ).finally(() => setBusy(false));
  }
  return (
    <Card
      title={title}
      actions={
        endAll &&
        others.length > 1 && (
          <Button variant="default" size="compact-sm" disabled={busy} onClick={() => setEnding(others)}>
            {endAll}
          </Button>
        )
      }
    >
      {list.isPending && <LoadingState />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {none && list.isSuccess && list.rows.length === 0 && <p className={classes.faint}>{none}</p>}
      <ul className={classes.list}>
        {list.rows.map((session) => (
          <SessionItem key={session.id} session={session} busy={busy} onEnd={() => setEnding([session])} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('sessions.more')}
        </Button>
      )}
      <ConfirmDialog
        opened={ending !== undefined}
        title={endTitle}
        confirmLabel={endAll && ending && ending.length > 1 ? endAll : t('sessions.end')}
        danger
        ahead
        onConfirm={end}
        onClose={() => setEnding(undefined)}
      >
        {endExplain}
      </ConfirmDialog>
    </Card>
  );
}
