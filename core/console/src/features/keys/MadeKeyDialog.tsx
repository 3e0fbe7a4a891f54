// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { Schema } from '../../api/types';
import { Icon } from '../../ui/Icon';
import { CopyField } from '../settings/CopyField';
import { useText } from './text';

/** The only place where a key is shown: it is not closed by accident, and kept nowhere. */
export function MadeKeyDialog({ made, onClose }: { made: Schema<'IssuedKey'> | undefined; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      opened={made !== undefined}
      onClose={onClose}
      size="lg"
      title={t('made.title', { name: made?.name ?? '' })}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {made && (
        <Stack>
          <Alert color="orange" icon={<Icon name="alert" />}>
            {t('made.once')}
          </Alert>
          <CopyField label={t('made.key')} value={made.key} />
          {made.identity_secret && (
            <CopyField label={t('made.secret')} description={t('made.secretHint')} value={made.identity_secret} />
          )}
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('made.stored')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
