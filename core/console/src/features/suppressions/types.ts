// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/types';
import { readWholeList } from '../../api/whole_list';

/** The kinds of address that the plugins bring. */
export function useIdentifierTypes(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['list', '/v1/plugins'],
    queryFn: ({ signal }) => readWholeList<Schema<'Plugin'>>('/v1/plugins', signal),
    select: (plugins) => [...new Set(plugins.flatMap((each) => each.identifier_types))],
  });
  return data ?? [];
}
