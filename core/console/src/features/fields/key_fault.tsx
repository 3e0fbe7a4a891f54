// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '../../api/types';
import { useFieldName } from '../../ui/field_name';
import { useGroupName } from '../profile/fields/use_group_name';
import { useCatalogue } from '../settings/lists';
import { fieldKeyFault, keyFault, type Keyed, type KeyFault } from './key';
import { useText } from './text';

type Group = Schema<'FieldGroup'>;
type Field = Schema<'Field'>;

function Fault<Entry extends Keyed>({ found, linkTo }: { found: KeyFault<Entry>; linkTo: (entry: Entry) => ReactNode }) {
  const t = useText();
  if (!('by' in found)) return t(`key.${found.fault}`);
  return (
    <span className="foreign">
      {t(`key.${found.fault}`)} {linkTo(found.by)}
    </span>
  );
}

interface KeyRules<Entry extends Keyed> {
  typed: string;
  path: string;
  rules: typeof keyFault<Entry>;
  linkTo: (entry: Entry) => ReactNode;
}

/**
 * What is wrong with the key of something new, and whether it is over. Until the lists are read, the server alone knows
 * whose a key is; what they say may be a minute old, so that a key that is taken is looked up again.
 */
function useKeyFault<Entry extends Keyed>({ typed, path, rules, linkTo }: KeyRules<Entry>) {
  const used = useCatalogue<Entry>(path);
  const archived = useCatalogue<Entry>(path, true);
  const found = rules(typed, used.data ?? [], archived.data ?? []);
  async function isOver(): Promise<boolean> {
    if (!found || !('by' in found)) return false;
    const [nowUsed, nowArchived] = await Promise.all([used.refetch(), archived.refetch()]);
    return rules(typed, nowUsed.data ?? [], nowArchived.data ?? []) === undefined;
  }
  return { fault: found && <Fault found={found} linkTo={linkTo} />, isOver };
}

export function useFieldKeyFault(typed: string) {
  const nameOf = useFieldName();
  const linkTo = (field: Field) => (
    <Link to="/settings/fields/$key" params={{ key: field.key }}>
      {nameOf(field)}
    </Link>
  );
  return useKeyFault<Field>({ typed, path: '/v1/fields', rules: fieldKeyFault, linkTo });
}

export function useGroupKeyFault(typed: string) {
  const nameOf = useGroupName();
  const linkTo = (group: Group) => (
    <Link to="/settings/field-groups/$key" params={{ key: group.key }}>
      {nameOf(group)}
    </Link>
  );
  return useKeyFault<Group>({ typed, path: '/v1/field-groups', rules: keyFault, linkTo });
}
