// SPDX-License-Identifier: Apache-2.0
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { Page, Schema } from '../../api/types';
import { peopleQuery, type People, type Person } from '../conflicts/people';

type Entry = Schema<'AuditEntry'>;

const together = (answers: UseQueryResult<People>[]) => ({
  people: new Map(answers.flatMap(({ data }) => [...(data ?? new Map<string, Person>())])),
  isWhole: answers.every(({ data }) => data !== undefined),
});

const idsOf = ({ items }: Page<Entry>) => [...new Set(items.flatMap(({ profile_id }) => profile_id ?? []))];

/** Whom the entries are about, asked for page by page: the entries themselves wait for nobody's name. */
export function usePeopleOf(pages: readonly Page<Entry>[]): People {
  const asked = pages.map(idsOf).filter((ids) => ids.length > 0);
  const { people, isWhole } = useQueries({ queries: asked.map(peopleQuery), combine: together });
  // A new entry moves those below it from page to page: whoever had a name keeps it while all pages are asked for again.
  const named = useRef<People>(people);
  const known = useMemo(() => (isWhole ? people : new Map([...named.current, ...people])), [people, isWhole]);
  useEffect(() => {
    named.current = known;
  }, [known]);
  return known;
}
