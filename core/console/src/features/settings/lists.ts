// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { readWholeList } from '../../api/whole_list';

/** Those of a catalogue that are in use, or those that are archived. */
export function useCatalogue<Row>(path: string, archived = false) {
  return useQuery({
    queryKey: archived ? ['list', path, 'archived'] : ['list', path],
    queryFn: ({ signal }) => readWholeList<Row>(path, signal, archived ? { archived: true } : {}),
    staleTime: 60_000,
  });
}
