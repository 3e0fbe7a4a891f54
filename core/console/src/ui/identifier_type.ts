// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useOpenText } from '../i18n/text';

/** A kind of identifier as people call it; one that is unknown here shows its name. */
export function useIdentifierType(): (type: string) => string {
  const open = useOpenText('ui');
  return useCallback((type) => open(`identifier.${type}`) ?? type, [open]);
}
