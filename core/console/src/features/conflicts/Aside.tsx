// SPDX-License-Identifier: Apache-2.0
import { Button, Group } from '@mantine/core';
import { Card } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { ToneBadge } from '../../ui/StatusBadge';
import { Time } from '../../ui/Time';
import { useSession } from '../session/session';
import type { Duplicate } from './lists';
import { useText } from './text';
import { useWords } from './words';

interface AsideProps {
  dismissed: NonNullable<Duplicate['dismissed']>;
  error: unknown;
  onBringBack: () => void;
}

/** That a pair was put aside, by whom and why; and the way back. */
export function Aside({ dismissed: { at, by, reason }, error, onBringBack }: AsideProps) {
  const t = useText();
  const words = useWords();
  const { can } = useSession();
  return (
    <div role="status">
      <Card title={t('aside.title')}>
        <Group>
          <ToneBadge tone="neutral" icon="minus">
            {t('pairs.dismissed')}
          </ToneBadge>
          <span className="foreign">
            <bdi>{words.plainSource(by.source)}</bdi> · <Time value={at} />
            {reason && (
              <>
                {' '}
                · <bdi>{reason}</bdi>
              </>
            )}
          </span>
          {can('write') && (
            <Button size="compact-sm" variant="default" onClick={onBringBack}>
              {t('aside.back')}
            </Button>
          )}
        </Group>
        <ProblemAlert error={error} />
      </Card>
    </div>
  );
}
