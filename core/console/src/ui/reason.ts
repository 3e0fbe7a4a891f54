// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useOpenText } from '../i18n/text';

/** A reason as people read it: of a code that is known here its words, else what was given. */
export function useReasonText(): (reason: string) => string {
  const open = useOpenText('ui');
  return useCallback((reason) => open(`reason.${reason}`) ?? reason, [open]);
}
