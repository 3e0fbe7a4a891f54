// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { createRootRoute, useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { LoadingState } from '../ui/LoadingState';
import { Shell } from './Shell';
import { useText } from './text';

export function NothingHere() {
  const t = useText();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon="search"
      title={t('nothing.title')}
      action={<Button onClick={() => void navigate({ to: '/' })}>{t('nothing.home')}</Button>}
    >
      {t('nothing.explain')}
    </EmptyState>
  );
}

export const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NothingHere,
  pendingComponent: () => <LoadingState />,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
});
