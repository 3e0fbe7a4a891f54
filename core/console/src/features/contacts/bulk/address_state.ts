// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useOpenText } from '../../../i18n/text';
import { isSuppressed } from '../../../ui/identifier';
import { useText as useUiText } from '../../../ui/text';
import type { Contact } from '../contact';
import { useText } from '../text';

/** What is said of an address, in words: of one that is only claimed that first, unless it must not be written to at all. */
export function useAddressState(): (identifier: Contact['identifiers'][number]) => string {
  const t = useText();
  const ui = useUiText();
  const open = useOpenText('ui');
  return useCallback(
    (identifier) => {
      const { role, endpoint } = identifier;
      const isClaimed = role === 'claimed';
      if (isClaimed && !isSuppressed(identifier)) return ui('role.claimed');
      if (!endpoint) return t('reach.noState');
      const state = open(`status.${endpoint.state}`) ?? endpoint.state;
      return isClaimed ? t('reach.claimed', { state, role: ui('role.claimed') }) : state;
    },
    [t, ui, open],
  );
}
