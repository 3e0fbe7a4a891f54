// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from 'react';
import type { Violation } from '../../../api/problem';

export interface BuilderValue {
  errors: readonly Violation[];
  /** The segment whose condition it is: it can't name itself. */
  segment: string | undefined;
  /** How many more conditions fit. */
  room: number;
}

export const BuilderContext = createContext<BuilderValue>({ errors: [], segment: undefined, room: 0 });
export const useBuilder = () => useContext(BuilderContext);

export function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}

/** What is wrong at a place and below it, for an input's `error`. */
export function useErrorAt(): (place: string) => string | undefined {
  const { errors } = useBuilder();
  return (place) => {
    const found = errors.filter((each) => isWithin(each.pointer, place)).map((each) => each.detail);
    return found.length > 0 ? [...new Set(found)].join(' ') : undefined;
  };
}
