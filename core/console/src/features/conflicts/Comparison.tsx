// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Card } from '../../ui/Page';
import { useSession } from '../session/session';
import classes from './comparison.module.css';
import { rowsOf } from './compare';
import { ComparisonTable } from './ComparisonTable';
import { MovedDialog } from './MovedDialog';
import { useNaming } from './naming';
import { nameOf, ProfileHead } from './ProfileHead';
import { Refused } from './Refused';
import { useText } from './text';
import { Warnings } from './Warnings';
import type { usePair } from './use_pair';

interface ComparisonProps {
  pair: ReturnType<typeof usePair>;
  /** What can be decided, under the comparison. */
  children?: ReactNode;
}

/** Two profiles side by side, what would come of them as one, and what was changed while one was looking. */
export function Comparison({ pair, children }: ComparisonProps) {
  const t = useText();
  const { can } = useSession();
  const naming = useNaming();
  const { a, b, preview, before } = pair;
  const rows = useMemo(() => (a && b ? rowsOf(a, b, preview, naming) : []), [a, b, preview, naming]);
  const earlier = useMemo(() => (before ? rowsOf(before.a, before.b, before.preview, naming) : []), [before, naming]);

  if (pair.error) return <ErrorState error={pair.error} onRetry={pair.retry} />;
  if (!a || !b) return <LoadingState />;
  if (pair.isOne) {
    return (
      <EmptyState
        icon="person"
        title={t('one.title')}
        action={
          <Link to="/conflicts" search={{ list: 'merges', profile: a.id }}>
            {t('one.merges')}
          </Link>
        }
      >
        <Link to="/contacts/$ref" params={{ ref: a.id }} title={nameOf(a)}>
          <bdi>{nameOf(a)}</bdi>
        </Link>
      </EmptyState>
    );
  }
  const names = [nameOf(a), nameOf(b)] as const;
  const isNew = !before || a.version !== before.a.version || b.version !== before.b.version;
  const isRead = isNew && (preview !== undefined || pair.previewError !== null);
  return (
    <>
      <div className={classes.head}>
        <ProfileHead profile={a} isSurvivor={preview?.survivor === a.id} />
        <ProfileHead profile={b} isSurvivor={preview?.survivor === b.id} />
      </div>
      {pair.previewError && <ErrorState error={pair.previewError} onRetry={pair.retryPreview} />}
      {preview && <Refused refused={preview.refused} />}
      <Warnings rows={rows} />
      <Card title={t(can('write') ? 'compare.preview' : 'compare.title')}>
        <ComparisonTable rows={rows} names={names} withResult={can('write')} />
      </Card>
      {children}
      <MovedDialog
        opened={before !== undefined}
        names={names}
        before={earlier}
        after={isRead ? rows : undefined}
        onClose={pair.looked}
      />
    </>
  );
}
