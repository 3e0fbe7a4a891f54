// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { namesOf, patchOf, recordOf, type Names } from '../settings/names';

type Category = Schema<'Category'>;

export interface CategoryForm {
  names: Names;
  descriptions: Names;
  default: Category['default'];
  public: boolean;
  channels: string[];
}

export interface NewCategoryForm extends CategoryForm {
  key: string;
}

export const emptyCategory: NewCategoryForm = {
  key: '',
  names: [],
  descriptions: [],
  default: 'none',
  public: true,
  channels: [],
};

export function categoryFormOf(category: Category): CategoryForm {
  return {
    names: namesOf(category.names),
    descriptions: namesOf(category.descriptions),
    default: category.default,
    public: category.public,
    channels: [...category.channels],
  };
}

export function newCategoryBody(form: NewCategoryForm): Record<string, unknown> {
  return { ...form, key: form.key.trim(), names: recordOf(form.names), descriptions: recordOf(form.descriptions) };
}

export function categoryPatch(before: CategoryForm, after: CategoryForm): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const name of ['names', 'descriptions'] as const) {
    const texts = patchOf(recordOf(before[name]), recordOf(after[name]));
    if (texts) patch[name] = texts;
  }
  if (before.default !== after.default) patch.default = after.default;
  if (before.public !== after.public) patch.public = after.public;
  if (JSON.stringify(before.channels) !== JSON.stringify(after.channels)) patch.channels = after.channels;
  return patch;
}
