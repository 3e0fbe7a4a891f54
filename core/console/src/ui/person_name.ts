// SPDX-License-Identifier: Apache-2.0

interface Named {
  id: string;
  first_name?: unknown;
  last_name?: unknown;
  identifiers?: readonly { type: string; given?: string; value: string }[];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** The name, else the first identifier as it was given, else the id. */
export function personName(person: Named): string {
  const name = [textOf(person.first_name), textOf(person.last_name)].filter(Boolean).join(' ');
  const first = person.identifiers?.[0];
  return name || first?.given || first?.value || person.id;
}
