// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { inReachOrder } from '../../../ui/identifier';
import { useIdentifierType } from '../../../ui/identifier_type';
import type { ContactColumn } from '../columns';
import type { Contact } from '../contact';
import { useText } from '../text';
import { useAddressState } from './address_state';

export interface TableColumn {
  header: string;
  plain: (contact: Contact) => string;
}

/**
 * The columns of the list as a table has them: in the place of the addresses two for each kind, what they are and which
 * states they are in, so that nobody is written to who must not be. Other programs read them: each address is as the
 * server compares it, and its state stands in the same place.
 */
export function useTableColumns(): (columns: readonly ContactColumn[], kinds: readonly string[]) => TableColumn[] {
  const t = useText();
  const typeName = useIdentifierType();
  const addressState = useAddressState();
  return useCallback(
    (columns, kinds) => {
      const ofKind = (kind: string): TableColumn[] => {
        const addresses = (contact: Contact) => inReachOrder(contact.identifiers.filter((each) => each.type === kind));
        const name = typeName(kind);
        return [
          { header: name, plain: (contact) => addresses(contact).map((each) => each.value).join(', ') },
          { header: t('export.state', { kind: name }), plain: (contact) => addresses(contact).map(addressState).join(', ') },
        ];
      };
      return columns.flatMap(({ header, plain }) => (plain === 'addresses' ? kinds.flatMap(ofKind) : [{ header, plain }]));
    },
    [t, typeName, addressState],
  );
}
