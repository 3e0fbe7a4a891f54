// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { useText } from './text';

/** The value of a field as people read it. */
export function useFieldValue(): (field: Pick<Schema<'Field'>, 'type'>, value: unknown) => string {
  const t = useText();
  const format = useFormat();
  return useCallback(
    (field, value) => {
      if (value === undefined || value === null) return '';
      if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
      if (typeof value === 'number') return format.number(value);
      if (Array.isArray(value)) return format.list(value.map(String));
      if (typeof value === 'object') return JSON.stringify(value);
      const text = String(value);
      if (field.type === 'date') return format.day(text);
      if (field.type === 'datetime') return format.dateTime(text);
      return text;
    },
    [t, format],
  );
}
