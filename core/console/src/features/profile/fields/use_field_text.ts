// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import type { Schema } from '../../../api/types';
import { useFormat } from '../../../i18n/format';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { useOpenText } from '../../../i18n/text';
import { useText } from '../text';
import { choicesOf } from './field_value';

type Field = Schema<'Field'>;

/** The fields that every deployment has are named here, by whom has no name for them. */
export function useFieldName(): (field: Pick<Field, 'key' | 'names'>) => string {
  const open = useOpenText('profile');
  const { language } = useLanguageState();
  return useCallback(
    (field) => (field.names[language] ? nameIn(field.names, language, field.key) : open(`field.${field.key}`)) ?? nameIn(field.names, language, field.key),
    [open, language],
  );
}

/** So are their groups. */
export function useGroupName(): (group: Pick<Schema<'FieldGroup'>, 'key' | 'names'>) => string {
  const open = useOpenText('profile');
  const { language } = useLanguageState();
  return useCallback(
    ({ key, names }) => (names[language] ? nameIn(names, language, key) : open(`group.${key}`)) ?? nameIn(names, language, key),
    [open, language],
  );
}

/** A value as people read it; empty for none. */
export function useFieldText(): (field: Pick<Field, 'type' | 'options'>, value: unknown) => string {
  const t = useText();
  const format = useFormat();
  const { language } = useLanguageState();
  return useCallback(
    (field, value) => {
      const choices = choicesOf(field);
      const one = (each: unknown): string => {
        const text = String(each);
        const choice = choices.find(({ value: known }) => known === text);
        if (choice) return nameIn(choice.labels, language, text);
        if (field.type === 'date') return format.day(text);
        if (field.type === 'datetime') return format.dateTime(text);
        if (field.type === 'country') return `${format.regionName(text)} (${text})`;
        if (field.type === 'language') return `${format.languageName(text)} (${text})`;
        return text;
      };
      if (value === undefined || value === null) return '';
      if (typeof value === 'boolean') return t(value ? 'value.true' : 'value.false');
      if (typeof value === 'number') return format.number(value);
      if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return format.list(value.map(one));
      if (typeof value === 'object') return JSON.stringify(value, null, 2);
      return one(value);
    },
    [t, format, language],
  );
}
