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

/** The parameters of the list; an address of unclear kind is sent as it is, and the server says what it lacks. */
export function queryOf(search: SuppressionSearch, types: readonly string[]) {
  const found = search.address ? addressOf(search.address, types, search.type) : undefined;
  return {
    address: found ? `${found.type}:${found.value}` : search.address,
    type: search.type,
    state: search.state,
    reason: search.reason,
    lifted: search.lifted,
  };
}
