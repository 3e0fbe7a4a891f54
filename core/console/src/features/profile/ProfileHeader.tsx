// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { Fragment } from 'react';
import { Icon } from '../../ui/Icon';
import { StatusBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { initialsOf } from './initials';
import { useProfile, type Listed } from './profile';
import { ProfileActions } from './ProfileActions';
import classes from './profile.module.css';
import { useText } from './text';

const mostShown = 6;

function isReachable(each: Listed): boolean {
  return each.endpoint?.channel != null;
}

/** What can't be written to is said to be so; the first are those that can. */
function Reach({ identifiers }: { identifiers: readonly Listed[] }) {
  const t = useText();
  const reached = identifiers.filter(isReachable);
  const isActive = (each: Listed) => Number(each.endpoint?.state !== 'active');
  const shown = [...reached].sort((a, b) => isActive(a) - isActive(b)).slice(0, mostShown);
  if (reached.length === 0) return <p className={classes.dimmed}>{t('reach.none')}</p>;
  return (
    <ul className={classes.reach} aria-label={t('reach')}>
      {shown.map((each) => (
        <li key={`${each.type}:${each.value}`}>
          <bdi dir="ltr" className={classes.address} title={each.given.slice(0, 500)}>
            {each.given.slice(0, 200)}
          </bdi>
          {each.endpoint && <StatusBadge status={each.endpoint.state} />}
        </li>
      ))}
      {reached.length > mostShown && <li className={classes.dimmed}>{t('reach.more', { count: reached.length - mostShown })}</li>}
    </ul>
  );
}

/** An address that stands for a name is broken between its parts, and not within one. */
function Breakable({ text }: { text: string }) {
  if (!/^\S+@\S+$/.test(text)) return <>{text}</>;
  return text.split(/(?<=[@.])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

export function ProfileHeader({ name }: { name: string }) {
  const t = useText();
  const { profile } = useProfile();
  const initials = initialsOf(profile.fields.first_name, profile.fields.last_name, name);
  return (
    <div className={classes.header}>
      <span className={classes.avatar} aria-hidden>
        {profile.known && initials ? initials : <Icon name="person" size={28} />}
      </span>
      <div className={classes.who}>
        <div className={classes.nameLine}>
          <Title order={1} className={`foreign ${classes.name}`} title={name.slice(0, 500)}>
            <bdi>
              <Breakable text={name.slice(0, 500)} />
            </bdi>
          </Title>
          <StatusBadge status={profile.known ? 'known' : 'anonymous'} />
        </div>
        <Reach identifiers={profile.identifiers} />
        <p className={classes.dimmed}>
          {t('lastSeen')} <Time value={profile.last_seen_at} form="ago" />
        </p>
      </div>
      <ProfileActions name={name} />
    </div>
  );
}
