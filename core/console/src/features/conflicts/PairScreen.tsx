// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import { Page } from '../../ui/Page';
import { useSession } from '../session/session';
import { Comparison } from './Comparison';
import { Decisions, type Verdict } from './Decisions';
import { DuplicateReasons } from './DuplicateReasons';
import { nameOf } from './ProfileHead';
import { refreshIdentity } from './refresh';
import { useText } from './text';
import { sidesOf, usePair } from './use_pair';

/** Why the two may be one person, if the search for duplicates says so. */
function useDuplicate(a: string, b: string) {
  return useQuery({
    queryKey: ['duplicates', 'of', a, b],
    queryFn: async ({ signal }) => {
      const page = await api.get('/v1/duplicates', { query: { profile: a, limit: 500 }, signal });
      return page.items.find((each) => each.profiles.some((side) => side.id === b)) ?? null;
    },
  }).data;
}

export function PairScreen() {
  const t = useText();
  const client = useQueryClient();
  const { can } = useSession();
  const refs = useParams({ from: '/duplicates/$a/$b' });
  const pair = usePair(refs.a, refs.b);
  const duplicate = useDuplicate(refs.a, refs.b);
  const { a, b, preview } = pair;

  async function decide(verdict: Verdict, reason: string | undefined) {
    if (!a || !b) return false;
    try {
      if (verdict === 'merge') {
        await api.post('/v1/merges', { body: { profiles: sidesOf({ a, b }), ...(reason && { reason }) } });
      } else {
        await api.post('/v1/must-not-links', { body: { profiles: [a.id, b.id], reason: reason ?? '' } });
      }
    } catch (error) {
      if (!isProblem(error, 412)) throw error;
      await pair.movedOn();
      return false;
    }
    await refreshIdentity(client);
    if (verdict === 'forbid') pair.retryPreview();
    return true;
  }

  const title = a && b && !pair.isOne ? t('pair.title', { a: nameOf(a), b: nameOf(b) }) : t('pair.heading');
  const isForbidden = preview?.refused.some((each) => each.code === 'must_not_link') ?? false;
  return (
    <Page
      title={title}
      actions={
        <Link to="/conflicts" search={{ list: 'duplicates' }}>
          {t('pair.back')}
        </Link>
      }
    >
      {duplicate && <DuplicateReasons duplicate={duplicate} />}
      <Comparison pair={pair}>
        {a && b && can('write') && !pair.isOne && (
          <Decisions
            name={`pair/${a.id}/${b.id}`}
            names={[nameOf(a), nameOf(b)]}
            offered={isForbidden ? ['merge'] : ['merge', 'forbid']}
            canMerge={preview !== undefined && preview.refused.length === 0}
            needsReason
            onDecide={decide}
          />
        )}
      </Comparison>
    </Page>
  );
}
