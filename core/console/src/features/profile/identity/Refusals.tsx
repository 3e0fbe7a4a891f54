// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../../api/types';
import { useIdentifierType } from '../../../ui/identifier_type';
import { ToneBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { Facts } from '../Facts';
import { LongText } from '../LongText';
import { PopoverButton } from '../PopoverButton';
import classes from '../profile.module.css';
import { ProvenanceFacts } from '../SourceText';
import { useText } from '../text';

type Identity = Schema<'Identity'>;

function Other({ id }: { id: string }) {
  return (
    <Link to="/contacts/$ref" params={{ ref: id }}>
      <code>{id}</code>
    </Link>
  );
}

/** What was asked for and the rules forbade, and with whom this is not one person. */
export function Refusals({ refusals, notMerged }: { refusals: Identity['refusals']; notMerged: Identity['not_merged'] }) {
  const t = useText();
  const typeName = useIdentifierType();
  const name = (each: { type: string; value: string } | null) => each && `${typeName(each.type)}: ${each.value}`;
  // What is told of another profile below stands there alone.
  const told = new Set(notMerged.map((each) => `${each.profile} ${each.code}`));
  const rest = refusals.filter((each) => !each.other || !told.has(`${each.other} ${each.code}`));
  if (rest.length + notMerged.length === 0) return <p className={classes.dimmed}>{t('refusals.none')}</p>;
  return (
    <ul className={classes.list}>
      {notMerged.map((each, index) => (
        <li key={`n${index}`} className={classes.item}>
          <div className={classes.itemHead}>
            <ToneBadge tone="warn" icon="conflict">
              {t(`refusal.${each.code}`)}
            </ToneBadge>
            <span className={`foreign ${classes.grows}`}>{each.why}</span>
            <Time value={each.at} />
            <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={each.observation} />}</PopoverButton>
          </div>
          <Facts
            facts={[
              [t('refusal.other'), <Other key="other" id={each.profile} />],
              [t('refusal.identifier'), each.identifier && <LongText key="identifier" text={name(each.identifier) ?? ''} />],
            ]}
          />
        </li>
      ))}
      {rest.map((each, index) => (
        <li key={`r${index}`} className={classes.item}>
          <div className={classes.itemHead}>
            <ToneBadge tone="warn" icon="alert">
              {t(`refusal.${each.code}`)}
            </ToneBadge>
            <span className={`foreign ${classes.grows}`}>{each.detail}</span>
            <Time value={each.last_at} />
            <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={each.observation} />}</PopoverButton>
          </div>
          <Facts
            facts={[
              [t('refusal.identifier'), each.identifier && <LongText key="identifier" text={name(each.identifier) ?? ''} />],
              [t('refusal.other'), each.other && <Other key="other" id={each.other} />],
              [t('refusal.times'), t('refusal.count', { count: each.count })],
              [t('refusal.first'), <Time key="first" value={each.first_at} />],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
