// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../../../api/types';
import { useReasonText } from '../../../ui/reason';
import { lookOf } from '../../../ui/status';
import { StatusBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { useSession } from '../../session/session';
import { Facts } from '../Facts';
import { LongText } from '../LongText';
import { PopoverButton } from '../PopoverButton';
import type { Listed } from '../profile';
import classes from '../profile.module.css';
import { ProvenanceFacts } from '../SourceText';
import { useText } from '../text';
import { LiftDialog } from './LiftDialog';
import { isLiftable } from './lifting';

export type EndpointEntry = Schema<'Endpoint'>['states'][number];

function Lifted({ lifted }: { lifted: NonNullable<EndpointEntry['lifted']> }) {
  const t = useText();
  const reason = useReasonText();
  return (
    <p className={classes.lifted}>
      {t(`lifted.${lifted.by}`)} <Time value={lifted.at} />
      {lifted.reason && (
        <>
          {' · '}
          <span className="foreign">{reason(lifted.reason)}</span>
        </>
      )}
      {lifted.proof && (
        <>
          {' · '}
          {t('proof')}: <LongText text={lifted.proof} />
        </>
      )}
    </p>
  );
}

/** Everything that was said of an address, each with its date, its reason and the provider's words. */
export function EndpointStates({ listed, endpoint }: { listed: Listed; endpoint: Schema<'Endpoint'> }) {
  const t = useText();
  const reason = useReasonText();
  const { can } = useSession();
  const [lifting, setLifting] = useState<EndpointEntry | undefined>(undefined);
  const stands = lookOf(endpoint.state).tone;
  return (
    <div className={`${classes.states} ${stands === 'bad' || stands === 'warn' ? classes[stands] : ''}`}>
      <ul aria-label={t('states.of', { value: listed.given.slice(0, 100) })}>
        {endpoint.states.map((entry, index) => (
          <li key={`${entry.state} ${entry.since} ${index}`} data-lifted={entry.lifted ? true : undefined}>
            <div className={classes.itemHead}>
              <StatusBadge status={entry.state} />
              <span className={classes.grows}>
                {entry.reason && <strong className="foreign">{reason(entry.reason)}</strong>}
              </span>
              <Time value={entry.since} />
              <PopoverButton label={t('states.from', { state: t(`state.${entry.state}`) })}>
                {() => <ProvenanceFacts observation={entry.evidence} />}
              </PopoverButton>
              {can('write') && isLiftable(entry, endpoint) && (
                <Button variant="default" size="compact-sm" onClick={() => setLifting(entry)}>
                  {t('lift.action')}
                </Button>
              )}
            </div>
            {entry.detail && (
              <blockquote className={classes.quote}>
                <LongText text={entry.detail} />
              </blockquote>
            )}
            <Facts facts={[[t('states.until'), entry.until && <Time key="until" value={entry.until} />]]} />
            {entry.lifted && <Lifted lifted={entry.lifted} />}
            {!entry.lifted && entry.state === 'blocked' && <p className={classes.dimmed}>{t('states.blocked')}</p>}
          </li>
        ))}
      </ul>
      <LiftDialog listed={listed} entry={lifting} onClose={() => setLifting(undefined)} />
    </div>
  );
}
