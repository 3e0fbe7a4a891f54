// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Right } from '../../api/accounts';
import { EmptyState } from '../../ui/EmptyState';
import { Page } from '../../ui/Page';
import { useSession } from '../session/session';
import { useText } from './text';

interface ForRightProps {
  right: Exclude<Right, 'read'>;
  title: string;
  children: ReactNode;
}

/** A screen that nobody without the right is led to: whoever comes by its address is told whose it is, and asks the server nothing. */
export function ForRight({ right, title, children }: ForRightProps) {
  const t = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  if (can(right)) return children;
  return (
    <Page title={title}>
      <EmptyState
        icon="shield"
        title={t('notAllowed.title')}
        action={<Button onClick={() => void navigate({ to: '/contacts' })}>{t('notAllowed.home')}</Button>}
      >
        {t(`notAllowed.${right}`)}
      </EmptyState>
    </Page>
  );
}
