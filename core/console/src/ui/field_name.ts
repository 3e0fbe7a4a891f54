// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import type { Schema } from '../api/types';
import { nameIn } from '../i18n/names';
import { useLanguageState } from '../i18n/store';
import { useOpenText } from '../i18n/text';

/** A field as people call it. Those that every deployment has are named here where the catalogue has no name for them. */
export function useFieldName(): (field: Pick<Schema<'Field'>, 'key' | 'names'>) => string {
  const open = useOpenText('ui');
  const { language } = useLanguageState();
  return useCallback(
    ({ key, names }) => (names[language] ? undefined : open(`field.${key}`)) ?? nameIn(names, language, key),
    [open, language],
  );
}
