// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../ui/EmptyState';
import { useText } from './text';

export function NobodyState() {
  const t = useText();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon="person"
      title={t('nobody')}
      action={<Button onClick={() => void navigate({ to: '/contacts' })}>{t('toContacts')}</Button>}
    >
      {t('nobody.explain')}
    </EmptyState>
  );
}
