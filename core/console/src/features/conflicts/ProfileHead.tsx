// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { personName } from '../../ui/person_name';
import { StatusBadge, ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import classes from './comparison.module.css';
import type { Profile } from './compare';
import own from './conflicts.module.css';
import { useText } from './text';
import { useWords } from './words';

export function nameOf(profile: Profile): string {
  const { first_name, last_name } = profile.fields;
  return personName({ ...profile, first_name, last_name });
}

export function ProfileHead({ profile, isSurvivor }: { profile: Profile; isSurvivor: boolean }) {
  const t = useText();
  const words = useWords();
  return (
    <section className={classes.side}>
      <Title order={2} size="h3">
        <Link to="/contacts/$ref" params={{ ref: profile.id }} className={own.person} title={nameOf(profile)}>
          <bdi>{nameOf(profile)}</bdi>
        </Link>
      </Title>
      <div className={classes.badges}>
        <StatusBadge status={profile.known ? 'known' : 'anonymous'} />
        {isSurvivor && (
          <ToneBadge tone="info" icon="check">
            {t('compare.survivor')}
          </ToneBadge>
        )}
      </div>
      <dl className={own.facts}>
        <dt>{t('compare.id')}</dt>
        <dd>
          <bdi>{profile.id}</bdi>
        </dd>
        <dt>{t('compare.created')}</dt>
        <dd>
          <Time value={profile.created_at} />
        </dd>
        <dt>{t('compare.lastSeen')}</dt>
        <dd>
          <Time value={profile.last_seen_at} form="ago" />
        </dd>
        <dt>{t('compare.source')}</dt>
        <dd className="foreign">{words.plainSource(profile.source)}</dd>
      </dl>
    </section>
  );
}
