// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Schema } from '../../../api/types';
import { useChannelName } from '../../../ui/channel';
import { useReasonText } from '../../../ui/reason';
import { StatusBadge, ToneBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { useFormat } from '../../../i18n/format';
import { useSession } from '../../session/session';
import { Facts } from '../Facts';
import { LongText } from '../LongText';
import { PopoverButton } from '../PopoverButton';
import classes from '../profile.module.css';
import { ProvenanceFacts, SourceText } from '../SourceText';
import { useText } from '../text';
import { Ledger } from './Ledger';
import { SubscriptionDialog } from './SubscriptionDialog';
import type { ShownSubscription } from './SubscriptionsCard';

/** What the server says of what it wrote, in the words of here if they are known. */
function WarningText({ of: { code, detail } }: { of: Schema<'Violation'> }) {
  const t = useText();
  if (code === 'left_by_person') return <>{t('subscription.left', { person: t('by.person') })}</>;
  return <bdi className="foreign">{detail}</bdi>;
}

interface SubscriptionItemProps {
  name: string;
  shown: ShownSubscription;
  showsLedger: boolean;
  onLedger: () => void;
}

export function SubscriptionItem({ name, shown, showsLedger, onLedger }: SubscriptionItemProps) {
  const t = useText();
  const format = useFormat();
  const reason = useReasonText();
  const channelName = useChannelName();
  const { can } = useSession();
  const [editing, setEditing] = useState(false);
  const [warnings, setWarnings] = useState<readonly Schema<'Violation'>[]>([]);
  const ledger = useId();
  const { subscription, category } = shown;
  const channels = category?.channels ?? subscription?.channels ?? [];
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <strong className={`foreign ${classes.grows}`}>{name}</strong>
        {subscription ? (
          <StatusBadge status={subscription.state} />
        ) : (
          <ToneBadge tone="neutral" icon="minus">
            {t('subscription.never')}
          </ToneBadge>
        )}
        {subscription?.evidence && (
          <PopoverButton label={t('provenance.of', { name })}>
            {() => <ProvenanceFacts observation={subscription.evidence} />}
          </PopoverButton>
        )}
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={showsLedger}
          aria-controls={ledger}
          aria-label={t('ledger.of', { name })}
          onClick={onLedger}
        >
          {t('ledger')}
        </Button>
        {can('write') && category && (
          <Button variant="default" size="compact-sm" aria-label={t('subscription.changeOf', { name })} onClick={() => setEditing(true)}>
            {t('subscription.change')}
          </Button>
        )}
      </div>
      {subscription && (
        <Facts
          facts={[
            [t('subscription.since'), subscription.since && <Time key="since" value={subscription.since} />],
            [t('subscription.by'), t(`by.${subscription.by}`)],
            [t('source'), subscription.source && <SourceText key="source" source={subscription.source} />],
            [t('reason'), subscription.reason && reason(subscription.reason)],
            [t('comment'), subscription.comment && <LongText key="comment" text={subscription.comment} />],
            [t('proof'), subscription.proof && <LongText key="proof" text={subscription.proof} />],
            [t('subscription.channels'), channels.length > 0 && format.list(channels.map(channelName))],
          ]}
        />
      )}
      {warnings.map((each) => (
        <p key={each.code} role="status" className={`${classes.note} ${classes.warn}`}>
          <WarningText of={each} />
        </p>
      ))}
      <div id={ledger}>{showsLedger && <Ledger category={shown.key} name={name} />}</div>
      {category && (
        <SubscriptionDialog
          category={category}
          name={name}
          subscription={subscription}
          opened={editing}
          onClose={() => setEditing(false)}
          onSaved={setWarnings}
        />
      )}
    </li>
  );
}
