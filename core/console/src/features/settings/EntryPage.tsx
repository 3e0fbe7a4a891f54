// SPDX-License-Identifier: Apache-2.0
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Page } from '../../ui/Page';
import { ArchiveButton } from './ArchiveButton';
import { BackLink } from './BackLink';
import type { useEntry } from './entry_editor';
import type { Managed } from './Managed';
import type { Loaded } from './optimistic';

interface EntryPageProps<Entry extends Managed> {
  query: ReturnType<typeof useEntry<Entry>>;
  /** What the entry is called. */
  name: string;
  id: string;
  /** Of the API: the list that it stands in. */
  listPath: string;
  /** Of the console, and what that page is called. */
  list: LinkProps['to'];
  listName: string;
  /** What archiving or restoring it does. */
  explain: string;
  children: (loaded: Loaded<Entry>) => ReactNode;
}

/** One entry of a list of settings that can be archived: the way back, its states, and its form. */
export function EntryPage<Entry extends Managed>({ query, name, id, listPath, list, listName, explain, children }: EntryPageProps<Entry>) {
  const archive = query.data && (
    <ArchiveButton path={`${listPath}/{key}`} listPath={listPath} id={id} name={name} loaded={query.data} explain={explain} />
  );
  return (
    <Page title={name} actions={archive}>
      <BackLink to={list} page={listName} />
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <LoadingState />}
      {query.data && children(query.data)}
    </Page>
  );
}
