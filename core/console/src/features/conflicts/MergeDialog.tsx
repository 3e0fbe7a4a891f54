// SPDX-License-Identifier: Apache-2.0
import { Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '../../api/types';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { useSession } from '../session/session';
import { useMerge } from './merge';
import { MergeFacts } from './MergeFacts';
import { useText } from './text';
import { UndoForm } from './UndoForm';
import { Undone } from './Undone';

interface MergeDialogProps {
  id: string;
  /** Another merge that is in the way. */
  onOpen: (merge: { id: string }) => void;
  onClose: () => void;
}

/** One merge: what was joined by what, field by field; taking it back, and what stayed undecided by that. */
export default function MergeDialog({ id, onOpen, onClose }: MergeDialogProps) {
  const t = useText();
  const { can } = useSession();
  const { data, error, refetch } = useMerge(id);
  // Told once by the server: kept as long as the tab shows the console.
  const undone = useQuery<Schema<'UndoResult'> | null>({ queryKey: ['undone', id], queryFn: () => null, enabled: false, gcTime: Infinity });
  const [isNews, setNews] = useState(false);
  return (
    <Modal opened onClose={onClose} size="xl" title={t('merge.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <LoadingState />}
        {undone.data && <Undone result={undone.data} isNews={isNews} />}
        {data && <MergeFacts merge={data} />}
        {data && !data.undone && !undone.data && can('write') && <UndoForm id={id} onOpen={onOpen} onUndone={() => setNews(true)} onClose={onClose} />}
      </Stack>
    </Modal>
  );
}
