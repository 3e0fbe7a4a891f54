// SPDX-License-Identifier: Apache-2.0
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../../ui/Page';
import classes from './settings.module.css';

interface EntryFormProps {
  onSave: () => Promise<void>;
  /** What an input shows as wrong: it gets the focus, and nothing is sent. */
  fault?: ReactNode;
  autoComplete?: 'off';
  children: ReactNode;
}

/** Around the inputs of an editor or a maker and their actions. */
export function EntryForm({ onSave, fault, autoComplete, children }: EntryFormProps) {
  return (
    <Card>
      <form
        className={classes.form}
        autoComplete={autoComplete}
        onSubmit={(event) => {
          event.preventDefault();
          if (fault) event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
          else void onSave();
        }}
      >
        <Stack>{children}</Stack>
      </form>
    </Card>
  );
}
