// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../../api/client';
import { useKeysetQuery } from '../../../api/keyset';
import type { Schema } from '../../../api/types';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { Card } from '../../../ui/Page';
import { readPeople, type People } from '../../conflicts/people';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { ChangeEntry } from './ChangeEntry';

export type Change = Schema<'ChangeList'>['items'][number];

const kinds = ['field', 'subscription', 'endpoint', 'identifier', 'merge', 'undo', 'life'] as const;
type Kind = (typeof kinds)[number];

/** A change with who those are whom a merge joined. */
interface Row {
  change: Change;
  people: People;
}

const namedIn = (change: Change) => (change.kind === 'merge' || change.kind === 'undo' ? [change.survivor, change.absorbed] : []);

/** Who changed what, when, from what to what; all of it, page after page. */
export function ChangesCard() {
  const t = useText();
  const { profile } = useProfile();
  const [kind, setKind] = useState<Kind | ''>('');
  const query = useKeysetQuery<Row>({
    queryKey: partKey(profile.id, 'changes', kind),
    fetchPage: async (cursor, signal) => {
      const page = await api.get('/v1/profiles/{ref}/changes', {
        path: { ref: profile.id },
        query: { limit: 25, ...(kind && { kind }), ...(cursor !== undefined && { cursor }) },
        signal,
      });
      const people = await readPeople(page.items.flatMap(namedIn), signal);
      return { items: page.items.map((change) => ({ change, people })), next_cursor: page.next_cursor };
    },
    rowId: ({ change }) => `${change.kind} ${change.id}`,
  });
  const { rows, error } = query;
  return (
    <Card
      title={t('changes')}
      actions={
        <NativeSelect
          aria-label={t('changes.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind | '')}
          data={[{ value: '', label: t('changes.all') }, ...kinds.map((value) => ({ value, label: t(`kind.${value}`) }))]}
        />
      }
    >
      {query.isPending && <LoadingState />}
      {error && rows.length === 0 && <ErrorState error={error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <p className={classes.dimmed}>{t('changes.none')}</p>}
      {rows.length > 0 && <p className={classes.dimmed}>{t('changes.order')}</p>}
      <ol className={classes.entries} aria-label={t('changes')}>
        {rows.map(({ change, people }) => (
          <ChangeEntry key={`${change.kind} ${change.id}`} change={change} people={people} />
        ))}
      </ol>
      {error && rows.length > 0 && <ErrorState error={error} onRetry={() => void query.fetchNextPage()} />}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
    </Card>
  );
}
