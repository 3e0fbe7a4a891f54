// SPDX-License-Identifier: Apache-2.0
import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText as useSharedText } from '../../../ui/text';
import classes from '../contacts.module.css';
import { useText } from '../text';
import type { Outcome } from './run';

interface BulkProgressProps {
  total: number;
  outcome: Outcome;
  ended: boolean;
  onStop: () => void;
  onClose: () => void;
}

/** A list of a thousand failures says no more than its beginning. */
const shownFailures = 50;

export function BulkProgress({ total, outcome, ended, onStop, onClose }: BulkProgressProps) {
  const t = useText();
  const shared = useSharedText();
  const { done, failed } = outcome;
  const share = total === 0 ? 100 : ((done + failed.length) / total) * 100;
  const isCut = ended && done + failed.length < total;
  return (
    <Stack>
      <Progress value={share} aria-label={t('bulk.progress')} />
      <Text role="status">{t('bulk.done', { count: done, total })}</Text>
      {isCut && <Text>{t('bulk.stopped')}</Text>}
      {failed.length > 0 && (
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
      )}
      <Group justify="flex-end">
        {ended ? (
          <Button onClick={onClose}>{t('bulk.close')}</Button>
        ) : (
          <Button variant="default" onClick={onStop}>
            {t('bulk.stop')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
