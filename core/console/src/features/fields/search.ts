// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { oneOf, textParam } from '../../app/search_params';

export interface FieldSearch {
  q?: string | undefined;
  type?: string | undefined;
  group?: string | undefined;
  archived?: 'true' | undefined;
}

export function validateFieldSearch(raw: Record<string, unknown>): FieldSearch {
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return {
    q: textParam(raw.q),
    type: textParam(raw.type),
    group: textParam(raw.group),
    archived: oneOf(raw.archived, ['true'] as const),
  };
}

export function validateGroupSearch(raw: Record<string, unknown>): Pick<FieldSearch, 'archived'> {
  return { archived: oneOf(raw.archived, ['true'] as const) };
}

/** The value of `group` that asks for fields of none; no key begins so. */
export const noGroup = '-';

/** `name` is what is shown for it. */
export function matches(field: Schema<'Field'>, search: FieldSearch, name: string): boolean {
  if (search.type && field.type !== search.type) return false;
  if (search.group && (field.group ?? noGroup) !== search.group) return false;
  const wanted = search.q?.toLocaleLowerCase();
  if (!wanted) return true;
  return [field.key, name, ...Object.values(field.names)].some((each) => each.toLocaleLowerCase().includes(wanted));
}
