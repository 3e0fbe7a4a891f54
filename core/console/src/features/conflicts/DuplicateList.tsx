// SPDX-License-Identifier: Apache-2.0
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useKeysetQuery } from '../../api/keyset';
import { useFormat } from '../../i18n/format';
import { EmptyState } from '../../ui/EmptyState';
import type { Column } from '../../ui/KeysetTable';
import { personName } from '../../ui/person_name';
import { ToneBadge } from '../../ui/StatusBadge';
import { ListFrame } from './ListFrame';
import { pairOf, readDuplicates, type Duplicate } from './lists';
import { TwoPeople } from './PersonLink';
import type { ConflictSearch } from './search';
import { useText } from './text';

/** From here on somebody is more likely one than two. */
const likely = 80;

function idsOf(row: Duplicate) {
  const [a, b] = pairOf(row.profiles);
  return [a.id, b.id] as const;
}

function useColumns(): Column<Duplicate>[] {
  const t = useText();
  const format = useFormat();
  return useMemo(
    () => [
      { id: 'who', header: t('column.who'), width: 320, grows: true, cell: (row) => <TwoPeople ids={idsOf(row)} people={row.profiles} /> },
      {
        id: 'score',
        header: t('column.score'),
        width: 130,
        cell: (row) => (
          <ToneBadge tone={row.score >= likely ? 'info' : 'neutral'} icon={row.score >= likely ? 'check' : 'info'}>
            {format.percent(row.score / 100)}
          </ToneBadge>
        ),
      },
      {
        id: 'reasons',
        header: t('column.reasons'),
        width: 420,
        grows: true,
        cell: (row) => {
          const text = row.reasons.map((each) => t(`agreement.${each.code}`)).join(' ');
          return <span title={text}>{text}</span>;
        },
      },
    ],
    [t, format],
  );
}

/** Those who may be one person though nothing joins them. */
export function DuplicateList({ search }: { search: ConflictSearch }) {
  const t = useText();
  const navigate = useNavigate();
  const columns = useColumns();
  const { profile } = search;
  const rowId = (row: Duplicate) => idsOf(row).join('-');
  const list = useKeysetQuery<Duplicate>({
    queryKey: ['duplicates', profile],
    rowId,
    fetchPage: (cursor, signal) => readDuplicates({ profile }, { cursor, signal }),
  });
  return (
    <ListFrame
      label={t('view.duplicates')}
      list={list}
      columns={columns}
      rowId={rowId}
      rowLabel={(row) => {
        const [a, b] = pairOf(row.profiles);
        return t('pair.title', { a: personName(a), b: personName(b) });
      }}
      onOpen={(row) => {
        const [a, b] = idsOf(row);
        void navigate({ to: '/duplicates/$a/$b', params: { a, b } });
      }}
      empty={
        <EmptyState icon="check" title={t('empty.duplicates')}>
          {t('empty.duplicates.explain')}
        </EmptyState>
      }
    />
  );
}
