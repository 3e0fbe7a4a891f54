// SPDX-License-Identifier: Apache-2.0
import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from './ConfirmDialog';
import { useText } from './text';

interface LeaveGuardProps {
  when: boolean;
  /** The changes are on their way: they go on on another page, but not without the window. */
  isSaving?: boolean;
  /** If it is not about unsaved changes. */
  words?: { title: string; explain: string; leave: string };
  onDiscard: () => void;
}

/** Asks before a page with unsaved changes is left. `onDiscard` forgets them, such as a draft's `discard`. */
export function LeaveGuard({ when, isSaving = false, words, onDiscard }: LeaveGuardProps) {
  const t = useText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && !isSaving && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title={words?.title ?? t('leave.title')}
      confirmLabel={words?.leave ?? t('leave.discard')}
      cancelLabel={t('leave.stay')}
      danger
      onConfirm={() => {
        onDiscard();
        blocker.proceed?.();
      }}
      onClose={() => blocker.reset?.()}
    >
      {words?.explain ?? t('leave.explain')}
    </ConfirmDialog>
  );
}
