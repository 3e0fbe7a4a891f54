// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useKeysetQuery } from '../../api/keyset';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import type { Column } from '../../ui/KeysetTable';
import { personName } from '../../ui/person_name';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import { ListFrame } from './ListFrame';
import { readMerges, type Merge, type Paired } from './lists';
import { TwoPeople } from './PersonLink';
import type { ConflictSearch } from './search';
import { useText } from './text';
import { useWords } from './words';

type Row = Paired<Merge>;

function nameOf(row: Row): string {
  return row.people[0] ? personName(row.people[0]) : row.survivor;
}

function useColumns(onOpen: (row: Row) => void): Column<Row>[] {
  const t = useText();
  const words = useWords();
  const { can } = useSession();
  const canUndo = can('write');
  return useMemo(() => {
    const undo: Column<Row> = {
      id: 'undo',
      header: t('column.action'),
      width: 140,
      narrow: { line: 2 },
      cell: (row) =>
        !row.undone && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="undo" size={14} />}
            aria-label={t('undo.of', { name: nameOf(row) })}
            onClick={() => onOpen(row)}
          >
            {t('undo')}
          </Button>
        ),
    };
    return [
      { id: 'who', header: t('column.merged'), width: 300, grows: true, narrow: { line: 1, width: 200 }, cell: (row) => <TwoPeople ids={[row.survivor, row.absorbed]} people={row.people} /> },
      { id: 'at', header: t('column.at'), width: 150, narrow: { line: 2 }, cell: (row) => <Time value={row.at} form="ago" /> },
      { id: 'rule', header: t('column.rule'), width: 200, cell: (row) => <span title={words.rule(row)}>{words.rule(row)}</span> },
      { id: 'by', header: t('column.by'), width: 180, grows: true, cell: (row) => <bdi>{words.source(row.observation)}</bdi> },
      {
        id: 'state',
        header: t('column.state'),
        width: 150,
        narrow: { line: 1 },
        cell: (row) => (
          <ToneBadge tone={row.undone ? 'neutral' : 'good'} icon={row.undone ? 'undo' : 'check'}>
            {t(row.undone ? 'merge.undone' : 'merge.stands')}
          </ToneBadge>
        ),
      },
      ...(canUndo ? [undo] : []),
    ];
  }, [t, words, canUndo, onOpen]);
}

/** All merges, the newest first, those too that were taken back. */
export function MergeList({ search, onOpen }: { search: ConflictSearch; onOpen: (merge: Merge) => void }) {
  const t = useText();
  const columns = useColumns(onOpen);
  const { profile } = search;
  const list = useKeysetQuery<Row>({
    queryKey: ['merges', profile],
    rowId: (row) => row.id,
    fetchPage: (cursor, signal) => readMerges({ profile }, { cursor, signal }),
  });
  return (
    <ListFrame
      label={t('view.merges')}
      list={list}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={nameOf}
      onOpen={onOpen}
      empty={
        <EmptyState icon="conflict" title={t('empty.merges')}>
          {t('empty.merges.explain')}
        </EmptyState>
      }
    />
  );
}
