// SPDX-License-Identifier: Apache-2.0
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client';
import { isProblem, type Violation } from '../../api/problem';
import type { Schema } from '../../api/types';
import { isWhole } from './condition/leaf';
import type { JsonObject } from './condition/tree';

/** As long as one types without a pause. */
const pause = 400;

export interface Preview {
  /** Of the last condition that could be counted. */
  count: number | undefined;
  sample: readonly Schema<'ProfileSummary'>[];
  isCounting: boolean;
  /** Something is left to fill in, so nothing is asked. */
  isUnfinished: boolean;
  error: unknown;
  /** With pointers that begin with `/condition`. */
  errors: readonly Violation[];
  retry: () => void;
}

const none: readonly Violation[] = [];

/** Whom a condition holds for, while it is built. */
export function useConditionPreview(condition: JsonObject, enabled = true): Preview {
  const text = JSON.stringify(condition);
  const [asked] = useDebouncedValue(text, pause);
  const isUnfinished = !isWhole(condition);
  const isCurrent = asked === text;
  const query = useQuery({
    queryKey: ['segment-preview', asked],
    queryFn: ({ signal }) =>
      api.post('/v1/segments/preview', { body: { condition: JSON.parse(asked) as Schema<'Condition'> }, signal }),
    enabled: enabled && isCurrent && !isUnfinished,
    placeholderData: keepPreviousData,
  });
  const { data, isFetching, refetch } = query;
  const error = isCurrent && !isUnfinished && !isFetching ? query.error : undefined;
  return useMemo(
    () => ({
      count: isUnfinished ? undefined : data?.count,
      sample: isUnfinished ? [] : (data?.sample ?? []),
      isCounting: enabled && !isUnfinished && (!isCurrent || isFetching),
      isUnfinished,
      error,
      errors: isProblem(error) ? error.errors : none,
      retry: () => void refetch(),
    }),
    [data, isFetching, isCurrent, isUnfinished, enabled, error, refetch],
  );
}
