// SPDX-License-Identifier: Apache-2.0
import { Stack } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { Card } from '../../ui/Page';
import classes from './settings.module.css';

interface EntryFormProps {
  onSave: () => Promise<void>;
  /** What an input shows as wrong: it gets the focus, and nothing is sent. */
  fault?: ReactNode;
  /** Whether nothing is wrong any more, where others may have ended it: then it is sent after all. */
  isOver?: () => Promise<boolean>;
  autoComplete?: 'off';
  children: ReactNode;
}

/** Around the inputs of an editor or a maker and their actions. */
export function EntryForm({ onSave, fault, isOver, autoComplete, children }: EntryFormProps) {
  const isAsking = useRef(false);
  async function submit(form: HTMLFormElement) {
    if (!fault) return onSave();
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    if (!isOver || isAsking.current) return undefined;
    isAsking.current = true;
    const canSave = await isOver();
    isAsking.current = false;
    return canSave ? onSave() : undefined;
  }
  return (
    <Card>
      <form
        className={classes.form}
        autoComplete={autoComplete}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <Stack>{children}</Stack>
      </form>
    </Card>
  );
}
