// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useKeysetQuery } from '../../api/keyset';
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
import { useAskedSearch } from './asked_search';
import { useChosenColumns } from './chosen_columns';
import { fieldPrefix, useContactColumns } from './columns';
import { ColumnsMenu } from './ColumnsMenu';
import { readContacts, type Contact } from './contact';
import classes from './contacts.module.css';
import { FilterChips } from './FilterChips';
import { countFilters, noFilters, type ContactSearch } from './search';
import { useSelection } from './selection';
import { SelectionBar } from './SelectionBar';
import { useText } from './text';

const FilterDrawer = lazy(() => import('./FilterDrawer'));
const idOf = (contact: Contact) => contact.id;

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

export function ContactsScreen() {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/contacts' });
  const [chosen, choose] = useChosenColumns();
  const [filtering, setFiltering] = useState(false);
  const [selected, setSelected] = useSelection(search);
  const wantsFields = chosen.some((id) => id.startsWith(fieldPrefix));
  const fields = useFields().data ?? [];

  const change = useCallback(
    (part: Partial<ContactSearch>) =>
      void navigate({ to: '/contacts', search: (before: ContactSearch) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const find = useCallback((text: string) => change({ q: text || undefined }), [change]);
  const onSort = useCallback((sort: ContactSearch['sort']) => change({ sort }), [change]);
  const columns = useContactColumns({ chosen, fields, search, onSort });
  const shownFields = useMemo(
    () => (wantsFields ? chosen.filter((id) => id.startsWith(fieldPrefix)).map((id) => id.slice(fieldPrefix.length)) : []),
    [wantsFields, chosen],
  );
  const { asked, isReady, ...channels } = useAskedSearch(search);
  const list = useKeysetQuery({
    queryKey: ['contacts', asked, shownFields],
    rowId: idOf,
    enabled: isReady,
    fetchPage: (cursor, signal) =>
      readContacts(asked, { cursor, signal, total: cursor === undefined, ...(shownFields.length > 0 && { fields: shownFields }) }),
  });
  const error = channels.error ?? list.error;
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const filterCount = countFilters(search);
  const total = list.first?.total;
  // Who is cut off by the search is in no page, nor counted.
  const isCut = list.first?.cut ?? false;
  const atLeast = isCut || (list.first?.at_least ?? false);
  const isFirst = list.rows.length === 0;
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
        <SelectionBar search={asked} rows={list.rows} columns={columns} fields={shownFields} ids={selected} total={total} atLeast={atLeast} isCut={isCut} onClear={() => setSelected(new Set())} />
      )}
      {list.isPending && !error && <LoadingState />}
      {error && isFirst && <ErrorState error={error} onRetry={() => void (channels.error ? channels : list).refetch()} />}
      {list.isSuccess && isFirst && (
        <Nobody isFiltered={filterCount > 0 || search.q !== undefined} isCut={isCut} onClear={() => change({ ...noFilters, q: undefined })} />
      )}
      {!isFirst && (
        <KeysetTable
          label={t('title')}
          columns={columns}
          rows={list.rows}
          rowId={idOf}
          rowLabel={personName}
          total={atLeast ? undefined : total}
          end={isCut ? `${t('cut.explain')} ${t('cut.do')}` : undefined}
          selection={{ ids: selected, onChange: setSelected }}
          onOpen={(contact) => void navigate({ to: '/contacts/$ref', params: { ref: contact.id } })}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          moreError={list.isFetchNextPageError ? list.error : undefined}
          onLoadMore={loadMore}
          place={['contacts', search]}
        />
      )}
      {filtering && (
        <Suspense fallback={null}>
          <FilterDrawer opened search={search} onChange={change} onClose={() => setFiltering(false)} />
        </Suspense>
      )}
    </Page>
  );
}
