// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useKeysetQuery } from '../../api/keyset';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { personName } from '../../ui/person_name';
import { useProblemText } from '../../ui/problem_text';
import { StatusBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { AddMembers } from './AddMembers';
import { membersKey, readMembers, useSegmentChanged, type Person, type Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

/** As many as one call takes. */
const atOnce = 1000;

function useColumns(onWhy: (ref: string) => void): Column<Person>[] {
  const t = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 220,
        grows: true,
        cell: (person) => (
          <Link to="/contacts/$ref" params={{ ref: person.id }} className={classes.name} tabIndex={-1}>
            <bdi>{personName(person)}</bdi>
          </Link>
        ),
      },
      {
        id: 'reach',
        header: t('column.reach'),
        width: 300,
        grows: true,
        cell: (person) => {
          const first = person.identifiers.find((each) => each.endpoint) ?? person.identifiers[0];
          const state = first?.endpoint?.state;
          return (
            <span className={classes.bar}>
              <bdi dir="ltr">{first?.given}</bdi>
              {state && state !== 'active' && <StatusBadge status={state} />}
            </span>
          );
        },
      },
      { id: 'seen', header: t('column.seen'), width: 150, cell: (person) => <Time value={person.last_seen_at} form="ago" /> },
      {
        id: 'why',
        header: t('tab.why'),
        width: 110,
        cell: (person) => (
          <Button
            size="compact-sm"
            variant="default"
            tabIndex={-1}
            aria-label={t('why.of', { name: personName(person) })}
            onClick={() => onWhy(person.id)}
          >
            {t('why.ask')}
          </Button>
        ),
      },
    ],
    [t, onWhy],
  );
}

interface TotalProps {
  id: string;
  count: number | undefined;
  isAtLeast: boolean;
}

/** Up to 10,000 are counted at once, the others when somebody wants to know. */
function Total({ id, count, isAtLeast }: TotalProps) {
  const t = useText();
  const say = useProblemText();
  const [wantsAll, setWantsAll] = useState(false);
  const all = useQuery({
    queryKey: [...membersKey(id), 'count'],
    queryFn: ({ signal }) =>
      api.get('/v1/segments/{id}/members', { path: { id }, query: { count: 'exact', limit: 1 }, signal }),
    enabled: wantsAll,
  });
  const exact = all.data?.total;
  if (count === undefined) return null;
  const isOpen = isAtLeast && !exact;
  return (
    <div className={classes.bar}>
      <span role="status">{t(isOpen ? 'members.atLeast' : 'members.total', { count: exact?.count ?? count })}</span>
      {isOpen && (
        <Button size="compact-sm" variant="default" loading={all.isFetching} onClick={() => (wantsAll ? void all.refetch() : setWantsAll(true))}>
          {t('members.countAll')}
        </Button>
      )}
      {all.error && <span className="foreign">{say(all.error)}</span>}
    </div>
  );
}

interface MembersTabProps {
  segment: Segment;
  mayChange: boolean;
  onWhy: (ref: string) => void;
}

/** Who is in it now. A static one is changed here. */
export function MembersTab({ segment, mayChange, onWhy }: MembersTabProps) {
  const t = useText();
  const navigate = useNavigate();
  const changed = useSegmentChanged();
  const columns = useColumns(onWhy);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState(false);
  const isList = segment.kind === 'static' && mayChange;
  const list = useKeysetQuery({
    queryKey: membersKey(segment.id),
    fetchPage: (cursor, signal) => readMembers(segment.id, cursor, signal),
    rowId: (row) => row.id,
  });

  async function change(body: { add?: string[]; remove?: string[] }) {
    const result = await api.post('/v1/segments/{id}/members', { path: { id: segment.id }, body });
    await changed(segment.id);
    return result;
  }

  async function remove() {
    const ids = [...selected];
    for (let begin = 0; begin < ids.length; begin += atOnce) await change({ remove: ids.slice(begin, begin + atOnce) });
    setSelected(new Set());
  }

  if (list.error && list.rows.length === 0) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <LoadingState />;
  const add = isList ? (
    <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('members.add')}
    </Button>
  ) : undefined;
  return (
    <div className={list.rows.length > 0 ? classes.table : undefined}>
      {list.rows.length === 0 ? (
        <EmptyState icon="people" title={t('members.none')} action={add}>
          {t(segment.kind === 'static' ? 'members.none.static' : 'members.none.dynamic')}
        </EmptyState>
      ) : (
        <>
          <div className={classes.bar}>
            <Total id={segment.id} count={list.first?.total} isAtLeast={list.first?.at_least ?? false} />
            <span className={classes.spread} />
            {isList && selected.size > 0 && (
              <Button variant="default" leftSection={<Icon name="minus" />} onClick={() => setRemoving(true)}>
                {t('members.remove', { count: selected.size })}
              </Button>
            )}
            {add}
          </div>
          <KeysetTable
            label={t('tab.members')}
            columns={columns}
            rows={list.rows}
            rowId={(row) => row.id}
            rowLabel={personName}
            total={list.first?.at_least ? undefined : list.first?.total}
            {...(isList && { selection: { ids: selected, onChange: setSelected } })}
            onOpen={(person) => void navigate({ to: '/contacts/$ref', params: { ref: person.id } })}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            moreError={list.isFetchNextPageError ? list.error : undefined}
            onLoadMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {isList && <AddMembers id={segment.id} opened={adding} onAdd={(refs) => change({ add: refs })} onClose={() => setAdding(false)} />}
      <ConfirmDialog
        opened={removing}
        title={t('members.remove', { count: selected.size })}
        confirmLabel={t('members.remove', { count: selected.size })}
        danger
        onConfirm={remove}
        onClose={() => setRemoving(false)}
      >
        {t('members.remove.explain')}
      </ConfirmDialog>
    </div>
  );
}
