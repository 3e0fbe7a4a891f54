// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '../../api/types';
import { useFieldName } from '../../ui/field_name';
import { useGroupName } from '../profile/fields/use_group_name';
import { useCatalogue } from '../settings/lists';
import { fieldKeyFault, keyFault, type KeyFault } from './key';
import { useText } from './text';

type Group = Schema<'FieldGroup'>;
type Field = Schema<'Field'>;

function useWords() {
  const t = useText();
  return <Entry extends { key: string }>(found: KeyFault<Entry> | undefined, linkTo: (entry: Entry) => ReactNode): ReactNode => {
    if (!found) return undefined;
    if (!('by' in found)) return t(`key.${found.fault}`);
    return (
      <span className="foreign">
        {t(`key.${found.fault}`)} {linkTo(found.by)}
      </span>
    );
  };
}

/** What is wrong with the key of a new field. Until the lists are read, the server alone knows whose it is. */
export function useFieldKeyFault(typed: string): ReactNode {
  const words = useWords();
  const nameOf = useFieldName();
  const used = useCatalogue<Field>('/v1/fields').data ?? [];
  const archived = useCatalogue<Field>('/v1/fields', true).data ?? [];
  return words(fieldKeyFault(typed, used, archived), (field) => (
    <Link to="/settings/fields/$key" params={{ key: field.key }}>
      {nameOf(field)}
    </Link>
  ));
}

/** The same of a group. */
export function useGroupKeyFault(typed: string): ReactNode {
  const words = useWords();
  const nameOf = useGroupName();
  const used = useCatalogue<Group>('/v1/field-groups').data ?? [];
  const archived = useCatalogue<Group>('/v1/field-groups', true).data ?? [];
  return words(keyFault(typed, used, archived), (group) => (
    <Link to="/settings/field-groups/$key" params={{ key: group.key }}>
      {nameOf(group)}
    </Link>
  ));
}
