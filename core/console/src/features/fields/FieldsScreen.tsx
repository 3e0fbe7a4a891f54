// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, type ReactNode } from 'react';
import type { Schema } from '../../api/types';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { useFieldName } from '../../ui/field_name';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { SearchInput } from '../../ui/SearchInput';
import { ToneBadge } from '../../ui/StatusBadge';
import { useGroupName } from '../profile/fields/use_group_name';
import { useSession } from '../session/session';
import { ArchivedSwitch, CurrentButton } from '../settings/ArchivedSwitch';
import { useCatalogue } from '../settings/lists';
import { ManagedBadge } from '../settings/Managed';
import classes from '../settings/settings.module.css';
import { FieldTabs } from './FieldTabs';
import { matches, noGroup, type FieldSearch } from './search';
import { useText } from './text';
import { useTypeName } from './type_name';

type Field = Schema<'Field'>;
const keyOf = (field: Field) => field.key;

function Marks({ field }: { field: Field }) {
  const t = useText();
  return (
    <span className={classes.actions}>
      {field.personal && (
        <ToneBadge tone="info" icon="person">
          {t('mark.personal')}
        </ToneBadge>
      )}
      {!field.indexed && (
        <ToneBadge tone="neutral" icon="minus">
          {t('mark.notIndexed')}
        </ToneBadge>
      )}
      <ManagedBadge by={field.managed_by} />
    </span>
  );
}

function useColumns(groupName: (key: string | null) => string): Column<Field>[] {
  const t = useText();
  const nameOf = useFieldName();
  const typeName = useTypeName();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 220,
        grows: true,
        cell: (field) => (
          <Link to="/settings/fields/$key" params={{ key: field.key }} className={classes.link} tabIndex={-1}>
            <bdi title={nameOf(field)}>{nameOf(field)}</bdi>
          </Link>
        ),
      },
      { id: 'key', header: t('column.key'), width: 200, cell: (field) => <bdi className={classes.code}>{field.key}</bdi> },
      { id: 'type', header: t('column.type'), width: 220, cell: (field) => <bdi>{typeName(field.type)}</bdi> },
      { id: 'group', header: t('column.group'), width: 180, cell: (field) => <bdi>{groupName(field.group)}</bdi> },
      { id: 'marks', header: t('column.marks'), width: 320, cell: (field) => <Marks field={field} /> },
    ],
    [t, nameOf, typeName, groupName],
  );
}

interface NoFieldsProps {
  search: FieldSearch;
  make: ReactNode;
  onClear: () => void;
  onCurrent: () => void;
}

function NoFields({ search, make, onClear, onCurrent }: NoFieldsProps) {
  const t = useText();
  if (search.q || search.type || search.group) {
    return (
      <EmptyState icon="search" title={t('none.title')} action={<Button onClick={onClear}>{t('filter.clear')}</Button>}>
        {t('none.explain')}
      </EmptyState>
    );
  }
  if (search.archived) return <EmptyState title={t('archivedNone.title')} action={<CurrentButton onShow={onCurrent} />} />;
  return (
    <EmptyState title={t('empty.title')} action={make}>
      {t('empty.explain')}
    </EmptyState>
  );
}

export function FieldsScreen() {
  const t = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  const nameOf = useFieldName();
  const nameOfGroup = useGroupName();
  const typeName = useTypeName();
  const search = useSearch({ from: '/settings/fields' });
  const list = useCatalogue<Field>('/v1/fields', search.archived === 'true');
  const groups = useCatalogue<Schema<'FieldGroup'>>('/v1/field-groups').data;
  const types = useCatalogue<Schema<'FieldType'>>('/v1/field-types').data;
  const change = useCallback(
    (part: Partial<FieldSearch>) =>
      void navigate({ to: '/settings/fields', search: (before: FieldSearch) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const find = useCallback((text: string) => change({ q: text || undefined }), [change]);
  const groupName = useCallback(
    (key: string | null) => {
      if (!key) return t('group.none');
      const group = groups?.find((each) => each.key === key);
      return group ? nameOfGroup(group) : key;
    },
    [t, groups, nameOfGroup],
  );
  const columns = useColumns(groupName);
  const rows = useMemo(() => list.data?.filter((field) => matches(field, search, nameOf(field))) ?? [], [list.data, search, nameOf]);
  const any = { value: '', label: t('filter.any') };
  const make = can('admin') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/settings/new-field' })}>
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} fills actions={make}>
      <FieldTabs />
      <div className={classes.bar}>
        <SearchInput label={t('search')} value={search.q ?? ''} onSearch={find} />
        <NativeSelect
          label={t('filter.type')}
          value={search.type ?? ''}
          onChange={(event) => change({ type: event.currentTarget.value || undefined })}
          data={[any, ...(types ?? []).map((each) => ({ value: each.name, label: typeName(each.name) }))]}
        />
        <NativeSelect
          label={t('filter.group')}
          value={search.group ?? ''}
          onChange={(event) => change({ group: event.currentTarget.value || undefined })}
          data={[
            any,
            ...(groups ?? []).map((each) => ({ value: each.key, label: groupName(each.key) })),
            { value: noGroup, label: t('group.none') },
          ]}
        />
        <ArchivedSwitch
          archived={search.archived === 'true'}
          onChange={(archived) => change({ archived: archived ? 'true' : undefined })}
        />
      </div>
      {list.isPending && <LoadingState />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <NoFields
          search={search}
          make={make}
          onClear={() => change({ q: undefined, type: undefined, group: undefined })}
          onCurrent={() => change({ archived: undefined })}
        />
      )}
      {rows.length > 0 && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowId={keyOf}
          rowLabel={nameOf}
          onOpen={(field) => void navigate({ to: '/settings/fields/$key', params: { key: field.key } })}
        />
      )}
    </Page>
  );
}
