// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useKeysetQuery } from '../../api/keyset';
import { useAskedSearch } from './asked_search';
import { readContacts, type Contact } from './contact';
import type { ContactSearch } from './search';

export const idOf = (contact: Contact) => contact.id;

/** What the address bar asks for, and what changes it. */
export function useContactSearch() {
  const navigate = useNavigate();
  const search = useSearch({ from: '/contacts' });
  const change = useCallback(
    (part: Partial<ContactSearch>) =>
      void navigate({ to: '/contacts', search: (before: ContactSearch) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const find = useCallback((text: string) => change({ q: text || undefined }), [change]);
  const onSort = useCallback((sort: ContactSearch['sort']) => change({ sort }), [change]);
  return { search, change, find, onSort };
}

/** Those whom a search finds, page after page, with these fields. */
export function useContactList(search: ContactSearch, fields: readonly string[]) {
  const { asked, isReady, ...channels } = useAskedSearch(search);
  const list = useKeysetQuery({
    queryKey: ['contacts', asked, fields],
    rowId: idOf,
    enabled: isReady,
    fetchPage: (cursor, signal) =>
      readContacts(asked, { cursor, signal, total: cursor === undefined, ...(fields.length > 0 && { fields }) }),
  });
  const { fetchNextPage } = list;
  // Who is cut off by the search is in no page, nor counted.
  const isCut = list.first?.cut ?? false;
  return {
    asked,
    rows: list.rows,
    total: list.first?.total,
    atLeast: isCut || (list.first?.at_least ?? false),
    isCut,
    isPending: list.isPending,
    isSuccess: list.isSuccess,
    error: channels.error ?? list.error ?? undefined,
    retry: () => void (channels.error ? channels : list).refetch(),
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    moreError: list.isFetchNextPageError ? list.error : undefined,
    loadMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
  };
}

export type ContactList = ReturnType<typeof useContactList>;
