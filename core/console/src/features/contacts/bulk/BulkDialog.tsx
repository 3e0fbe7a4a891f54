// SPDX-License-Identifier: Apache-2.0
import { Modal, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { personName } from '../../../ui/person_name';
import { useSession } from '../../session/session';
import type { ContactColumn } from '../columns';
import { useText } from '../text';
import { BulkForm } from './BulkForm';
import { BulkProgress } from './BulkProgress';
import { csvLine, download } from './csv';
import { runInParts, type Act, type Outcome } from './run';
import { targetOf, walk, type Target, type Whom } from './targets';

export type BulkAction = 'tag' | 'segment' | 'subscribe' | 'export' | 'delete';

/** How many at once. A deletion is a call each. */
const sizes: Record<BulkAction, number> = { tag: 500, segment: 500, subscribe: 500, export: 500, delete: 8 };
const shownNames = 5;

interface BulkDialogProps {
  action: BulkAction;
  whom: Whom;
  columns: readonly ContactColumn[];
  fields: readonly string[];
  onClose: () => void;
}

interface Preview {
  targets: Target[];
  names: string[];
  /** Of an export. */
  lines: string[];
}

/** First whom it is for, counted and by name; then what to do; then how far it is; then what became of it. */
export default function BulkDialog({ action, whom, columns, fields, onClose }: BulkDialogProps) {
  const t = useText();
  const { user } = useSession();
  const client = useQueryClient();
  const [counted, setCounted] = useState(0);
  const [running, setRunning] = useState<{ total: number; outcome: Outcome; ended: boolean } | undefined>(undefined);
  const stopper = useRef(new AbortController());
  const preview = useQuery({
    queryKey: ['bulk-preview', action, whom],
    gcTime: 0,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Preview> => {
      const found: Preview = { targets: [], names: [], lines: [] };
      await walk({
        whom,
        signal,
        ...(action === 'export' && { fields }),
        onPage: (contacts) => {
          for (const contact of contacts) {
            found.targets.push(targetOf(contact));
            if (found.names.length < shownNames) found.names.push(personName(contact));
            if (action === 'export') found.lines.push(csvLine(columns.map((column) => column.plain(contact))));
          }
          setCounted(found.targets.length);
        },
      });
      return found;
    },
  });
  useEffect(() => {
    const { current } = stopper;
    return () => current.abort();
  }, []);

  async function run(act: Act) {
    const targets = preview.data?.targets ?? [];
    const show = (outcome: Outcome, ended: boolean) => setRunning({ total: targets.length, outcome, ended });
    stopper.current = new AbortController();
    show({ done: 0, failed: [] }, false);
    const outcome = await runInParts({
      targets,
      size: sizes[action],
      act,
      signal: stopper.current.signal,
      onProgress: (soFar) => show(soFar, false),
    });
    show(outcome, true);
    await client.invalidateQueries({ queryKey: ['contacts'] });
  }

  function save() {
    const head = csvLine(columns.map((column) => column.header));
    download(`${t('export.file')}.csv`, [head, ...(preview.data?.lines ?? [])]);
    onClose();
  }

  const isBusy = running !== undefined && !running.ended;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!isBusy}
      closeOnEscape={!isBusy}
      title={t(`bulk.${action}`)}
      closeButtonProps={{ 'aria-label': t('bulk.close'), disabled: isBusy }}
    >
      {preview.isError && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isPending && <LoadingState label={t('bulk.counting', { count: counted })} />}
      {preview.data && !running && (
        <Stack>
          <div>
            <Text fw={600}>{t('bulk.for', { count: preview.data.targets.length })}</Text>
            <Text size="sm" c="dimmed" className="foreign">
              {preview.data.names.join(', ')}
              {preview.data.targets.length > preview.data.names.length && ' …'}
            </Text>
          </div>
          <BulkForm
            action={action}
            person={user.name}
            count={preview.data.targets.length}
            onRun={(act) => void run(act)}
            onSave={save}
            onClose={onClose}
          />
        </Stack>
      )}
      {running && <BulkProgress {...running} onStop={() => stopper.current.abort()} onClose={onClose} />}
    </Modal>
  );
}
