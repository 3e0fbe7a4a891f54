// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { useSession } from '../session/session';
import { Comparison } from './Comparison';
import { Decided } from './Decided';
import { Decisions, type ConflictVerdict } from './Decisions';
import { Evidence } from './Evidence';
import { pairOf, type Conflict } from './lists';
import { nameOf } from './ProfileHead';
import { refreshIdentity } from './refresh';
import { isForeseen, showDecided } from './show_decided';
import { useText } from './text';
import { sidesOf, usePair } from './use_pair';

function OpenConflict({ conflict }: { conflict: Conflict }) {
  const t = useText();
  const client = useQueryClient();
  const { can } = useSession();
  const pair = usePair(...pairOf(conflict.profiles));
  const { a, b, preview } = pair;
  /** It is shown as decided, and the server has not answered: its words and what was typed may be needed yet. */
  const [isAhead, setAhead] = useState(false);

  async function decide(verdict: ConflictVerdict, reason: string | undefined) {
    if (!a || !b) return false;
    setAhead(isForeseen(verdict));
    const takeBack = await showDecided(client, conflict, verdict);
    try {
      await api.post('/v1/conflicts/{id}/{verdict}', {
        path: { id: conflict.id, verdict },
        body: { ...(verdict === 'merge' && { profiles: sidesOf({ a, b }) }), ...(reason && { reason }) },
      });
    } catch (error) {
      takeBack();
      if (isProblem(error, 412)) {
        await pair.movedOn();
        return false;
      }
      // Somebody may have decided it meanwhile, or the rules forbid it by now.
      pair.retryPreview();
      await refreshIdentity(client);
      throw error;
    } finally {
      setAhead(false);
    }
    await refreshIdentity(client);
    return true;
  }

  const canDecide = (conflict.state === 'open' || isAhead) && can('write') && a && b && !pair.isOne;
  return (
    <Page title={a && b && !pair.isOne ? t('pair.title', { a: nameOf(a), b: nameOf(b) }) : t('conflict.title')} actions={<BackLink />}>
      <Decided conflict={conflict} />
      <Evidence conflict={conflict} />
      <Comparison pair={pair}>
        {canDecide && (
          <Decisions
            name={`conflict/${conflict.id}`}
            names={[nameOf(a), nameOf(b)]}
            offered={['merge', 'forbid', 'dismiss']}
            isDecided={isAhead}
            canMerge={preview !== undefined && preview.refused.length === 0}
            onDecide={decide}
          />
        )}
      </Comparison>
    </Page>
  );
}

function BackLink() {
  const t = useText();
  return <Link to="/conflicts">{t('conflict.back')}</Link>;
}

export function ConflictScreen() {
  const t = useText();
  const { id } = useParams({ from: '/conflicts/$id' });
  const { data, error, refetch } = useQuery({
    queryKey: ['conflict', id],
    queryFn: ({ signal }) => api.get('/v1/conflicts/{id}', { path: { id }, signal }),
  });
  if (data) return <OpenConflict conflict={data} />;
  return (
    <Page title={t('conflict.title')} actions={<BackLink />}>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingState />}
    </Page>
  );
}
