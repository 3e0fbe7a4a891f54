// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useOpenText } from '../i18n/text';
import { useText } from './text';

/** Where something came from, as people read it. */
export function useSourceName(): (source: { type: string; name: string | null }) => string {
  const t = useText();
  const open = useOpenText('ui');
  return useCallback(
    ({ type, name }) => {
      const kind = open(`source.${type}`) ?? type;
      return name ? t('source.named', { kind, name }) : kind;
    },
    [t, open],
  );
}
