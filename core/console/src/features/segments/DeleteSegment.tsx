// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Icon } from '../../ui/Icon';
import { actOnRows } from '../settings/optimistic';
import type { Segment } from './segment';
import { useText } from './text';

/** What refuses it, such as another segment that names it, is told in the dialog. */
export function DeleteSegment({ segment, onDeleted }: { segment: Segment; onDeleted: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setAsking(true)}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('delete.title', { name: segment.name })}
        confirmLabel={t('delete')}
        danger
        onConfirm={async () => {
          await actOnRows<Segment>(
            client,
            ['list', '/v1/segments'],
            (rows) => rows.filter((each) => each.id !== segment.id),
            () => api.delete('/v1/segments/{id}', { path: { id: segment.id } }),
          );
          onDeleted();
        }}
        onClose={() => setAsking(false)}
      >
        {t('delete.explain')}
      </ConfirmDialog>
    </>
  );
}
