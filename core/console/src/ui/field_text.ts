// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import type { Schema } from '../api/types';
import { useFormat } from '../i18n/format';
import { nameIn } from '../i18n/names';
import { useLanguageState } from '../i18n/store';
import { choicesOf } from './field_choices';
import { useText } from './text';

/** A value as people read it, in one line; empty for none. */
export function useFieldText(): (field: Pick<Schema<'Field'>, 'type' | 'options'>, value: unknown) => string {
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
      if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
      if (typeof value === 'number') return format.number(value);
      if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return format.list(value.map(one));
      if (typeof value === 'object') return JSON.stringify(value);
      return one(value);
    },
    [t, format, language],
  );
}
