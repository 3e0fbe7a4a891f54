// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import classes from './profile.module.css';

/** Names with what is so called; what has nothing to say is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="foreign">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
