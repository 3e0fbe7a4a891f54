// SPDX-License-Identifier: Apache-2.0
import { namesOf, recordOf, type Names, type NamesRecord } from '../settings/names';

/** As the API has it: a value alone, or one with what people read. */
export type StoredChoice = string | { value: string; labels?: NamesRecord };

export interface Choice {
  value: string;
  labels: Names;
}

export function choicesOf(stored: unknown): Choice[] {
  if (!Array.isArray(stored)) return [];
  return (stored as StoredChoice[]).map((each) =>
    typeof each === 'string' ? { value: each, labels: [] } : { value: each.value, labels: namesOf(each.labels) },
  );
}

/** A language that was added stays in the form while its label is still to be typed. */
export function storedOf(choices: readonly Choice[]): StoredChoice[] {
  return choices.map(({ value, labels }) =>
    labels.length > 0 ? { value, labels: Object.fromEntries(labels) } : value,
  );
}

/** Without what nobody typed. */
export function tidyChoices(stored: unknown): StoredChoice[] {
  return choicesOf(stored)
    .filter(({ value }) => value.trim())
    .map(({ value, labels }) => {
      const texts = recordOf(labels);
      return Object.keys(texts).length > 0 ? { value: value.trim(), labels: texts } : value.trim();
    });
}

export function withLines(choices: readonly Choice[], text: string): Choice[] {
  const known = new Set(choices.map((each) => each.value));
  const added: Choice[] = [];
  for (const line of text.split('\n')) {
    const value = line.trim();
    if (!value || known.has(value)) continue;
    known.add(value);
    added.push({ value, labels: [] });
  }
  return [...choices, ...added];
}

export function moved(choices: readonly Choice[], index: number, by: -1 | 1): Choice[] {
  const next = [...choices];
  const [taken] = next.splice(index, 1);
  if (taken) next.splice(index + by, 0, taken);
  return next;
}

export function tidyOptions(options: Record<string, unknown>): Record<string, unknown> {
  return 'choices' in options ? { ...options, choices: tidyChoices(options.choices) } : options;
}
