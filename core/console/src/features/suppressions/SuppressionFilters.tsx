// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useCallback } from 'react';
import { useOpenText } from '../../i18n/text';
import { useIdentifierType } from '../../ui/identifier_type';
import { SearchInput } from '../../ui/SearchInput';
import classes from '../settings/settings.module.css';
import { ReasonFilter } from './ReasonFilter';
import { suppressingStates, type SuppressionSearch } from './search';
import { useText } from './text';

interface SuppressionFiltersProps {
  search: SuppressionSearch;
  types: readonly string[];
  onChange: (part: Partial<SuppressionSearch>) => void;
}

export function SuppressionFilters({ search, types, onChange }: SuppressionFiltersProps) {
  const t = useText();
  const status = useOpenText('ui');
  const typeName = useIdentifierType();
  const find = useCallback((text: string) => onChange({ address: text || undefined }), [onChange]);
  const any = { value: '', label: t('filter.any') };
  return (
    <div className={classes.bar}>
      <SearchInput label={t('search')} placeholder={t('search.hint')} value={search.address ?? ''} onSearch={find} />
      <NativeSelect
        label={t('filter.type')}
        value={search.type ?? ''}
        onChange={(event) => onChange({ type: event.currentTarget.value || undefined })}
        data={[any, ...[...new Set([...types, ...(search.type ? [search.type] : [])])].map((each) => ({ value: each, label: typeName(each) }))]}
      />
      <NativeSelect
        label={t('filter.state')}
        value={search.state ?? ''}
        onChange={(event) => onChange({ state: suppressingStates.find((each) => each === event.currentTarget.value) })}
        data={[any, ...suppressingStates.map((each) => ({ value: each, label: status(`status.${each}`) ?? each }))]}
      />
      <ReasonFilter value={search.reason} onChange={(reason) => onChange({ reason })} />
      <NativeSelect
        label={t('filter.show')}
        value={search.lifted ?? ''}
        onChange={(event) => onChange({ lifted: event.currentTarget.value === 'true' ? 'true' : undefined })}
        data={[
          { value: '', label: t('show.standing') },
          { value: 'true', label: t('show.lifted') },
        ]}
      />
    </div>
  );
}
