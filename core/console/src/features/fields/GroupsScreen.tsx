// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { useGroupName } from '../profile/fields/use_group_name';
import { useSession } from '../session/session';
import { ArchivedSwitch, CurrentButton } from '../settings/ArchivedSwitch';
import { useCatalogue } from '../settings/lists';
import { ManagedBadge } from '../settings/Managed';
import classes from '../settings/settings.module.css';
import { FieldTabs } from './FieldTabs';
import { useText } from './text';

type Group = Schema<'FieldGroup'>;
const keyOf = (group: Group) => group.key;

function useColumns(): Column<Group>[] {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName();
  const fields = useCatalogue<Schema<'Field'>>('/v1/fields').data;
  return [
    {
      id: 'name',
      header: t('column.name'),
      width: 240,
      grows: true,
      cell: (group) => (
        <Link to="/settings/field-groups/$key" params={{ key: group.key }} className={classes.link} tabIndex={-1}>
          <bdi title={nameOf(group)}>{nameOf(group)}</bdi>
        </Link>
      ),
    },
    { id: 'key', header: t('column.key'), width: 200, cell: (group) => <bdi className={classes.code}>{group.key}</bdi> },
    { id: 'position', header: t('column.position'), width: 100, cell: (group) => format.number(group.position) },
    {
      id: 'fields',
      header: t('column.fields'),
      width: 100,
      cell: (group) => fields && format.number(fields.filter((field) => field.group === group.key).length),
    },
    { id: 'marks', header: t('column.marks'), width: 180, cell: (group) => <ManagedBadge by={group.managed_by} /> },
  ];
}

export function GroupsScreen() {
  const t = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  const nameOf = useGroupName();
  const archived = useSearch({ from: '/settings/field-groups' }).archived === 'true';
  const list = useCatalogue<Group>('/v1/field-groups', archived);
  const columns = useColumns();
  const rows = useMemo(() => [...(list.data ?? [])].sort((a, b) => a.position - b.position), [list.data]);
  const empty = archived ? 'groups.archivedNone.title' : 'groups.empty.title';
  const show = (next: boolean) => void navigate({ to: '/settings/field-groups', search: next ? { archived: 'true' } : {}, replace: true });
  const make = can('admin') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/settings/new-field-group' })}>
      {t('groups.new')}
    </Button>
  );
  return (
    <Page title={t('groups.title')} fills actions={make}>
      <FieldTabs />
      <div className={classes.bar}>
        <ArchivedSwitch archived={archived} onChange={show} />
      </div>
      {list.isPending && <LoadingState />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState title={t(empty)} action={archived ? <CurrentButton onShow={() => show(false)} /> : make}>
          {t('groups.empty.explain')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <KeysetTable
          label={t('groups.title')}
          columns={columns}
          rows={rows}
          rowId={keyOf}
          rowLabel={nameOf}
          onOpen={(group) => void navigate({ to: '/settings/field-groups/$key', params: { key: group.key } })}
        />
      )}
    </Page>
  );
}
