// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { personName } from '../../ui/person_name';
import classes from './conflicts.module.css';
import type { Person } from './people';

/** Who it is, or the id alone of one who is nobody of their own any more. */
export function PersonLink({ id, person }: { id: string; person: Person | undefined }) {
  const name = person ? personName(person) : id;
  return (
    <Link to="/contacts/$ref" params={{ ref: id }} className={classes.person} title={name}>
      <bdi>{name}</bdi>
    </Link>
  );
}

export function TwoPeople({ ids, people }: { ids: readonly [string, string]; people: readonly (Person | undefined)[] }) {
  return (
    <span className={classes.two}>
      <PersonLink id={ids[0]} person={people[0]} />
      <span aria-hidden>·</span>
      <PersonLink id={ids[1]} person={people[1]} />
    </span>
  );
}
