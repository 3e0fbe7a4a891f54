// SPDX-License-Identifier: Apache-2.0
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../../ui/Page';
import classes from './settings.module.css';

interface EntryFormProps {
  onSave: () => Promise<void>;
  autoComplete?: 'off';
  children: ReactNode;
}

/** Around the inputs of an editor or a maker and their actions. */
export function EntryForm({ onSave, autoComplete, children }: EntryFormProps) {
  return (
    <Card>
      <form
        className={classes.form}
        autoComplete={autoComplete}
        onSubmit={(event) => {
          event.preventDefault();
          void onSave();
        }}
      >
        <Stack>{children}</Stack>
      </form>
    </Card>
  );
}
