// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { personName } from '../../ui/person_name';
import classes from './conflicts.module.css';
import type { Person } from './people';

interface PersonLinkProps {
  id: string;
  person: Person | undefined;
}

/** Who it is, or the id alone of one whom nothing names. */
export function PersonLink({ id, person }: PersonLinkProps) {
  const name = person ? personName(person) : id;
  return (
    <Link to="/contacts/$ref" params={{ ref: id }} className={classes.person} title={name}>
      <bdi>{name}</bdi>
    </Link>
  );
}

/** With the id below the name: people of one name are told apart by it. */
export function PersonWithId({ id, person }: PersonLinkProps) {
  const isNamed = person && personName(person) !== id;
  return (
    <>
      <PersonLink id={id} person={person} />
      {isNamed && (
        <bdi className={classes.id} dir="ltr">
          {id}
        </bdi>
      )}
    </>
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
