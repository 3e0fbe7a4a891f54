// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, useState } from 'react';
import { isProblem, type Violation } from '../api/problem';

/** What the server refused, by the place that it names, for the fields of one form. */
export interface FormProblem {
  error: unknown;
  /** For a field's `error`. Say every pointer that a field of the form shows in `useFormProblem`. */
  at: (pointer: string) => string | undefined;
  /** What no field shows, for a ProblemAlert. */
  unplaced: readonly Violation[];
  set: (error: unknown) => void;
  /** A field that was changed has nothing wrong until the server says so again. */
  clear: (pointer: string) => void;
}

export function useFormProblem(pointers: readonly string[]): FormProblem {
  const [error, setError] = useState<unknown>(undefined);
  const [cleared, setCleared] = useState<ReadonlySet<string>>(new Set());
  const set = useCallback((next: unknown) => {
    setError(next);
    setCleared(new Set());
  }, []);
  const clear = useCallback((pointer: string) => setCleared((before) => new Set(before).add(pointer)), []);
  const known = pointers.join('\n');
  return useMemo(() => {
    const problem = isProblem(error) ? error : undefined;
    const shown = new Set(known.split('\n'));
    return {
      error,
      at: (pointer) => (cleared.has(pointer) ? undefined : problem?.at(pointer)),
      unplaced: problem?.errors.filter((each) => !shown.has(each.pointer)) ?? [],
      set,
      clear,
    };
  }, [error, cleared, known, set, clear]);
}
