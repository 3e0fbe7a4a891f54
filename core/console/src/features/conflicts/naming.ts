// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useCategories, useFields } from '../../api/whole_list';
import { useFormat } from '../../i18n/format';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useFieldName } from '../../ui/field_name';
import { useFieldText } from '../../ui/field_text';
import type { Naming } from './compare';
import { useText } from './text';
import { useWords } from './words';

export function useNaming(): Naming {
  const t = useText();
  const words = useWords();
  const format = useFormat();
  const valueText = useFieldText();
  const fieldName = useFieldName();
  const { language } = useLanguageState();
  const fields = useFields().data;
  const categories = useCategories().data;
  return useMemo(() => {
    const fieldOf = (key: string) => fields?.find((each) => each.key === key);
    return {
      field: (key) => fieldName(fieldOf(key) ?? { key, names: {} }),
      value: (key, value) => valueText(fieldOf(key) ?? { type: '', options: {} }, value),
      identifier: words.type,
      role: (role) => t(`role.${role}`),
      category: (key) => nameIn(categories?.find((each) => each.key === key)?.names ?? {}, language, key),
      tags: t('compare.tags'),
      activities: t('compare.activities'),
      number: format.number,
    };
  }, [t, words, format, valueText, fieldName, language, fields, categories]);
}
