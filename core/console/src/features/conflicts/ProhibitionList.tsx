// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import { EmptyState } from '../../ui/EmptyState';
import type { Column } from '../../ui/KeysetTable';
import { personName } from '../../ui/person_name';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import classes from './conflicts.module.css';
import { ListFrame } from './ListFrame';
import { pairOf, readProhibitions, type Paired, type Prohibition } from './lists';
import { TwoPeople } from './PersonLink';
import { ReasonDialog } from './ReasonDialog';
import { refreshIdentity } from './refresh';
import { prohibitionStates, type ConflictSearch } from './search';
import { useText } from './text';
import { useWords } from './words';

type Row = Paired<Prohibition>;

function namesOf(row: Row) {
  const [a, b] = row.profiles.map((id, index) => {
    const person = row.people[index];
    return person ? personName(person) : id;
  });
  return { a: a ?? '', b: b ?? '' };
}

/** One that came with a merge that was taken back may have none. */
function ReasonText({ text }: { text: string }) {
  const t = useText();
  if (!text) return <span className={classes.faint}>{t('reason.none')}</span>;
  return <bdi title={text}>{text}</bdi>;
}

function useColumns(isLifted: boolean, onLift: (row: Row) => void): Column<Row>[] {
  const t = useText();
  const words = useWords();
  const { can } = useSession();
  const canLift = can('write');
  return useMemo(() => {
    const lift: Column<Row> = {
      id: 'lift',
      header: t('column.action'),
      width: 140,
      narrow: { line: 1 },
      cell: (row) => (
        <Button size="compact-sm" variant="default" aria-label={t('lift.of', namesOf(row))} onClick={() => onLift(row)}>
          {t('lift')}
        </Button>
      ),
    };
    const lifted: Column<Row> = {
      id: 'lifted',
      header: t('column.lifted'),
      width: 260,
      cell: (row) =>
        row.lifted && (
          <bdi title={row.lifted.reason ?? undefined}>
            {words.source(row.lifted.observation)} · <Time value={row.lifted.at} form="ago" />
          </bdi>
        ),
    };
    return [
      { id: 'who', header: t('column.who'), width: 300, grows: true, narrow: { line: 1, width: 210 }, cell: (row) => <TwoPeople ids={pairOf(row.profiles)} people={row.people} /> },
      { id: 'reason', header: t('column.reason'), width: 240, grows: true, cell: (row) => <ReasonText text={row.reason} /> },
      { id: 'by', header: t('column.by'), width: 200, cell: (row) => <bdi>{words.source(row.observation)}</bdi> },
      { id: 'at', header: t('column.at'), width: 150, cell: (row) => <Time value={row.at} form="ago" /> },
      ...(isLifted ? [lifted] : canLift ? [lift] : []),
    ];
  }, [t, words, isLifted, canLift, onLift]);
}

interface ProhibitionListProps {
  search: ConflictSearch;
  onChange: (part: ConflictSearch) => void;
}

/** Who may not become one, and the lifting of that. */
export function ProhibitionList({ search, onChange }: ProhibitionListProps) {
  const t = useText();
  const client = useQueryClient();
  const [lifting, setLifting] = useState<Row | undefined>(undefined);
  const { profile, standing } = search;
  const isLifted = standing === 'lifted';
  const columns = useColumns(isLifted, setLifting);
  const list = useKeysetQuery<Row>({
    queryKey: ['prohibitions', profile, standing],
    rowId: (row) => row.id,
    fetchPage: (cursor, signal) => readProhibitions({ profile, standing }, { cursor, signal }),
  });
  async function lift(reason: string | undefined) {
    if (!lifting) return;
    await api.delete('/v1/must-not-links/{id}', { path: { id: lifting.id }, body: reason ? { reason } : {} });
    await refreshIdentity(client);
  }
  return (
    <>
      <div className={classes.bar}>
        <NativeSelect
          label={t('filter.state')}
          value={standing ?? 'standing'}
          onChange={(event) => onChange({ standing: event.currentTarget.value as ConflictSearch['standing'] })}
          data={prohibitionStates.map((value) => ({ value, label: t(`prohibition.${value}`) }))}
        />
      </div>
      <ListFrame
        label={t('view.prohibitions')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) => t('pair.title', namesOf(row))}
        empty={
          <EmptyState icon="link" title={t(isLifted ? 'empty.lifted' : 'empty.prohibitions')}>
            {t('empty.prohibitions.explain')}
          </EmptyState>
        }
      />
      <ReasonDialog
        opened={lifting !== undefined}
        draftKey={`lift/${lifting?.id ?? ''}`}
        title={t('lift.title')}
        confirmLabel={t('lift')}
        onConfirm={lift}
        onClose={() => setLifting(undefined)}
      >
        <p className="foreign">{t('lift.explain', lifting ? namesOf(lifting) : { a: '', b: '' })}</p>
      </ReasonDialog>
    </>
  );
}
