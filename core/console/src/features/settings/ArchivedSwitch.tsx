// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core';
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

/** The way out of those that are archived, where there are none. */
export function CurrentButton({ onShow }: { onShow: () => void }) {
  const t = useText();
  return <Button onClick={onShow}>{t('show.toCurrent')}</Button>;
}
