// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { shownAddress } from '../../ui/identifier';
import { useReasonText } from '../../ui/reason';
import { useSourceName } from '../../ui/source';
import { StatusBadge, ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import type { Activity } from './activity';
import classes from './activity.module.css';
import { useText } from './text';

/** Scrolls in a place of its own. */
const longText = 300;

/** Every status that it reached, whoever did it, in the order of time. */
function Progress({ activity }: { activity: Activity }) {
  const t = useText();
  const reasonText = useReasonText();
  return (
    <ol className={classes.progress} aria-label={t('progress')}>
      {activity.status_history.map((each) => (
        <li key={`${each.status} ${each.machine ?? ''} ${each.at}`}>
          <span className={classes.step}>
            <StatusBadge status={each.status} />
            <Time value={each.at} />
            {each.last_at !== each.at && (
              <span>
                {t('progress.again')} <Time value={each.last_at} />
              </span>
            )}
            {each.machine && (
              <ToneBadge tone="neutral" icon="settings">
                {t('machine')}
              </ToneBadge>
            )}
          </span>
          {each.machine && <p className={classes.faint}>{t(`machine.${each.machine}`)}</p>}
          {each.reason && <p className="foreign">{reasonText(each.reason)}</p>}
        </li>
      ))}
    </ol>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd className="foreign">{children}</dd>
    </div>
  );
}

function Property({ value, label }: { value: unknown; label: string }) {
  const t = useText();
  if (value === null) return t('property.none');
  if (typeof value === 'boolean') return t(value ? 'property.yes' : 'property.no');
  const text = typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
  if (typeof value !== 'object' && text.length <= longText) return text;
  return (
    <pre className={classes.json} tabIndex={0} role="group" aria-label={label}>
      {text}
    </pre>
  );
}

export function ActivityDetails({ activity }: { activity: Activity }) {
  const t = useText();
  const sourceName = useSourceName();
  const { message, endpoint, properties } = activity;
  return (
    <>
      {activity.status_history.length > 0 && <Progress activity={activity} />}
      <dl className={classes.facts}>
        {message?.name && <Fact name={t('fact.message')}>{message.name}</Fact>}
        {message?.id && <Fact name={t('fact.messageId')}>{message.id}</Fact>}
        {activity.event && <Fact name={t('fact.event')}>{activity.event}</Fact>}
        {endpoint && <Fact name={t('fact.address')}><bdi dir="ltr">{shownAddress(endpoint.value)}</bdi></Fact>}
        <Fact name={t('fact.source')}>{sourceName(activity.source)}</Fact>
        {Object.entries(properties).map(([name, value]) => (
          <Fact key={name} name={<bdi>{name}</bdi>}>
            <Property value={value} label={name} />
          </Fact>
        ))}
      </dl>
    </>
  );
}
