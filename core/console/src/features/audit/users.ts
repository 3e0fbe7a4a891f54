// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/types';
import { readWholeList } from '../../api/whole_list';

const none: Schema<'User'>[] = [];

/** All who may sign in now. */
export function useUsers(): readonly Schema<'User'>[] {
  const { data = none } = useQuery({
    queryKey: ['people', 'all'],
    queryFn: ({ signal }) => readWholeList<Schema<'User'>>('/v1/users', signal),
  });
  return data;
}
