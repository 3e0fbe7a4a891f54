// SPDX-License-Identifier: Apache-2.0
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Schema } from '../../api/types';
import { useFieldName } from '../../ui/field_name';
import { useFieldText } from '../../ui/field_text';
import type { Column } from '../../ui/KeysetTable';
import { narrowScreen } from '../../ui/keyset_columns';
import { personName } from '../../ui/person_name';
import { useSourceName } from '../../ui/source';
import { StatusBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import type { Contact } from './contact';
import classes from './contacts.module.css';
import { Reach } from './Reach';
import { reachOf } from './reach_order';
import type { ContactSearch } from './search';
import { useText } from './text';

type Sort = NonNullable<ContactSearch['sort']>;
type Sorted = 'updated_at' | 'created_at' | 'name';

export const builtInColumns = ['name', 'reach', 'known', 'tags', 'source', 'last_seen_at', 'updated_at', 'created_at'] as const;
export type BuiltIn = (typeof builtInColumns)[number];
export const fieldPrefix = 'field:';

export interface ContactColumn extends Column<Contact> {
  /** As it stands in an exported table; there addresses have columns of their own, by kind. */
  plain: ((contact: Contact) => string) | 'addresses';
}

/** On a narrow screen, at the end of the line with the name. */
const knownWidth = '9rem';

const descendsFirst = { updated_at: true, created_at: true, name: false };

function nextSort(current: Sort, by: Sorted): Sort {
  if (current === by) return `-${by}`;
  if (current === `-${by}`) return by;
  return descendsFirst[by] ? `-${by}` : by;
}

interface Options {
  chosen: readonly string[];
  fields: readonly Schema<'Field'>[];
  search: ContactSearch;
  onSort: (sort: Sort) => void;
}

const firstSort: Sort = '-updated_at';
/** Addresses: a second one would be a third line of a row on a narrow screen. */
const mostAddresses = { wide: 2, narrow: 1 };

export function useContactColumns({ chosen, fields, search, onSort }: Options): ContactColumn[] {
  const t = useText();
  const nameOf = useFieldName();
  const valueText = useFieldText();
  const sourceName = useSourceName();
  const isNarrow = useMediaQuery(narrowScreen, false, { getInitialValueInEffect: false });
  const most = isNarrow ? mostAddresses.narrow : mostAddresses.wide;
  const { sort = firstSort, channel, state, state_not, reason } = search;
  return useMemo(() => {
    const sorting = (by: Sorted) => ({
      direction: sort === by ? ('ascending' as const) : sort === `-${by}` ? ('descending' as const) : ('none' as const),
      onSort: () => onSort(nextSort(sort, by)),
    });
    const builtIn: Record<BuiltIn, Omit<ContactColumn, 'id' | 'header'>> = {
      name: {
        width: 170,
        grows: true,
        narrow: { line: 1, width: `calc(var(--kith-seen-width) - ${knownWidth})` },
        sort: sorting('name'),
        cell: (contact) => (
          <Link to="/contacts/$ref" params={{ ref: contact.id }} className={classes.name} tabIndex={-1}>
            <bdi>{personName(contact)}</bdi>
          </Link>
        ),
        plain: personName,
      },
      reach: {
        width: 280,
        grows: true,
        narrow: { line: 2, width: 'var(--kith-seen-width)' },
        cell: (contact) => <Reach addresses={reachOf(contact, { channel, state, state_not, reason })} most={most} />,
        plain: 'addresses',
      },
      known: {
        width: 150,
        narrow: { line: 1, width: knownWidth },
        cell: (contact) => <StatusBadge status={contact.known ? 'known' : 'anonymous'} />,
        plain: (contact) => t(contact.known ? 'known.true' : 'cell.anonymous'),
      },
      tags: {
        width: 130,
        cell: (contact) => <bdi>{contact.tags.join(', ')}</bdi>,
        plain: (contact) => contact.tags.join(', '),
      },
      source: {
        width: 170,
        cell: (contact) => <bdi>{sourceName(contact.source)}</bdi>,
        plain: (contact) => sourceName(contact.source),
      },
      last_seen_at: {
        width: 140,
        cell: (contact) => <Time value={contact.last_seen_at} form="ago" />,
        plain: (contact) => contact.last_seen_at ?? '',
      },
      updated_at: {
        width: 140,
        sort: sorting('updated_at'),
        cell: (contact) => <Time value={contact.updated_at} form="ago" />,
        plain: (contact) => contact.updated_at,
      },
      created_at: {
        width: 130,
        sort: sorting('created_at'),
        cell: (contact) => <Time value={contact.created_at} form="date" />,
        plain: (contact) => contact.created_at,
      },
    };
    const made: ContactColumn[] = [];
    for (const id of chosen) {
      const key = id.startsWith(fieldPrefix) ? id.slice(fieldPrefix.length) : undefined;
      const field = key === undefined ? undefined : fields.find((each) => each.key === key);
      if (field) {
        const text = (contact: Contact) => valueText(field, contact.fields?.[field.key]);
        made.push({ id, header: nameOf(field), width: 170, cell: (contact) => <bdi>{text(contact)}</bdi>, plain: text });
      } else if (id in builtIn) {
        made.push({ id, header: t(`column.${id as BuiltIn}`), ...builtIn[id as BuiltIn] });
      }
    }
    return made;
  }, [chosen, fields, sort, channel, state, state_not, reason, most, onSort, t, nameOf, valueText, sourceName]);
}
