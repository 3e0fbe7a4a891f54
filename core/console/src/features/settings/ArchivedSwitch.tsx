// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useText } from './text';

/** Which of a catalogue are listed. */
export function ArchivedSwitch({ archived, onChange }: { archived: boolean; onChange: (archived: boolean) => void }) {
  const t = useText();
  return (
    <NativeSelect
      label={t('show')}
      value={archived ? 'archived' : 'current'}
      onChange={(event) => onChange(event.currentTarget.value === 'archived')}
      data={[
        { value: 'current', label: t('show.current') },
        { value: 'archived', label: t('show.archived') },
      ]}
    />
  );
}
