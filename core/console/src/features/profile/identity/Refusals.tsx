// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../../api/types';
import { ToneBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { pageSize, usePeople } from '../../conflicts/people';
import { PersonWithId } from '../../conflicts/PersonLink';
import { useWords } from '../../conflicts/words';
import { Facts } from '../Facts';
import { NamedIdentifier } from '../identifiers/NamedIdentifier';
import { PopoverButton } from '../PopoverButton';
import type { Provenance } from '../profile';
import classes from '../profile.module.css';
import { ProvenanceFacts } from '../SourceText';
import { useText } from '../text';

type Identity = Schema<'Identity'>;

/** Who made the prohibitions that stand, by whom they are about. */
function forbiddersOf(notMerged: Identity['not_merged']): ReadonlyMap<string, Provenance> {
  return new Map(notMerged.filter((each) => each.must_not_link !== null).map((each) => [each.profile, each.observation]));
}

/** Who decided it, and why, stands with it. */
function ProhibitionLink({ id }: { id: string }) {
  const t = useText();
  return (
    <Link to="/conflicts" search={{ list: 'prohibitions', profile: id }}>
      {t('refused.prohibition')}
    </Link>
  );
}

/** What was asked for and the rules forbade, and with whom this is not one person. */
export function Refusals({ refusals, notMerged }: { refusals: Identity['refusals']; notMerged: Identity['not_merged'] }) {
  const t = useText();
  const { refusal } = useWords();
  const forbidders = forbiddersOf(notMerged);
  // One that was refused because of a prohibition which stands no more.
  const whyOf = ({ profile, code, why }: Identity['not_merged'][number]) =>
    code === 'must_not_link' && !forbidders.has(profile) ? t('refused.lifted') : refusal({ code, detail: why }, forbidders.get(profile));
  // What is told of another profile below stands there alone.
  const told = new Set(notMerged.map((each) => `${each.profile} ${each.code}`));
  const rest = refusals.filter((each) => !each.other || !told.has(`${each.other} ${each.code}`));
  const others = [...notMerged.map((each) => each.profile), ...rest.flatMap((each) => each.other ?? [])];
  const people = usePeople([...new Set(others)].slice(0, 2 * pageSize));
  const personOf = (id: string) => <PersonWithId id={id} person={people?.get(id)} />;
  if (rest.length + notMerged.length === 0) return <p className={classes.dimmed}>{t('refusals.none')}</p>;
  return (
    <ul className={classes.list}>
      {notMerged.map((each, index) => (
        <li key={`n${index}`} className={classes.item}>
          <div className={classes.itemHead}>
            <ToneBadge tone="warn" icon="conflict">
              {t(`refusal.${each.code}`)}
            </ToneBadge>
            <span className={`foreign ${classes.grows}`}>{whyOf(each)}</span>
            <Time value={each.at} />
            <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={each.observation} />}</PopoverButton>
          </div>
          <Facts
            facts={[
              [t('refusal.other'), personOf(each.profile)],
              [t('reason'), each.must_not_link && <ProhibitionLink key="prohibition" id={each.profile} />],
              [t('refusal.identifier'), each.identifier && <NamedIdentifier key="identifier" identifier={each.identifier} />],
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
            <span className={`foreign ${classes.grows}`}>{refusal(each)}</span>
            <Time value={each.last_at} />
            <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={each.observation} />}</PopoverButton>
          </div>
          <Facts
            facts={[
              [t('refusal.identifier'), each.identifier && <NamedIdentifier key="identifier" identifier={each.identifier} />],
              [t('refusal.other'), each.other && personOf(each.other)],
              [t('refusal.times'), t('refusal.count', { count: each.count })],
              [t('refusal.first'), <Time key="first" value={each.first_at} />],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
