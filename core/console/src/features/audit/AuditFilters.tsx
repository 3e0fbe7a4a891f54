// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import classes from '../settings/settings.module.css';
import { actionGroups, actions, useActionName } from './actions';
import type { AuditSearch } from './search';
import { useText } from './text';
import { useUsers } from './users';

interface AuditFiltersProps {
  search: AuditSearch;
  /** Those that are in the list. */
  listed: readonly string[];
  onChange: (part: Partial<AuditSearch>) => void;
}

export function AuditFilters({ search, listed, onChange }: AuditFiltersProps) {
  const t = useText();
  const actionName = useActionName();
  const users = useUsers();
  const isGone = search.user !== undefined && !users.some((user) => user.id === search.user);
  const option = (action: string) => ({ value: action, label: actionName(action) });
  const groups = actionGroups.map((group) => ({ group: t(`group.${group}`), items: actions[group].map(option) }));
  // An action that has no words here can still be asked for.
  const known = new Set<string>(actionGroups.flatMap((group) => actions[group]));
  const others = [...new Set([...listed, ...(search.action ? [search.action] : [])])].filter((action) => !known.has(action)).sort();
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      label={t(`filter.${name}`)}
      value={search[name] ?? ''}
      onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined })}
    />
  );
  return (
    <div className={classes.bar}>
      <NativeSelect
        label={t('filter.user')}
        value={search.user ?? ''}
        onChange={(event) => onChange({ user: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.any') },
          ...users.map((user) => ({ value: user.id, label: `${user.name} (${user.email})` })),
          ...(isGone ? [{ value: search.user ?? '', label: t('filter.gone', { id: search.user ?? '' }) }] : []),
        ]}
      />
      <NativeSelect
        label={t('filter.action')}
        value={search.action ?? ''}
        onChange={(event) => onChange({ action: event.currentTarget.value || undefined })}
        data={[{ value: '', label: t('filter.any') }, ...groups, ...others.map(option)]}
      />
      {day('from')}
      {day('to')}
    </div>
  );
}
