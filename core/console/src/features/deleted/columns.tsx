// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, useMemo } from 'react';
import { useFormat } from '../../i18n/format';
import { Icon } from '../../ui/Icon';
import { firstTypes, shorten, shownAddress } from '../../ui/identifier';
import { useIdentifierType } from '../../ui/identifier_type';
import type { Column } from '../../ui/KeysetTable';
import { personName } from '../../ui/person_name';
import { useSourceName } from '../../ui/source';
import { Time } from '../../ui/Time';
import classes from './deleted.module.css';
import type { Deleted } from './restoring';
import { useText } from './text';

/** On a narrow screen, at the end of the line with the name. */
const actionWidth = '9rem';

function Addresses({ of }: { of: Deleted }) {
  const typeName = useIdentifierType();
  const textOf = ({ type, value }: Deleted['identifiers'][number]) => (firstTypes.includes(type) ? shownAddress(value) : shorten(value));
  return (
    <span>
      {of.identifiers.map((each, index) => (
        <Fragment key={`${each.type}:${each.value}`}>
          {index > 0 && ' · '}
          <bdi dir="ltr" title={typeName(each.type)}>
            {textOf(each)}
          </bdi>
        </Fragment>
      ))}
    </span>
  );
}

/** When it is erased for good, and how long that is from now. */
function Until({ value }: { value: string }) {
  const format = useFormat();
  return (
    <span>
      <Time value={value} /> <bdi className={classes.faint}>{format.ago(value)}</bdi>
    </span>
  );
}

export function useDeletedColumns(onRestore: (row: Deleted) => void): Column<Deleted>[] {
  const t = useText();
  const sourceName = useSourceName();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 160,
        grows: true,
        narrow: { line: 1, width: `calc(var(--kith-seen-width) - ${actionWidth})` },
        cell: (row) => (
          <Link to="/contacts/$ref" params={{ ref: row.id }} className={classes.name} tabIndex={-1}>
            <bdi>{personName(row)}</bdi>
          </Link>
        ),
      },
      {
        id: 'addresses',
        header: t('column.addresses'),
        width: 240,
        grows: true,
        narrow: { line: 2, width: 'var(--kith-seen-width)' },
        cell: (row) => <Addresses of={row} />,
      },
      { id: 'at', header: t('column.at'), width: 130, cell: (row) => <Time value={row.deleted_at} form="ago" /> },
      { id: 'by', header: t('column.by'), width: 160, cell: (row) => <bdi>{sourceName(row.source)}</bdi> },
      {
        id: 'until',
        header: t('column.until'),
        width: 250,
        cell: (row) => <Until value={row.purge_at} />,
      },
      {
        id: 'action',
        header: t('column.action'),
        width: 150,
        narrow: { line: 1, width: actionWidth },
        cell: (row) => (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="undo" size={14} />}
            aria-label={t('restore.of', { name: personName(row) })}
            onClick={() => onRestore(row)}
          >
            {t('restore')}
          </Button>
        ),
      },
    ],
    [t, sourceName, onRestore],
  );
}
