// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { Fragment } from 'react';
import { Icon } from '../../ui/Icon';
import { inReachOrder, isReachable, isSuppressed, shorten, shownAddress } from '../../ui/identifier';
import { useIdentifierType } from '../../ui/identifier_type';
import { RoleBadge } from '../../ui/RoleBadge';
import { StatusBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { initialsOf } from './initials';
import { useProfile, type Listed } from './profile';
import { ProfileActions } from './ProfileActions';
import classes from './profile.module.css';
import { useText } from './text';

const mostShown = 6;

/** Email and number as they are; of a token its kind says more than its letters. */
function Address({ listed: { type, given, role, endpoint } }: { listed: Listed }) {
  const typeName = useIdentifierType();
  const isClaimed = role === 'claimed';
  const text = type === 'email' ? shownAddress(given).slice(0, 200) : shorten(given);
  return (
    <li>
      <span className={classes.kind}>{typeName(type)}</span>
      <bdi dir="ltr" className={classes.address} title={given.slice(0, 500)}>
        {text}
      </bdi>
      {endpoint && !(isClaimed && endpoint.state === 'active') && <StatusBadge status={endpoint.state} />}
      {isClaimed && <RoleBadge role={role} />}
    </li>
  );
}

/** What can't be written to is said to be so, also of those that are not shown; of each kind the first are those that can. */
function Reach({ identifiers }: { identifiers: readonly Listed[] }) {
  const t = useText();
  const isActive = (each: Listed) => Number(each.endpoint?.state !== 'active');
  const reached = inReachOrder(identifiers.filter(isReachable).sort((a, b) => isActive(a) - isActive(b)));
  const shown = reached.slice(0, mostShown);
  const rest = reached.slice(mostShown);
  const suppressed = new Set(rest.filter(isSuppressed).flatMap((each) => each.endpoint?.state ?? []));
  if (reached.length === 0) return <p className={classes.dimmed}>{t('reach.none')}</p>;
  return (
    <ul className={classes.reach} aria-label={t('reach')}>
      {shown.map((each) => (
        <Address key={`${each.type}:${each.value}`} listed={each} />
      ))}
      {rest.length > 0 && (
        <li>
          <span className={classes.dimmed}>{t('reach.more', { count: rest.length })}</span>
          {[...suppressed].map((state) => (
            <StatusBadge key={state} status={state} />
          ))}
        </li>
      )}
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
          <Title order={1} dir="auto" className={`foreign ${classes.name}`} title={name.slice(0, 500)}>
            <Breakable text={name.slice(0, 500)} />
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
