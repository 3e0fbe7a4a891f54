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
import { usePeople } from '../../conflicts/people';
import { PersonLink } from '../../conflicts/PersonLink';
import { NamedIdentifier } from '../identifiers/NamedIdentifier';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { SourceText } from '../SourceText';
import { useText } from '../text';
import { keyOf } from './graph';

type Listing = Schema<'Listing'>;

/** That no observation says it, and what does. */
function NoChain({ joinedBy }: { joinedBy: NonNullable<Schema<'Identity'>['joined_by']> }) {
  const t = useText();
  const people = usePeople(joinedBy.flatMap((each) => (each.kind === 'merge' ? [each.absorbed, each.survivor] : [])));
  if (joinedBy.length === 0) return <p>{t('chain.none')}</p>;
  return (
    <>
      <p>{t('chain.joinedBy')}</p>
      <ol className={classes.entries}>
        {joinedBy.map((each, index) => (
          <li key={index} className={classes.entry}>
            {each.kind === 'merge' ? (
              <>
                {t(`merge.${each.rule}`)}: <PersonLink id={each.absorbed} person={people?.get(each.absorbed)} />{' '}
                <span aria-hidden>→</span> <PersonLink id={each.survivor} person={people?.get(each.survivor)} />
              </>
            ) : (
              <>
                {t('chain.attached')} <NamedIdentifier identifier={each.identifier} />
              </>
            )}
            <p className={classes.dimmed}>
              <Time value={each.at} /> · <SourceText source={each.observation?.source ?? null} />
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

function Answer({ between }: { between: string }) {
  const t = useText();
  const { profile } = useProfile();
  const { data, error, refetch } = useQuery({
    queryKey: partKey(profile.id, 'chain', between),
    queryFn: ({ signal }) => api.get('/v1/profiles/{ref}/identity', { path: { ref: profile.id }, query: { between }, signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  if (!data.chain) return <NoChain joinedBy={data.joined_by ?? []} />;
  return (
    <ol className={classes.entries}>
      {data.chain.map((link, index) => (
        <li key={index} className={classes.entry}>
          <NamedIdentifier identifier={link.a} /> — <NamedIdentifier identifier={link.b} />
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
