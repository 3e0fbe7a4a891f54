// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ApiProblem, isProblem } from '../../api/problem';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Icon } from '../../ui/Icon';
import { actOnRows } from '../settings/optimistic';
import { useText as useSharedText } from '../settings/text';
import { readSegment, segmentKey, versionTag, type Segment } from './segment';
import { useText } from './text';

/**
 * Removes the segment as it is shown. What refuses it, such as another segment that names it, is told in the dialog; so is
 * that somebody changed it meanwhile: then it is read again, and the next try goes over what the person sees.
 */
export function DeleteSegment({ segment, onDeleted }: { segment: Segment; onDeleted: () => void }) {
  const t = useText();
  const shared = useSharedText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);

  async function remove() {
    try {
      await api.delete('/v1/segments/{id}', { path: { id: segment.id }, ifMatch: versionTag(segment) });
    } catch (error) {
      if (!isProblem(error, 412)) throw error;
      client.setQueryData(segmentKey(segment.id), await readSegment(segment.id));
      throw new ApiProblem({ status: error.status, code: error.code, detail: shared('changedMeanwhile') });
    }
  }

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
            remove,
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
