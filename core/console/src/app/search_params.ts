// SPDX-License-Identifier: Apache-2.0

/** The query of an address as plain text on both sides: `?q=42` is the text 42. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** For `validateSearch`: one of these, or nothing; whatever else stands in an address is dropped. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

export function textParam(value: unknown, maxLength = 200): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text && text.length <= maxLength ? text : undefined;
}

export function dayParam(value: unknown): string | undefined {
  const text = textParam(value, 10);
  return text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** Whether anything of it is asked for. */
export function hasAny(search: object): boolean {
  return Object.values(search).some((each) => each !== undefined);
}
