// SPDX-License-Identifier: Apache-2.0
import { ApiProblem } from '../../api/problem';
import type { Schema } from '../../api/types';
import { namesOf, patchOf, recordOf, type Names } from '../settings/names';
import { tidyOptions } from './choices';

type Field = Schema<'Field'>;
type FieldType = Schema<'FieldType'>;
export type Options = Record<string, unknown>;

export interface FieldForm {
  names: Names;
  group: string;
  type: string;
  options: Options;
  /** As text; empty for none. */
  display_default: string;
  personal: boolean;
  indexed: boolean;
  merge_rule: Schema<'MergeRule'>;
}

export interface NewFieldForm extends FieldForm {
  key: string;
}

export const emptyField: NewFieldForm = {
  key: '',
  names: [],
  group: '',
  type: 'text',
  options: {},
  display_default: '',
  personal: false,
  indexed: true,
  merge_rule: 'latest',
};

export const fieldPointers = ['/key', '/names', '/group', '/type', '/display_default', '/personal', '/indexed', '/merge_rule'];

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function fieldFormOf(field: Field): FieldForm {
  return {
    names: namesOf(field.names),
    group: field.group ?? '',
    type: field.type,
    options: field.options as Options,
    display_default: textOf(field.display_default),
    personal: field.personal,
    indexed: field.indexed,
    merge_rule: field.merge_rule,
  };
}

/** The value of a type that a text stands for. Decimals go as text, so that no digit is lost. */
export function defaultOf(text: string, kind: FieldType['kind'] | undefined, wrongJson: string): unknown {
  const trimmed = text.trim();
  if (!trimmed) return null;
  if (kind === 'boolean') return trimmed === 'true';
  if (kind === 'integer' && /^-?\d{1,15}$/.test(trimmed)) return Number(trimmed);
  if (kind !== 'json') return trimmed;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    throw new ApiProblem({
      status: 400,
      code: 'invalid_input',
      detail: wrongJson,
      errors: [{ pointer: '/display_default', code: 'invalid_json', detail: wrongJson }],
    });
  }
}

export interface Words {
  kindOf: (type: string) => FieldType | undefined;
  wrongJson: string;
}

/** What is not a set has a rule of merging. */
function ruled(form: FieldForm, { kindOf }: Words) {
  return kindOf(form.type)?.set ? {} : { merge_rule: form.merge_rule };
}

export function newFieldBody(form: NewFieldForm, words: Words): Record<string, unknown> {
  const shown = defaultOf(form.display_default, words.kindOf(form.type)?.kind, words.wrongJson);
  return {
    key: form.key.trim(),
    names: recordOf(form.names),
    type: form.type,
    options: tidyOptions(form.options),
    personal: form.personal,
    indexed: form.indexed,
    ...(form.group && { group: form.group }),
    ...(shown !== null && { display_default: shown }),
    ...ruled(form, words),
  };
}

/** The Merge Patch from one form to another; options of another type are all given anew. */
export function fieldPatch(before: FieldForm, after: FieldForm, words: Words): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  const names = patchOf(recordOf(before.names), recordOf(after.names));
  const options = patchOf(tidyOptions(before.options), tidyOptions(after.options));
  if (names) patch.names = names;
  if (options) patch.options = options;
  if (before.group !== after.group) patch.group = after.group || null;
  if (before.type !== after.type) patch.type = after.type;
  if (before.display_default !== after.display_default || (before.type !== after.type && after.display_default)) {
    patch.display_default = defaultOf(after.display_default, words.kindOf(after.type)?.kind, words.wrongJson);
  }
  for (const name of ['personal', 'indexed'] as const) if (before[name] !== after[name]) patch[name] = after[name];
  if (before.merge_rule !== after.merge_rule) patch.merge_rule = after.merge_rule;
  return patch;
}
