// SPDX-License-Identifier: Apache-2.0
import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useDraft } from '../../ui/draft';
import { useText } from './text';

interface ReasonDialogProps {
  opened: boolean;
  /** Names what is decided: what was typed is kept for it until that is done. */
  draftKey: string;
  title: string;
  confirmLabel: string;
  danger?: boolean;
  isRequired?: boolean;
  /** As of `ConfirmDialog`. */
  ahead?: boolean;
  children: ReactNode;
  /** Answers false if it was not done: then what was typed stays. */
  onConfirm: (reason: string | undefined) => Promise<boolean | void>;
  onClose: () => void;
}

/** Asks for the reason of a decision, which is kept with it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const t = useText();
  const draft = useDraft(props.draftKey, '');
  async function confirm() {
    if ((await props.onConfirm(draft.value.trim() || undefined)) !== false) draft.discard();
  }
  return (
    <ConfirmDialog
      opened={props.opened}
      title={props.title}
      confirmLabel={props.confirmLabel}
      {...(props.danger && { danger: true })}
      ahead={props.ahead ?? false}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      {props.children}
      <Textarea
        label={t(props.isRequired ? 'reason.required' : 'reason')}
        description={t('reason.hint')}
        value={draft.value}
        onChange={(event) => draft.change(event.currentTarget.value)}
        maxLength={500}
        required={props.isRequired ?? false}
        withAsterisk={false}
        autosize={false}
        rows={3}
        data-autofocus
      />
    </ConfirmDialog>
  );
}
