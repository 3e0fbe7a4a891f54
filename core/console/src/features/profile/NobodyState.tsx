// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../ui/EmptyState';
import { useProblemText } from '../../ui/problem_text';
import { useText } from './text';

export function NobodyState({ error }: { error: unknown }) {
  const t = useText();
  const say = useProblemText();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon="person"
      title={t('nobody')}
      action={<Button onClick={() => void navigate({ to: '/contacts' })}>{t('toContacts')}</Button>}
    >
      <span className="foreign">{say(error)}</span>
    </EmptyState>
  );
}
