// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Icon } from '../../ui/Icon';
import { personName } from '../../ui/person_name';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { WithName } from '../../ui/WithName';
import type { Deleted, useRestoring } from './restoring';
import { useText } from './text';

/** The title counts all of them. */
const shownNames = 5;

function Restored({ rows }: { rows: readonly Deleted[] }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <Alert color="green" role="group" icon={<Icon name="check" />} title={t('restored', { count: rows.length })}>
      <ul>
        {rows.slice(0, shownNames).map((row) => (
          <li key={row.id} className="foreign">
            <Link to="/contacts/$ref" params={{ ref: row.id }}>
              <bdi>{personName(row)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

export function NotRestored({ row }: { row: Deleted }) {
  const t = useText();
  return <WithName text={t('refused')} name={personName(row)} />;
}

/** Who is back among the contacts, and who could not be restored and why. */
export function Outcome({ restored, refused }: Pick<ReturnType<typeof useRestoring>, 'restored' | 'refused'>) {
  return (
    <>
      <div role="status">
        <Restored rows={restored} />
      </div>
      {refused.map(({ row, error }) => (
        <ProblemAlert key={row.id} title={<NotRestored row={row} />} error={error} />
      ))}
    </>
  );
}
