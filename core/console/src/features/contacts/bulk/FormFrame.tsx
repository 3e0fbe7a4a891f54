// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useText as useSharedText } from '../../../ui/text';

interface Frame {
  label: string;
  ready: boolean;
  danger?: boolean;
  busy?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** What every action has: its fields, and below them what does it. */
export function FormFrame({ label, ready, danger, busy, onSubmit, onClose, children }: Frame) {
  const shared = useSharedText();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (ready) onSubmit();
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={busy} color={danger ? 'red' : undefined}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
