// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useKeysetQuery } from '../../api/keyset';
import { useFormat } from '../../i18n/format';
import { EmptyState } from '../../ui/EmptyState';
import type { Column } from '../../ui/KeysetTable';
import { personName } from '../../ui/person_name';
import { Time } from '../../ui/Time';
import classes from './conflicts.module.css';
import { ListFrame } from './ListFrame';
import { pairOf, readConflicts, type Conflict, type Paired } from './lists';
import { TwoPeople } from './PersonLink';
import { conflictSorts, conflictStates, type ConflictSearch } from './search';
import { useText } from './text';
import { useWords } from './words';

type Row = Paired<Conflict>;

interface ListProps {
  search: ConflictSearch;
  onChange: (part: ConflictSearch) => void;
}

function useColumns({ search, onChange }: ListProps): Column<Row>[] {
  const t = useText();
  const words = useWords();
  const format = useFormat();
  const sort = search.order ?? '-last_at';
  return useMemo(() => {
    const sorting = (by: NonNullable<ConflictSearch['order']>) => ({
      direction: sort === by ? ('descending' as const) : ('none' as const),
      onSort: () => onChange({ order: by }),
    });
    const decided: Column<Row> = {
      id: 'decided',
      header: t('column.decided'),
      width: 240,
      cell: (row) =>
        row.decided && (
          <bdi>
            {words.source(row.decided.observation)} · <Time value={row.decided.at} form="ago" />
          </bdi>
        ),
    };
    return [
      { id: 'who', header: t('column.who'), width: 270, grows: true, cell: (row) => <TwoPeople ids={pairOf(row.profiles)} people={row.people} /> },
      { id: 'why', header: t('column.why'), width: 340, grows: true, cell: (row) => <span className={classes.twoLines} title={words.evidence(row)}>{words.why(row)}</span> },
      {
        id: 'observations',
        header: t('column.observations'),
        width: 150,
        sort: sorting('-observations'),
        cell: (row) => format.number(row.observations),
      },
      { id: 'last', header: t('column.last'), width: 150, sort: sorting('-last_at'), cell: (row) => <Time value={row.last_at} form="ago" /> },
      ...(search.verdict && search.verdict !== 'open' ? [decided] : []),
    ];
  }, [t, words, format, sort, search.verdict, onChange]);
}

const decidedNone = { title: 'empty.decided', explain: 'empty.decided.explain' } as const;
const emptyOf = {
  open: { title: 'empty.conflicts', explain: 'empty.conflicts.explain' },
  merged: decidedNone,
  forbidden: decidedNone,
  dismissed: { title: 'empty.aside', explain: 'empty.asideConflicts.explain' },
} as const;

/** Those whom observations would have joined and a rule kept apart. */
export function ConflictQueue({ search, onChange }: ListProps) {
  const t = useText();
  const navigate = useNavigate();
  const columns = useColumns({ search, onChange });
  const { verdict, order } = search;
  const list = useKeysetQuery<Row>({
    queryKey: ['conflicts', verdict, order],
    rowId: (row) => row.id,
    fetchPage: (cursor, signal) => readConflicts({ verdict, order }, { cursor, signal }),
  });
  const empty = emptyOf[verdict ?? 'open'];
  return (
    <>
      <div className={classes.bar}>
        <NativeSelect
          label={t('filter.state')}
          value={verdict ?? 'open'}
          onChange={(event) => onChange({ verdict: event.currentTarget.value as ConflictSearch['verdict'] })}
          data={conflictStates.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
        <NativeSelect
          label={t('filter.sort')}
          value={order ?? '-last_at'}
          onChange={(event) => onChange({ order: event.currentTarget.value as ConflictSearch['order'] })}
          data={conflictSorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
        />
      </div>
      <ListFrame
        label={t('view.conflicts')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) => {
          const [a, b] = row.people.map((person, index) => (person ? personName(person) : (row.profiles[index] ?? '')));
          return t('pair.title', { a: a ?? '', b: b ?? '' });
        }}
        onOpen={(row) => void navigate({ to: '/conflicts/$id', params: { id: row.id } })}
        empty={
          <EmptyState icon="check" title={t(empty.title)}>
            {t(empty.explain)}
          </EmptyState>
        }
      />
    </>
  );
}
