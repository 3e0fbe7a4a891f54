// SPDX-License-Identifier: Apache-2.0
import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { isProblem } from '../../../api/problem';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { useText as useSharedText } from '../../../ui/text';
import classes from '../contacts.module.css';
import { useText } from '../text';
import type { BulkAction } from './BulkDialog';
import type { Failure } from './run';
import type { RunState } from './use_run';

interface BulkProgressProps extends RunState {
  action: BulkAction;
  total: number;
  /** There are more than `total`. */
  atLeast: boolean;
  onStop: () => void;
  /** With those whom it was not tried for yet; none if the same again would be refused again. */
  onContinue: (() => void) | undefined;
  /** With those who were refused. */
  onRetry: () => void;
  /** Back to what was typed. */
  onChange: (() => void) | undefined;
  onClose: () => void;
}

/** A list of a thousand failures says no more than its beginning. */
const shownFailures = 50;

function Failures({ failed }: { failed: readonly Failure[] }) {
  const t = useText();
  const shared = useSharedText();
  return (
    <>
      <Text fw={600}>{t('bulk.failed', { count: failed.length })}</Text>
      <ul className={classes.failures} tabIndex={0} aria-label={t('bulk.failed', { count: failed.length })}>
        {failed.slice(0, shownFailures).map(({ id, detail }) => (
          <li key={id}>
            <Anchor component={Link} to="/contacts/$ref" params={{ ref: id } as never}>
              {id}
            </Anchor>{' '}
            <span className="foreign">{detail || shared('problem.unreachable')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function BulkProgress({ action, progress, isBusy, error, total, atLeast, onStop, onContinue, onRetry, onChange, onClose }: BulkProgressProps) {
  const t = useText();
  const { done, failed, isOver } = progress;
  const isExport = action === 'export';
  const tried = done + failed.length;
  // As it was counted before; some may have come to match since, or match no more. A table says who is missing.
  const all = isOver && !isExport ? tried : Math.max(total, tried);
  const isEndUnknown = atLeast && !isOver;
  const hasFailed = failed.length > 0 && !isBusy;
  return (
    <Stack>
      <Progress value={isEndUnknown || all === 0 ? 100 : (tried / all) * 100} animated={isEndUnknown && isBusy} aria-label={t('bulk.progress')} />
      <Text role="status">{isEndUnknown ? t('bulk.doneSoFar', { count: done }) : t('bulk.done', { count: done, total: all })}</Text>
      <ProblemAlert error={error} />
      {isProblem(error) && error.code === 'too_many' && <Text>{t('cut.do')}</Text>}
      {!isBusy && !isOver && <Text>{t(isExport ? 'export.stopped' : 'bulk.stopped')}</Text>}
      {isExport && isOver && !isBusy && <Text>{t('export.missing', { count: done, total: all })}</Text>}
      {action === 'delete' && done > 0 && !isBusy && (
        <Anchor component={Link} to="/contacts/deleted">
          {t('delete.see')}
        </Anchor>
      )}
      {failed.length > 0 && <Failures failed={failed} />}
      <Group justify="flex-end">
        {isBusy ? (
          <Button key="stop" variant="default" onClick={onStop}>
            {t('bulk.stop')}
          </Button>
        ) : (
          <Button key="close" variant="default" onClick={onClose}>
            {t('bulk.close')}
          </Button>
        )}
        {hasFailed && onChange && (
          <Button variant="default" onClick={onChange}>
            {t('bulk.change')}
          </Button>
        )}
        {hasFailed && (
          <Button variant={isOver ? 'filled' : 'default'} onClick={onRetry}>
            {t('bulk.retry', { count: failed.length })}
          </Button>
        )}
        {!isBusy && !isOver && onContinue && <Button onClick={onContinue}>{t(isExport ? 'export.again' : 'bulk.continue')}</Button>}
      </Group>
    </Stack>
  );
}
