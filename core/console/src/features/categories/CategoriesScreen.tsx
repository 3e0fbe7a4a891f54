// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useChannelName } from '../../ui/channel';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable, type Column } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { useSession } from '../session/session';
import { ArchivedSwitch, CurrentButton } from '../settings/ArchivedSwitch';
import { useCatalogue } from '../settings/lists';
import { ManagedBadge } from '../settings/Managed';
import classes from '../settings/settings.module.css';
import { useText as useSettingsText } from '../settings/text';
import { useText } from './text';

type Category = Schema<'Category'>;
const keyOf = (category: Category) => category.key;

function useColumns(): Column<Category>[] {
  const t = useText();
  const settings = useSettingsText();
  const format = useFormat();
  const channelName = useChannelName();
  const { language } = useLanguageState();
  return [
    {
      id: 'name',
      header: t('column.name'),
      width: 220,
      grows: true,
      cell: (category) => (
        <Link to="/settings/categories/$key" params={{ key: category.key }} className={classes.link} tabIndex={-1}>
          <bdi title={nameIn(category.names, language, category.key)}>{nameIn(category.names, language, category.key)}</bdi>
        </Link>
      ),
    },
    { id: 'key', header: t('key'), width: 180, cell: (category) => <bdi className={classes.code}>{category.key}</bdi> },
    { id: 'default', header: t('column.default'), width: 200, cell: (category) => t(`default.${category.default}`) },
    { id: 'public', header: t('column.public'), width: 140, cell: (category) => settings(category.public ? 'yes' : 'no') },
    {
      id: 'channels',
      header: t('column.channels'),
      width: 180,
      cell: (category) => (category.channels.length > 0 ? <bdi>{format.list(category.channels.map(channelName))}</bdi> : t('channels.all')),
    },
    { id: 'marks', header: t('column.marks'), width: 180, cell: (category) => <ManagedBadge by={category.managed_by} /> },
  ];
}

export function CategoriesScreen() {
  const t = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  const { language } = useLanguageState();
  const archived = useSearch({ from: '/settings/categories' }).archived === 'true';
  const list = useCatalogue<Category>('/v1/categories', archived);
  const columns = useColumns();
  const rows = list.data ?? [];
  const show = (next: boolean) => void navigate({ to: '/settings/categories', search: next ? { archived: 'true' } : {}, replace: true });
  const make = can('admin') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/settings/new-category' })}>
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} fills actions={make}>
      <div className={classes.bar}>
        <ArchivedSwitch archived={archived} onChange={show} />
      </div>
      {list.isPending && <LoadingState />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState icon="bell" title={t(archived ? 'archivedNone.title' : 'empty.title')} action={archived ? <CurrentButton onShow={() => show(false)} /> : make}>
          {t('empty.explain')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowId={keyOf}
          rowLabel={(category) => nameIn(category.names, language, category.key)}
          onOpen={(category) => void navigate({ to: '/settings/categories/$key', params: { key: category.key } })}
        />
      )}
    </Page>
  );
}
