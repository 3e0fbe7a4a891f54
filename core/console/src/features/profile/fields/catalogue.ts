// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { readWholeList, useFields, useFieldTypes } from '../../../api/whole_list';
import type { Schema } from '../../../api/types';
import { byFieldOrder } from '../../../ui/field_order';

type Field = Schema<'Field'>;
type FieldGroup = Schema<'FieldGroup'>;

export interface ShownGroup {
  key: string;
  /** Null for the fields of no group. */
  group: FieldGroup | null;
  fields: Field[];
}

/** Each has a card of its own. */
const shownElsewhere = new Set(['tags']);

/** In the order of the groups; those of none come last. In a group as a person tells them, then by `nameOf`. */
export function groupFields(
  fields: readonly Field[],
  groups: readonly FieldGroup[],
  nameOf: (field: Field) => string,
): ShownGroup[] {
  const live = groups.filter((each) => !each.archived).sort((a, b) => a.position - b.position);
  const shown = fields
    .filter((each) => !each.archived && !shownElsewhere.has(each.key))
    .map((field) => ({ key: field.key, name: nameOf(field), field }))
    .sort(byFieldOrder)
    .map(({ field }) => field);
  const known = new Set(live.map((each) => each.key));
  const rest = shown.filter((each) => each.group === null || !known.has(each.group));
  const all = live.map((group) => ({ key: group.key, group, fields: shown.filter((each) => each.group === group.key) }));
  return [...all, { key: '', group: null, fields: rest }].filter((each) => each.fields.length > 0);
}

export function useCatalogue() {
  const fields = useFields();
  const types = useFieldTypes();
  const groups = useQuery({
    queryKey: ['list', '/v1/field-groups'],
    queryFn: ({ signal }) => readWholeList<FieldGroup>('/v1/field-groups', signal),
    staleTime: 60_000,
  });
  return {
    fields: fields.data,
    types: types.data,
    groups: groups.data,
    error: fields.error ?? types.error ?? groups.error,
    refetch: () => void Promise.all([fields.refetch(), types.refetch(), groups.refetch()]),
  };
}
