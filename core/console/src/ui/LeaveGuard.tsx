// SPDX-License-Identifier: Apache-2.0
import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from './ConfirmDialog';
import { useText } from './text';

/** Asks before a page with unsaved changes is left. `onDiscard` forgets them, such as a draft's `discard`. */
export function LeaveGuard({ when, onDiscard }: { when: boolean; onDiscard: () => void }) {
  const t = useText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title={t('leave.title')}
      confirmLabel={t('leave.discard')}
      cancelLabel={t('leave.stay')}
      danger
      onConfirm={() => {
        onDiscard();
        blocker.proceed?.();
      }}
      onClose={() => blocker.reset?.()}
    >
      {t('leave.explain')}
    </ConfirmDialog>
  );
}
