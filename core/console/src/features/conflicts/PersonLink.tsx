// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { shownAddress } from '../../ui/identifier';
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

/** The first address that a channel reaches, unless it stands there as the name. */
function addressOf(person: Person | undefined): string | undefined {
  const first = person?.identifiers.find((each) => each.endpoint?.channel != null);
  if (!person || !first || personName(person) === first.given) return undefined;
  return shownAddress(first.given);
}

function Side({ id, person }: PersonLinkProps) {
  const address = addressOf(person);
  return (
    <span className={classes.side}>
      <PersonLink id={id} person={person} />
      {address !== undefined && (
        <bdi className={classes.address} dir="ltr" title={address.slice(0, 500)}>
          {address}
        </bdi>
      )}
    </span>
  );
}

/** Each with an address below: two of one name are told apart by it. */
export function TwoPeople({ ids, people }: { ids: readonly [string, string]; people: readonly (Person | undefined)[] }) {
  return (
    <span className={classes.two}>
      <Side id={ids[0]} person={people[0]} />
      <span aria-hidden>·</span>
      <Side id={ids[1]} person={people[1]} />
    </span>
  );
}
