// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useCategories, useFields } from '../../api/whole_list';
import { useFormat } from '../../i18n/format';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useFieldValue } from '../contacts/field_value';
import { useFieldName } from '../profile/fields/use_field_text';
import type { Naming } from './compare';
import { useText } from './text';
import { useWords } from './words';

export function useNaming(): Naming {
  const t = useText();
  const words = useWords();
  const format = useFormat();
  const valueText = useFieldValue();
  const fieldName = useFieldName();
  const { language } = useLanguageState();
  const fields = useFields().data;
  const categories = useCategories().data;
  return useMemo(() => {
    const fieldOf = (key: string) => fields?.find((each) => each.key === key);
    return {
      field: (key) => fieldName(fieldOf(key) ?? { key, names: {} }),
      value: (key, value) => valueText(fieldOf(key) ?? { type: '' }, value),
      identifier: words.type,
      role: (role) => t(`role.${role}`),
      category: (key) => nameIn(categories?.find((each) => each.key === key)?.names ?? {}, language, key),
      tags: t('compare.tags'),
      activities: t('compare.activities'),
      number: format.number,
    };
  }, [t, words, format, valueText, fieldName, language, fields, categories]);
}
