// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Session } from '../../api/accounts';
import { isProblem } from '../../api/problem';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { signIn } from './session';
import { useText } from './text';

interface SignInFormProps {
  /** Of whose session ended. */
  email?: string;
  onSignedIn: (session: Session) => void;
}

export function SignInForm(props: SignInFormProps) {
  const t = useText();
  const [email, setEmail] = useState(props.email ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const isWrong = isProblem(error, 401);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      props.onSignedIn(await signIn(email.trim(), password));
    } catch (failure) {
      setPassword('');
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          type="email"
          label={t('email')}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="username"
          required
          withAsterisk={false}
          data-autofocus={props.email ? undefined : true}
        />
        <PasswordInput
          label={t('password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={isWrong ? t('wrong') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          data-autofocus={props.email ? true : undefined}
        />
        {!isWrong && <ProblemAlert error={error} title={t('refused')} />}
        <Button type="submit" loading={busy}>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  );
}
