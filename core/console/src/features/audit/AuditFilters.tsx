// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { Schema } from '../../api/types';
import { readWholeList } from '../../api/whole_list';
import { CommitInput } from '../settings/CommitInput';
import classes from '../settings/settings.module.css';
import type { AuditSearch } from './search';
import { useText } from './text';

interface AuditFiltersProps {
  search: AuditSearch;
  /** Those that are in the list, to choose from. */
  actions: readonly string[];
  onChange: (part: Partial<AuditSearch>) => void;
}

export function AuditFilters({ search, actions, onChange }: AuditFiltersProps) {
  const t = useText();
  const list = useId();
  const { data: users = [] } = useQuery({
    queryKey: ['people', 'all'],
    queryFn: ({ signal }) => readWholeList<Schema<'User'>>('/v1/users', signal),
  });
  const isGone = search.user !== undefined && !users.some((user) => user.id === search.user);
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
      <CommitInput
        label={t('filter.action')}
        placeholder={t('filter.actionHint')}
        value={search.action ?? ''}
        maxLength={200}
        list={list}
        dir="ltr"
        onCommit={(text) => onChange({ action: text || undefined })}
      />
      <datalist id={list}>
        {actions.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      {day('from')}
      {day('to')}
    </div>
  );
}
