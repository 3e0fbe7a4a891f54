// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { CopyField } from '../settings/CopyField';
import classes from '../settings/settings.module.css';
import { useText } from './text';

// Without letters and digits that are taken for each other.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 20 characters of 56: more than 110 bits. */
export function makePassword(): string {
  let password = '';
  while (password.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // What is over would make the first letters likelier.
      if (byte < 4 * alphabet.length && password.length < 20) password += alphabet[byte % alphabet.length] ?? '';
    }
  }
  return password;
}

interface NewPasswordProps {
  value: string;
  onChange: (password: string) => void;
  error?: string | undefined;
}

/** A password for somebody else; one that is made up is shown, to be handed over. Kept in no draft. */
export function NewPassword({ value, onChange, error }: NewPasswordProps) {
  const t = useText();
  const [made, setMade] = useState('');
  return (
    <Stack gap="sm">
      <div className={classes.row}>
        <PasswordInput
          label={t('password')}
          description={t('password.hint')}
          value={value}
          required
          error={error}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Button
          variant="default"
          onClick={() => {
            const password = makePassword();
            setMade(password);
            onChange(password);
          }}
        >
          {t('password.make')}
        </Button>
      </div>
      {made && made === value && <CopyField label={t('password')} value={made} />}
    </Stack>
  );
}
