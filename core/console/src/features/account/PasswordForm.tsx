// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client';
import { useFormProblem } from '../../ui/form_problem';
import { Card } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from './account.module.css';
import { useText } from './text';

const currentAt = '/current_password';
const newAt = '/new_password';

export function PasswordForm() {
  const t = useText();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const problem = useFormProblem([currentAt, newAt]);
  const change = useMutation({
    mutationFn: () =>
      request('put', '/v1/sessions/current/password', { body: { current_password: current, new_password: next } }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      problem.set(undefined);
      void client.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: problem.set,
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate();
  }
  const toggle = { 'aria-label': t('password.show') };
  return (
    <Card title={t('password.title')}>
      <form onSubmit={submit} className={classes.form}>
        <Stack>
          <Text>{t('password.explain')}</Text>
          <PasswordInput
            label={t('password.current')}
            value={current}
            onChange={(event) => {
              setCurrent(event.currentTarget.value);
              problem.clear(currentAt);
            }}
            error={problem.at(currentAt)}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={toggle}
          />
          <PasswordInput
            label={t('password.new')}
            value={next}
            onChange={(event) => {
              setNext(event.currentTarget.value);
              problem.clear(newAt);
            }}
            error={problem.at(newAt)}
            autoComplete="new-password"
            required
            visibilityToggleButtonProps={toggle}
          />
          <ProblemAlert error={problem.error} unplaced={problem.unplaced} />
          {change.isSuccess && (
            <Alert color="green" role="status">
              {t('password.changed')}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t('password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
