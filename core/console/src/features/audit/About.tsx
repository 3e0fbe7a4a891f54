// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '../../api/types';
import { personName } from '../../ui/person_name';
import type { Person } from '../conflicts/people';
import { PersonWithId } from '../conflicts/PersonLink';
import classes from '../settings/settings.module.css';
import { subjectOf, type Subject } from './subject';
import { useText } from './text';
import { useUsers } from './users';

/** Goes to the screen of what was acted upon, if it has one. */
function SubjectLink({ subject: { kind, id, isGone, isLifted }, children }: { subject: Subject; children: ReactNode }) {
  if (isGone) return children;
  switch (kind) {
    case 'conflicts':
      return <Link to="/conflicts/$id" params={{ id }}>{children}</Link>;
    case 'merges':
      return <Link to="/conflicts" search={{ list: 'merges', merge: id }}>{children}</Link>;
    case 'must-not-links':
      return <Link to="/conflicts" search={{ list: 'prohibitions', ...(isLifted && { standing: 'lifted' as const }) }}>{children}</Link>;
    case 'segments':
      return <Link to="/settings/segments/$id" params={{ id }}>{children}</Link>;
    case 'fields':
      return <Link to="/settings/fields/$key" params={{ key: id }}>{children}</Link>;
    case 'field-groups':
      return <Link to="/settings/field-groups/$key" params={{ key: id }}>{children}</Link>;
    case 'categories':
      return <Link to="/settings/categories/$key" params={{ key: id }}>{children}</Link>;
    case 'keys':
      return <Link to="/settings/keys">{children}</Link>;
    case 'users':
      return <Link to="/settings/people/$id" params={{ id }}>{children}</Link>;
    default:
      return children;
  }
}

interface AboutProps {
  entry: Schema<'AuditEntry'>;
  /** Whom it is about, unless they are gone or not read yet. */
  person: Person | undefined;
  /** The id beside the name too. */
  withId?: boolean;
}

/** About whom or what somebody did something. */
export function About({ entry, person, withId = false }: AboutProps) {
  const t = useText();
  const users = useUsers();
  if (entry.profile_id) {
    if (withId) return <PersonWithId id={entry.profile_id} person={person} />;
    return (
      <Link to="/contacts/$ref" params={{ ref: entry.profile_id }} className={person ? undefined : classes.code} title={entry.profile_id}>
        <bdi>{person ? personName(person) : entry.profile_id}</bdi>
      </Link>
    );
  }
  const subject = subjectOf(entry);
  if (!subject) return null;
  const { kind, id, verdict } = subject;
  if (!kind) return <bdi className={classes.code}>{id}</bdi>;
  const user = kind === 'users' ? users.find((each) => each.id === id) : undefined;
  const word = kind === 'conflicts' && verdict ? t(`target.conflicts.${verdict}`) : t(`target.${kind}`);
  return (
    <span title={entry.target ?? undefined}>
      <SubjectLink subject={kind === 'users' && !user ? { ...subject, isGone: true } : subject}>
        {word} {user ? <bdi>{user.name}</bdi> : <bdi className={classes.code}>{id}</bdi>}
      </SubjectLink>
    </span>
  );
}
