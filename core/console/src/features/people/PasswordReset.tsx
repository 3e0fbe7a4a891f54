// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useFormProblem } from '../../ui/form_problem';
import { Icon } from '../../ui/Icon';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { Card } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { entryKey } from '../settings/optimistic';
import classes from '../settings/settings.module.css';
import { NewPassword } from './NewPassword';
import { useText } from './text';

export function PasswordReset({ id }: { id: string }) {
  const t = useText();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const problem = useFormProblem(['/password']);
  const reset = useMutation({
    mutationFn: () => api.patch('/v1/users/{id}', { path: { id }, body: { password } }),
    onSuccess: () => {
      setPassword('');
      problem.set(undefined);
      void client.invalidateQueries({ queryKey: entryKey('/v1/users/{id}', { id }) });
      void client.invalidateQueries({ queryKey: ['sessions', id] });
    },
    onError: problem.set,
  });
  return (
    <Card title={t('password.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        <Stack>
          <Text>{t('password.explain')}</Text>
          <NewPassword
            value={password}
            error={problem.at('/password')}
            onChange={(next) => {
              setPassword(next);
              problem.clear('/password');
            }}
          />
          <ProblemAlert error={problem.error} unplaced={problem.unplaced} />
          {reset.isSuccess && (
            <Alert color="green" role="status" icon={<Icon name="check" />}>
              {t('password.done')}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={reset.isPending} disabled={!password}>
              {t('password.set')}
            </Button>
          </Group>
        </Stack>
      </form>
      <LeaveGuard when={password !== ''} onDiscard={() => setPassword('')} />
    </Card>
  );
}
