// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import { Page } from '../../ui/Page';
import { useSession } from '../session/session';
import { Aside } from './Aside';
import { bringBack, putAside, useAtOnce } from './aside_actions';
import { Comparison } from './Comparison';
import { Decisions, type Verdict } from './Decisions';
import { DuplicateReasons } from './DuplicateReasons';
import type { Duplicate } from './lists';
import { nameOf } from './ProfileHead';
import { refreshIdentity } from './refresh';
import { duplicateStates } from './search';
import { useText } from './text';
import { sidesOf, usePair } from './use_pair';

const pairKey = (a: string, b: string) => ['duplicates', 'of', a, b];

/** Why the two may be one person, if the search for duplicates says so; also if they were put aside. */
function useDuplicate(a: string, b: string) {
  return useQuery({
    queryKey: pairKey(a, b),
    queryFn: async ({ signal }) => {
      for (const state of duplicateStates) {
        const page = await api.get('/v1/duplicates', { query: { profile: a, limit: 500, ...(state === 'dismissed' && { state }) }, signal });
        const found = page.items.find((each) => each.profiles.some((side) => side.id === b));
        if (found) return found;
      }
      return null;
    },
  }).data;
}

type PairVerdict = Exclude<Verdict, 'dismiss'>;

export function PairScreen() {
  const t = useText();
  const client = useQueryClient();
  const { can } = useSession();
  const refs = useParams({ from: '/duplicates/$a/$b' });
  const pair = usePair(refs.a, refs.b);
  const duplicate = useDuplicate(refs.a, refs.b);
  const aside = useAtOnce<Duplicate>(pairKey(refs.a, refs.b));
  const { a, b, preview } = pair;

  function bring() {
    if (duplicate) void aside.atOnce((shown) => ({ ...shown, dismissed: null }), () => bringBack(duplicate));
  }
  async function decide(verdict: PairVerdict, reason: string | undefined) {
    if (!a || !b) return false;
    try {
      if (verdict === 'merge') {
        await api.post('/v1/merges', { body: { profiles: sidesOf({ a, b }), ...(reason && { reason }) } });
      } else if (verdict === 'aside') {
        if (duplicate) await putAside(duplicate, reason);
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
  const isListed = duplicate !== undefined && duplicate !== null && !duplicate.dismissed;
  const offered: PairVerdict[] = ['merge', ...(isForbidden ? [] : ['forbid' as const]), ...(isListed ? ['aside' as const] : [])];
  return (
    <Page
      title={title}
      actions={
        <Link to="/conflicts" search={{ list: 'duplicates' }}>
          {t('pair.back')}
        </Link>
      }
    >
      {duplicate?.dismissed && <Aside dismissed={duplicate.dismissed} error={aside.error} onBringBack={bring} />}
      {duplicate && duplicate.reasons.length > 0 && <DuplicateReasons duplicate={duplicate} />}
      <Comparison pair={pair}>
        {a && b && can('write') && !pair.isOne && (
          <Decisions
            name={`pair/${a.id}/${b.id}`}
            names={[nameOf(a), nameOf(b)]}
            offered={offered}
            canMerge={preview !== undefined && preview.refused.length === 0}
            needsReason
            onDecide={decide}
          />
        )}
      </Comparison>
    </Page>
  );
}
