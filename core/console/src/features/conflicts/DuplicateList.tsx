// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useKeysetQuery } from '../../api/keyset';
import { useFormat } from '../../i18n/format';
import { EmptyState } from '../../ui/EmptyState';
import type { Column } from '../../ui/KeysetTable';
import { personName } from '../../ui/person_name';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import { idsOf, bringBack, putAside, useAtOnce, without, type DuplicatePages } from './aside_actions';
import classes from './conflicts.module.css';
import { ListFrame } from './ListFrame';
import { pairOf, readDuplicates, type Duplicate } from './lists';
import { TwoPeople } from './PersonLink';
import { ReasonDialog } from './ReasonDialog';
import { duplicateStates, type ConflictSearch } from './search';
import { useText } from './text';
import { useWords } from './words';

/** From here on somebody is more likely one than two. */
const likely = 80;

const rowId = (row: Duplicate) => idsOf(row).join('-');

function namesOf(row: Duplicate) {
  const [a, b] = pairOf(row.profiles);
  return { a: personName(a), b: personName(b) };
}

function useColumns(isAside: boolean, onMove: (row: Duplicate) => void): Column<Duplicate>[] {
  const t = useText();
  const words = useWords();
  const format = useFormat();
  const { can } = useSession();
  const canMove = can('write');
  return useMemo(() => {
    const aside: Column<Duplicate> = {
      id: 'aside',
      header: t('column.aside'),
      width: 240,
      cell: ({ dismissed }) =>
        dismissed && (
          <bdi title={dismissed.reason ?? undefined}>
            {words.plainSource(dismissed.by.source)} · <Time value={dismissed.at} form="ago" />
          </bdi>
        ),
    };
    const move: Column<Duplicate> = {
      id: 'move',
      header: t('column.action'),
      width: 150,
      narrow: { line: 2 },
      cell: (row) => (
        <Button size="compact-sm" variant="default" aria-label={t(isAside ? 'aside.backOf' : 'aside.of', namesOf(row))} onClick={() => onMove(row)}>
          {t(isAside ? 'aside.back' : 'decide.aside')}
        </Button>
      ),
    };
    return [
      { id: 'who', header: t('column.who'), width: 270, grows: true, narrow: { line: 1, width: 'var(--kith-seen-width)' }, cell: (row) => <TwoPeople ids={idsOf(row)} people={row.profiles} /> },
      {
        id: 'score',
        header: t('column.score'),
        width: 110,
        narrow: { line: 2 },
        cell: ({ score }) =>
          score > 0 && (
            <ToneBadge tone={score >= likely ? 'info' : 'neutral'} icon={score >= likely ? 'check' : 'info'}>
              {format.percent(score / 100)}
            </ToneBadge>
          ),
      },
      {
        id: 'reasons',
        header: t('column.reasons'),
        width: 340,
        grows: true,
        cell: (row) => {
          const text = row.reasons.map((each) => t(`agreement.${each.code}`)).join(' ') || t('agreement.none');
          return <span title={text}>{text}</span>;
        },
      },
      ...(isAside ? [aside] : []),
      ...(canMove ? [move] : []),
    ];
  }, [t, words, format, isAside, canMove, onMove]);
}

interface DuplicateListProps {
  search: ConflictSearch;
  onChange: (part: ConflictSearch) => void;
}

/** Those who may be one person though nothing joins them, and those who were put aside. */
export function DuplicateList({ search, onChange }: DuplicateListProps) {
  const t = useText();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Duplicate | undefined>(undefined);
  const { profile, pairs } = search;
  const isAside = pairs === 'dismissed';
  const queryKey = useMemo(() => ['duplicates', profile, pairs], [profile, pairs]);
  const { atOnce, error } = useAtOnce<DuplicatePages>(queryKey);
  const move = useCallback(
    (row: Duplicate) => (isAside ? void atOnce((shown) => without(row, shown), () => bringBack(row)) : setAsked(row)),
    [isAside, atOnce],
  );
  const columns = useColumns(isAside, move);
  const list = useKeysetQuery<Duplicate>({
    queryKey,
    rowId,
    fetchPage: (cursor, signal) => readDuplicates({ profile, pairs }, { cursor, signal }),
  });
  const [a, b] = asked ? idsOf(asked) : ['', ''];
  return (
    <>
      <div className={classes.bar}>
        <NativeSelect
          label={t('filter.state')}
          value={pairs ?? 'open'}
          onChange={(event) => onChange({ pairs: event.currentTarget.value as ConflictSearch['pairs'] })}
          data={duplicateStates.map((value) => ({ value, label: t(`pairs.${value}`) }))}
        />
      </div>
      <ProblemAlert error={error} />
      <ListFrame
        label={t('view.duplicates')}
        list={list}
        columns={columns}
        rowId={rowId}
        rowLabel={(row) => t('pair.title', namesOf(row))}
        onOpen={(row) => {
          const [first, second] = idsOf(row);
          void navigate({ to: '/duplicates/$a/$b', params: { a: first, b: second } });
        }}
        empty={
          <EmptyState icon="check" title={t(isAside ? 'empty.aside' : 'empty.duplicates')}>
            {t(isAside ? 'empty.aside.explain' : 'empty.duplicates.explain')}
          </EmptyState>
        }
      />
      <ReasonDialog
        opened={asked !== undefined}
        draftKey={`pair/${a}/${b}/aside`}
        title={t('decide.aside')}
        confirmLabel={t('decide.aside.confirm')}
        onConfirm={async (reason) => {
          if (!asked) return;
          // What was typed stays until it is done, though the pair is gone at once.
          setAsked(undefined);
          return atOnce((shown) => without(asked, shown), () => putAside(asked, reason));
        }}
        onClose={() => setAsked((now) => (now === asked ? undefined : now))}
      >
        <p className="foreign">{t('decide.aside.explain', asked ? namesOf(asked) : { a: '', b: '' })}</p>
      </ReasonDialog>
    </>
  );
}
