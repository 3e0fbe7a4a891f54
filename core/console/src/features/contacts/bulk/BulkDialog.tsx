// SPDX-License-Identifier: Apache-2.0
import { Alert, Modal, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { saveFile } from '../../../ui/download';
import { ErrorState } from '../../../ui/ErrorState';
import { Icon } from '../../../ui/Icon';
import { LeaveGuard } from '../../../ui/LeaveGuard';
import { LoadingState } from '../../../ui/LoadingState';
import { useSession } from '../../session/session';
import type { ContactColumn } from '../columns';
import { useText } from '../text';
import { BulkForm } from './BulkForm';
import { BulkProgress } from './BulkProgress';
import { ExportRun } from './export_run';
import { isInterruption, Run, type Act, type Pages } from './run';
import type { TableColumn } from './table_columns';
import { lookAt, targetsOf, type Target, type Whom } from './targets';
import { useRun } from './use_run';

export type BulkAction = 'tag' | 'segment' | 'subscribe' | 'export' | 'delete';

/** How many at once: of those that are a call for each person, fewer. */
const partSize = 500;
const callsAtOnce = 8;
const oneByOne: readonly BulkAction[] = ['subscribe', 'delete'];
/** Of these something is typed or chosen that may be what was refused. */
const changeable: readonly BulkAction[] = ['tag', 'segment', 'subscribe'];

interface BulkDialogProps {
  action: BulkAction;
  whom: Whom;
  columns: readonly ContactColumn[];
  fields: readonly string[];
  /** `isDone`: it came to its end. */
  onClose: (isDone: boolean) => void;
}

/** Those who are left of a run. */
interface Rest {
  pages: Pages<Target>;
  total: number;
  atLeast: boolean;
}

/** First whom it is for, counted and some by name, and what to do; then how far it is, and what became of it. */
export default function BulkDialog({ action, whom: selected, columns, fields, onClose: close }: BulkDialogProps) {
  const t = useText();
  const { user } = useSession();
  const client = useQueryClient();
  // As they were when it was opened: what is done changes the list behind it.
  const [whom] = useState(selected);
  const [rest, setRest] = useState<Rest | undefined>(undefined);
  const running = useRef<Run<Target> | undefined>(undefined);
  const form = useRef<HTMLDivElement>(null);
  const { state, start, resume, retry, stop, leave } = useRun(() => {
    for (const changed of ['contacts', 'tags']) void client.invalidateQueries({ queryKey: [changed] });
  });
  const onClose = () => close(state?.progress.isOver ?? false);
  const preview = useQuery({
    queryKey: ['bulk-preview', action, whom],
    gcTime: 0,
    staleTime: Infinity,
    queryFn: ({ signal }) => lookAt(whom, signal),
  });
  useEffect(() => {
    if (rest) form.current?.focus();
  }, [rest]);
  const newest = preview.data?.newest;
  const meant = rest ?? preview.data;

  function run(act: Act<Target>) {
    const size = oneByOne.includes(action) ? callsAtOnce : partSize;
    running.current = new Run(rest?.pages ?? targetsOf(whom, newest), size, act);
    start(running.current);
  }
  function save(table: readonly TableColumn[]) {
    const exporting = new ExportRun(whom, { columns: table, fields, newest });
    start(exporting, () => {
      saveFile(exporting.file, `${t('export.file')}.csv`);
      const isWhole = !meant || meant.atLeast || exporting.progress.done >= meant.total;
      if (isWhole) onClose();
    });
  }
  /** What was typed is still there, and is for those who are left. */
  function change() {
    if (!running.current || !meant || !state) return;
    const { done, failed } = state.progress;
    setRest({ pages: running.current.left(), total: Math.max(meant.total - done, failed.length), atLeast: meant.atLeast && !state.progress.isOver });
    leave();
  }

  const isBusy = state?.isBusy ?? false;
  const isRefused = action === 'export' && Boolean(state?.error) && !isInterruption(state?.error);
  const hasRest = state !== undefined && !isRefused && (!state.progress.isOver || state.progress.failed.length > 0);
  return (
    <>
      <Modal
        opened
        onClose={onClose}
        closeOnClickOutside={!isBusy}
        closeOnEscape={!isBusy}
        title={t(`bulk.${action}`)}
        closeButtonProps={{ 'aria-label': t('bulk.close'), disabled: isBusy }}
      >
        {preview.isError && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <LoadingState />}
        {preview.data?.isCut && (
          <Alert icon={<Icon name="info" />}>
            {t('selection.cut')} {t('cut.do')}
          </Alert>
        )}
        {preview.data && meant && !preview.data.isCut && (
          // Hidden and not gone while it runs: what was typed stays.
          <div ref={form} tabIndex={-1} hidden={state !== undefined}>
            <Stack>
              <div>
                <Text fw={600}>{t(meant.atLeast ? 'bulk.forMore' : 'bulk.for', { count: meant.total })}</Text>
                {!rest && (
                  <Text size="sm" c="dimmed" className="foreign">
                    {preview.data.names.join(', ')}
                    {meant.total > preview.data.names.length && ' …'}
                  </Text>
                )}
                {whom.kind === 'all' && (
                  <Text size="sm" c="dimmed">
                    {t('bulk.asItGoes')}
                  </Text>
                )}
              </div>
              <BulkForm
                action={action}
                person={user.name}
                count={meant.total}
                atLeast={meant.atLeast}
                columns={columns}
                onRun={run}
                onSave={save}
                onClose={onClose}
              />
            </Stack>
          </div>
        )}
        {state && meant && (
          <BulkProgress
            {...state}
            action={action}
            total={meant.total}
            atLeast={meant.atLeast}
            onStop={stop}
            onContinue={isRefused ? undefined : resume}
            onRetry={retry}
            onChange={changeable.includes(action) ? change : undefined}
            onClose={onClose}
          />
        )}
      </Modal>
      <LeaveGuard
        when={hasRest}
        words={{
          title: t('bulk.leave.title'),
          explain: t(action === 'export' ? 'export.leave' : 'bulk.leave.explain'),
          leave: t('bulk.leave'),
        }}
        onDiscard={stop}
      />
    </>
  );
}
