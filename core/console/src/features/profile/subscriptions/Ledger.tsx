// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useKeysetQuery } from '../../../api/keyset';
import { api } from '../../../api/client';
import type { Schema } from '../../../api/types';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { useReasonText } from '../../../ui/reason';
import { StatusBadge } from '../../../ui/StatusBadge';
import { Facts } from '../Facts';
import { When } from '../history/When';
import { LongText } from '../LongText';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { ProvenanceFacts, SourceText } from '../SourceText';
import { PopoverButton } from '../PopoverButton';
import { useText } from '../text';

type Entry = Schema<'SubscriptionChange'>;

function LedgerEntry({ entry }: { entry: Entry }) {
  const t = useText();
  const reason = useReasonText();
  return (
    <li className={classes.entry}>
      <div className={classes.itemHead}>
        <When change={entry} />
        <StatusBadge status={entry.after} />
        <span className={classes.grows}>{t(`by.${entry.by}`)}</span>
        {entry.observation && (
          <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={entry.observation} />}</PopoverButton>
        )}
      </div>
      <Facts
        facts={[
          [t('source'), entry.observation && <SourceText key="source" source={entry.observation.source} />],
          [t('provenance.evidence'), entry.observation?.evidence === 'claimed' && t('evidence.claimed')],
          [t('reason'), entry.reason && reason(entry.reason)],
          [t('comment'), entry.comment && <LongText key="comment" text={entry.comment} />],
          [t('proof'), entry.proof && <LongText key="proof" text={entry.proof} />],
          [t('ledger.text'), entry.text && <LongText key="text" text={entry.text} />],
          [t('ledger.ip'), entry.ip],
        ]}
      />
    </li>
  );
}

/** What was ever said of one category, the newest first. */
export function Ledger({ category, name }: { category: string; name: string }) {
  const t = useText();
  const { profile } = useProfile();
  const query = useKeysetQuery<Entry>({
    queryKey: partKey(profile.id, 'ledger'),
    fetchPage: async (cursor, signal) => {
      const page = await api.get('/v1/profiles/{ref}/changes', {
        path: { ref: profile.id },
        query: { kind: 'subscription', limit: 200, ...(cursor !== undefined && { cursor }) },
        signal,
      });
      return { ...page, items: page.items as Entry[] };
    },
    rowId: (entry) => entry.id,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = query.rows.filter((each) => each.category === category);
  // The pages hold all categories: one that has none of this says nothing.
  const isEmptyYet = rows.length === 0 && hasNextPage && !isFetchingNextPage && !query.isFetchNextPageError;
  useEffect(() => {
    if (isEmptyYet) void fetchNextPage();
  }, [isEmptyYet, fetchNextPage]);
  if (query.error && query.rows.length === 0) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending || isEmptyYet || (rows.length === 0 && isFetchingNextPage)) return <LoadingState />;
  if (rows.length === 0) return <p className={classes.dimmed}>{t('ledger.none')}</p>;
  return (
    <>
      <ol className={classes.entries} aria-label={t('ledger.of', { name })}>
        {rows.map((each) => (
          <LedgerEntry key={each.id} entry={each} />
        ))}
      </ol>
      {query.isFetchNextPageError && <ErrorState error={query.error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && (
        <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
    </>
  );
}
