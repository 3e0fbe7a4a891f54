// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { oneOf, textParam } from '../../app/search_params';

export const suppressingStates = ['complained', 'blacklisted', 'unsubscribed', 'blocked'] as const satisfies readonly Schema<'SuppressingState'>[];

export interface SuppressionSearch {
  address?: string | undefined;
  type?: string | undefined;
  state?: Schema<'SuppressingState'> | undefined;
  reason?: string | undefined;
  lifted?: 'true' | undefined;
}

export function validateSuppressionSearch(raw: Record<string, unknown>): SuppressionSearch {
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return {
    address: textParam(raw.address, 500),
    type: textParam(raw.type, 50),
    state: oneOf(raw.state, suppressingStates),
    reason: textParam(raw.reason),
    lifted: oneOf(raw.lifted, ['true'] as const),
  };
}

/** Where no plugin says otherwise. */
const usualTypes = ['email', 'phone'];

/** `type:value` of what a person types: with its type, or told by its shape. Undefined where neither does. */
export function addressOf(text: string, types: readonly string[], standard?: string): { type: string; value: string } | undefined {
  const trimmed = text.trim();
  const known = [...types, ...usualTypes];
  const colon = trimmed.indexOf(':');
  const prefix = trimmed.slice(0, colon);
  if (colon > 0 && known.includes(prefix)) {
    const value = trimmed.slice(colon + 1).trim();
    return value ? { type: prefix, value } : undefined;
  }
  if (!trimmed) return undefined;
  if (standard) return { type: standard, value: trimmed };
  if (/^\S+@\S+$/.test(trimmed)) return { type: 'email', value: trimmed };
  if (/^\+?[\d\s().-]{5,}$/.test(trimmed)) return { type: 'phone', value: trimmed };
  return undefined;
}

/** What may be the whole of it; only the server knows what is. Of the other kinds anything may be. */
const wholeShapes: Record<string, RegExp> = {
  email: /^[^@].*@[^\s@]+\.[^\s@]+$/,
  phone: /^\+?(?:[\s().-]*\d){7,15}[\s().-]*$/,
};

/** The address that is looked for, `type:value`, once it is typed to its end: one is found by the whole of it alone. */
export function wholeAddressOf(search: SuppressionSearch, types: readonly string[]): string | undefined {
  const found = search.address ? addressOf(search.address, types, search.type) : undefined;
  if (!found || wholeShapes[found.type]?.test(found.value) === false) return undefined;
  return `${found.type}:${found.value}`;
}

/** The parameters of the list. */
export function queryOf(search: SuppressionSearch, types: readonly string[]) {
  return {
    address: wholeAddressOf(search, types),
    type: search.type,
    state: search.state,
    reason: search.reason,
    lifted: search.lifted,
  };
}
