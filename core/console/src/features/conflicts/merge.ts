// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';

export function useMerge(id: string) {
  return useQuery({
    queryKey: ['merge', id],
    queryFn: ({ signal }) => api.get('/v1/merges/{id}', { path: { id }, signal }),
  });
}
