// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useSourceName } from '../../ui/source';
import { sourceKinds, sourceOf, sourceText } from './search';
import { useText } from './text';

const other = '*';

interface SourceFilterProps {
  /** As the filter has it: a kind, or a kind and a name. */
  value: string;
  onChange: (next: string) => void;
  /** What is typed stands there only when it is done. */
  onType: (next: string) => void;
  onDone: () => void;
}

/** The kinds of sources, those that people came from, and any other one as it is written. */
export function SourceFilter({ value, onChange, onType, onDone }: SourceFilterProps) {
  const t = useText();
  const nameOf = useSourceName();
  const [isOther, setOther] = useState(false);
  const known = useQuery({
    queryKey: ['known-sources'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await api.get('/v1/overview', { signal })).profiles.by_source.filter((each) => each.name !== null),
  });
  // Without the sources that are known, the kinds are still there.
  const sources = [...sourceKinds.map((type) => ({ type: type as string, name: null })), ...(known.data ?? [])];
  const isListed = value === '' || sources.some((each) => sourceText(each) === value);
  const isFree = isOther || (!isListed && !known.isPending);
  const listed = isListed || isFree ? sources : [...sources, sourceOf(value)];
  return (
    <>
      <NativeSelect
        label={t('filter.source')}
        value={isFree ? other : value}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setOther(next === other);
          onChange(next === other ? '' : next);
        }}
        data={[
          { value: '', label: t('filter.any') },
          ...listed.map((each) => ({ value: sourceText(each), label: nameOf(each) })),
          { value: other, label: t('filter.source.other') },
        ]}
      />
      {isFree && (
        <TextInput
          label={t('filter.source.free')}
          description={t('filter.source.hint')}
          value={value}
          maxLength={200}
          dir="ltr"
          onChange={(event) => {
            // Stays, also when nothing or something listed stands in it.
            setOther(true);
            onType(event.currentTarget.value);
          }}
          onBlur={onDone}
          onKeyDown={(event) => event.key === 'Enter' && onDone()}
        />
      )}
    </>
  );
}
