// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { FormDialog } from './FormDialog';
import { useRefusal } from './late_refusal';
import { useText } from './text';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  children?: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  /** For what can't be taken back, or takes something away. */
  danger?: boolean;
  /** What has to be typed before it can be confirmed. */
  typed?: string | undefined;
  /** What is confirmed is shown as done before the answer: the dialog is out of its way, and comes back if it is refused. */
  ahead?: boolean;
  /** The dialog stays open, with the server's words, if it throws. */
  onConfirm: () => void | Promise<unknown>;
  onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const { refuse } = useRefusal(setError);
  useEffect(() => {
    setText('');
    setError(undefined);
  }, [props.opened]);
  const ready = props.typed === undefined || text.trim() === props.typed;

  async function confirm(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (failure) {
      refuse(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <FormDialog
      opened={props.opened && !(props.ahead && busy)}
      title={props.title}
      problem={{ error }}
      submitLabel={props.confirmLabel}
      cancelLabel={props.cancelLabel}
      danger={props.danger}
      disabled={!ready}
      busy={busy}
      browserChecks
      onSubmit={confirm}
      onClose={props.onClose}
    >
      {props.children}
      {props.typed !== undefined && (
        <TextInput
          label={t('confirm.type', { text: props.typed })}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
      )}
    </FormDialog>
  );
}
