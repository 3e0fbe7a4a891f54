// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../api/types';

export interface FieldChoice {
  value: string;
  /** By language. */
  labels: Record<string, string>;
}

/** The choices of a field; none of one that has no such option. */
export function choicesOf(field: Pick<Schema<'Field'>, 'options'>): FieldChoice[] {
  const { choices } = field.options as { choices?: unknown };
  if (!Array.isArray(choices)) return [];
  return choices.flatMap((each: unknown): FieldChoice[] => {
    if (typeof each === 'string') return [{ value: each, labels: {} }];
    const { value, labels } = (each ?? {}) as { value?: unknown; labels?: Record<string, string> };
    return typeof value === 'string' ? [{ value, labels: labels ?? {} }] : [];
  });
}
