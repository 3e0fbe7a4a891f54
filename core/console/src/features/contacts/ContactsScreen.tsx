// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useFields } from '../../api/whole_list';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { KeysetTable } from '../../ui/KeysetTable';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { personName } from '../../ui/person_name';
import { SearchInput } from '../../ui/SearchInput';
import { useSession } from '../session/session';
import { useChosenColumns } from './chosen_columns';
import { fieldPrefix, useContactColumns, type ContactColumn } from './columns';
import { ColumnsMenu } from './ColumnsMenu';
import { idOf, useContactList, useContactSearch, type ContactList } from './contact_list';
import classes from './contacts.module.css';
import { FilterChips } from './FilterChips';
import { countFilters, noFilters, type ContactSearch } from './search';
import { useSelection } from './selection';
import { SelectionBar } from './SelectionBar';
import { useText } from './text';

const FilterDrawer = lazy(() => import('./FilterDrawer'));

function Total({ total, atLeast }: { total: number | undefined; atLeast: boolean }) {
  const t = useText();
  if (total === undefined) return null;
  return (
    <span className={classes.spread} role="status">
      {t(atLeast ? 'total.atLeast' : 'total', { count: total })}
    </span>
  );
}

/** Of those whom one may restore. */
function DeletedLink() {
  const t = useText();
  const { can } = useSession();
  if (!can('write')) return null;
  return (
    <Button variant="default" leftSection={<Icon name="trash" />} renderRoot={(props: object) => <Link {...props} to="/contacts/deleted" />}>
      {t('deleted')}
    </Button>
  );
}

function Nobody({ isFiltered, isCut, onClear }: { isFiltered: boolean; isCut: boolean; onClear: () => void }) {
  const t = useText();
  if (isCut) {
    return (
      <EmptyState icon="search" title={t('cut.none')} action={<Button onClick={onClear}>{t('none.clear')}</Button>}>
        {t('cut.explain')} {t('cut.do')}
      </EmptyState>
    );
  }
  if (!isFiltered) return <EmptyState icon="people" title={t('empty.title')}>{t('empty.explain')}</EmptyState>;
  return (
    <EmptyState icon="search" title={t('none.title')} action={<Button onClick={onClear}>{t('none.clear')}</Button>}>
      {t('none.explain')}
    </EmptyState>
  );
}

interface RowsProps {
  list: ContactList;
  search: ContactSearch;
  columns: readonly ContactColumn[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onClear: () => void;
}

/** Whoever is found, or why nobody is shown. */
function Rows({ list, search, columns, selected, onSelect, onClear }: RowsProps) {
  const t = useText();
  const navigate = useNavigate();
  const { rows, error, isCut } = list;
  if (rows.length === 0) {
    if (error) return <ErrorState error={error} onRetry={list.retry} />;
    if (list.isPending) return <LoadingState />;
    if (!list.isSuccess) return null;
    return <Nobody isFiltered={countFilters(search) > 0 || search.q !== undefined} isCut={isCut} onClear={onClear} />;
  }
  return (
    <KeysetTable
      label={t('title')}
      columns={columns}
      rows={rows}
      rowId={idOf}
      rowLabel={personName}
      total={list.atLeast ? undefined : list.total}
      end={isCut ? `${t('cut.explain')} ${t('cut.do')}` : undefined}
      selection={{ ids: selected, onChange: onSelect }}
      onOpen={(contact) => void navigate({ to: '/contacts/$ref', params: { ref: contact.id } })}
      hasMore={list.hasMore}
      isLoadingMore={list.isLoadingMore}
      moreError={list.moreError}
      onLoadMore={list.loadMore}
      place={['contacts', search]}
    />
  );
}

/** Keys of the fields that the columns show. */
function fieldsOf(columns: readonly string[]): string[] {
  return columns.filter((id) => id.startsWith(fieldPrefix)).map((id) => id.slice(fieldPrefix.length));
}

export function ContactsScreen() {
  const t = useText();
  const { search, change, find, onSort } = useContactSearch();
  const [chosen, choose] = useChosenColumns();
  const [filtering, setFiltering] = useState(false);
  const [selected, setSelected] = useSelection(search);
  const fields = useFields().data ?? [];
  const columns = useContactColumns({ chosen, fields, search, onSort });
  const shownFields = useMemo(() => fieldsOf(chosen), [chosen]);
  const list = useContactList(search, shownFields);
  const { asked, rows, total, atLeast, isCut } = list;
  const filterCount = countFilters(search);
  return (
    <Page title={t('title')} fills actions={<ColumnsMenu chosen={chosen} fields={fields} onChoose={choose} />}>
      <div className={classes.bar}>
        <SearchInput label={t('search')} placeholder={t('search.hint')} value={search.q ?? ''} maxLength={200} onSearch={find} />
        <Button variant="default" leftSection={<Icon name="filter" />} onClick={() => setFiltering(true)}>
          {filterCount > 0 ? t('filters.count', { count: filterCount }) : t('filters')}
        </Button>
        <DeletedLink />
        <Total total={total} atLeast={atLeast} />
      </div>
      <FilterChips search={search} onChange={change} />
      {selected.size > 0 && (
        <SelectionBar search={asked} rows={rows} columns={columns} fields={shownFields} ids={selected} total={total} atLeast={atLeast} isCut={isCut} onClear={() => setSelected(new Set())} />
      )}
      <Rows
        list={list}
        search={search}
        columns={columns}
        selected={selected}
        onSelect={setSelected}
        onClear={() => change({ ...noFilters, q: undefined })}
      />
      {filtering && (
        <Suspense fallback={null}>
          <FilterDrawer opened search={search} onChange={change} onClose={() => setFiltering(false)} />
        </Suspense>
      )}
    </Page>
  );
}
