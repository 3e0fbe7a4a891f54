// SPDX-License-Identifier: Apache-2.0
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import type { Page, Schema } from '../../api/types';
import { peopleQuery, type People, type Person } from '../conflicts/people';

type Entry = Schema<'AuditEntry'>;

const together = (answers: UseQueryResult<People>[]): People => new Map(answers.flatMap(({ data }) => [...(data ?? new Map<string, Person>())]));

/** Whom the entries are about, asked for page by page: the entries themselves wait for nobody's name. */
export function usePeopleOf(pages: readonly Page<Entry>[]): People {
  const idsOf = ({ items }: Page<Entry>) => [...new Set(items.flatMap(({ profile_id }) => profile_id ?? []))];
  return useQueries({ queries: pages.map((page) => peopleQuery(idsOf(page))), combine: together });
}
