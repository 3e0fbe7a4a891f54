// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useOpenText } from '../i18n/text';
import { useText } from './text';

/** A kind of source as people call it; one that is unknown here shows what the API calls it. */
export function useSourceType(): (type: string) => string {
  const open = useOpenText('ui');
  return useCallback((type) => open(`source.${type}`) ?? type, [open]);
}

/** Who decided something: people by their names alone, whatever else by what it is. */
export function useDeciderName(): (source: { type: string; name: string | null }) => string {
  const sourceName = useSourceName();
  return useCallback((source) => (source.type === 'console' && source.name ? source.name : sourceName(source)), [sourceName]);
}

/** Where something came from, as people read it. */
export function useSourceName(): (source: { type: string; name: string | null }) => string {
  const t = useText();
  const typeName = useSourceType();
  return useCallback(
    ({ type, name }) => {
      const kind = typeName(type);
      return name ? t('source.named', { kind, name }) : kind;
    },
    [t, typeName],
  );
}
