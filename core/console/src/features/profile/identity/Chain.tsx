// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import type { Schema } from '../../../api/types';
import { ErrorState } from '../../../ui/ErrorState';
import { useIdentifierType } from '../../../ui/identifier_type';
import { LoadingState } from '../../../ui/LoadingState';
import { Time } from '../../../ui/Time';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { SourceText } from '../SourceText';
import { useText } from '../text';
import { keyOf } from './graph';

type Listing = Schema<'Listing'>;

function Answer({ between }: { between: string }) {
  const t = useText();
  const typeName = useIdentifierType();
  const { profile } = useProfile();
  const { data, error, refetch } = useQuery({
    queryKey: partKey(profile.id, 'chain', between),
    queryFn: ({ signal }) => api.get('/v1/profiles/{ref}/identity', { path: { ref: profile.id }, query: { between }, signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  if (!data.chain) return <p className="foreign">{data.no_chain ?? t('chain.none')}</p>;
  const name = (each: { type: string; value: string }) => `${typeName(each.type)} ${each.value.slice(0, 100)}`;
  return (
    <ol className={classes.entries}>
      {data.chain.map((link, index) => (
        <li key={index} className={classes.entry}>
          <bdi>{name(link.a)}</bdi> — <bdi>{name(link.b)}</bdi>
          <p className={classes.dimmed}>
            <Time value={link.at} /> · {t(`evidence.${link.evidence}`)} · <SourceText source={link.observation?.source ?? null} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** How two identifiers came to be of one person: by which observations, one after the other. */
export function Chain({ identifiers }: { identifiers: readonly Listing[] }) {
  const t = useText();
  const typeName = useIdentifierType();
  const [ends, setEnds] = useState(['', '']);
  const data = [
    { value: '', label: t('chain.choose') },
    ...identifiers.map((each) => ({ value: keyOf(each), label: `${typeName(each.type)}: ${each.given.slice(0, 80)}` })),
  ];
  // What was chosen may have left with a merge that was taken back.
  const [from = '', to = ''] = ends.map((end) => (data.some(({ value }) => value === end) ? end : ''));
  return (
    <div className={classes.group}>
      <div className={classes.pair}>
        <NativeSelect label={t('chain.from')} value={from} data={data} onChange={(event) => setEnds([event.currentTarget.value, to])} />
        <NativeSelect label={t('chain.to')} value={to} data={data} onChange={(event) => setEnds([from, event.currentTarget.value])} />
      </div>
      <div aria-live="polite">
        {from && to && from !== to && <Answer between={`${encodeURIComponent(from)},${encodeURIComponent(to)}`} />}
      </div>
    </div>
  );
}
