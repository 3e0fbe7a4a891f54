// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { FormProblem } from './form_problem';
import { ProblemAlert } from './ProblemAlert';
import { useText } from './text';

interface FormDialogProps {
  opened: boolean;
  title: string;
  size?: 'lg';
  children: ReactNode;
  /** What was refused. */
  problem: Pick<FormProblem, 'error'> & Partial<Pick<FormProblem, 'unplaced'>>;
  submitLabel: string;
  cancelLabel?: string | undefined;
  /** For what can't be taken back, or takes something away. */
  danger?: boolean | undefined;
  disabled?: boolean;
  busy?: boolean;
  /** What must not be empty is left to the browser, which says it in its own language. */
  browserChecks?: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void | Promise<void>;
  onClose: () => void;
}

/** One form over the page: its inputs, what was refused, and the way out or on. */
export function FormDialog(props: FormDialogProps) {
  const t = useText();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size={props.size}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={(event) => void props.onSubmit(event)} noValidate={!props.browserChecks}>
        <Stack>
          {props.children}
          <ProblemAlert error={props.problem.error} unplaced={props.problem.unplaced} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {props.cancelLabel ?? t('cancel')}
            </Button>
            <Button type="submit" color={props.danger ? 'red' : undefined} disabled={props.disabled} loading={props.busy}>
              {props.submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
