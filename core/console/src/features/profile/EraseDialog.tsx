// SPDX-License-Identifier: Apache-2.0
import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useText } from './text';

const reasons = ['person_request', 'operator'] as const;

interface EraseDialogProps {
  id: string;
  name?: string;
  opened: boolean;
  onClose: () => void;
  erase: (body: Schema<'ErasureRequest'>) => Promise<Schema<'Erasure'>>;
  onErased: (erasure: Schema<'Erasure'>) => void;
}

/** Final, and so confirmed by typing the id, which can be typed whatever the person is called. */
export function EraseDialog({ id, name, opened, onClose, erase, onErased }: EraseDialogProps) {
  const t = useText();
  const [reason, setReason] = useState<(typeof reasons)[number]>('person_request');
  return (
    <ConfirmDialog
      opened={opened}
      title={name ? t('erase.title', { name: name.slice(0, 100) }) : t('erase.action')}
      confirmLabel={t('erase.confirm')}
      danger
      typed={id}
      onConfirm={async () => {
        onErased(await erase({ reason }));
      }}
      onClose={onClose}
    >
      <Stack>
        <Text>{t('erase.explain')}</Text>
        <Radio.Group label={t('reason')} value={reason} onChange={(value) => setReason(value as typeof reason)}>
          <Stack gap="xs" mt="xs">
            {reasons.map((each) => (
              <Radio key={each} value={each} label={t(`erase.reason.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
      </Stack>
    </ConfirmDialog>
  );
}
