// SPDX-License-Identifier: Apache-2.0
import { Alert, Button } from '@mantine/core';
import { useMemo } from 'react';
import { ConflictDialog } from '../../ui/ConflictDialog';
import { Icon } from '../../ui/Icon';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useText as useUiText } from '../../ui/text';
import type { EntryEditor } from './entry_editor';
import classes from './settings.module.css';
import { useText } from './text';

export function Restored({ when, onDiscard }: { when: boolean; onDiscard: () => void }) {
  const t = useUiText();
  if (!when) return null;
  return (
    <Alert color="blue" role="status" icon={<Icon name="info" />}>
      {t('restored')}{' '}
      <Button variant="default" size="compact-sm" onClick={onDiscard}>
        {t('discard')}
      </Button>
    </Alert>
  );
}

interface EditorActionsProps<Form> {
  editor: EntryEditor<Form>;
  /** What a member of the form is called, and how its value is written. */
  labelOf: (key: string) => string;
  show: (key: string, value: unknown) => string;
}

/** Below an editor's fields: what was refused, save and discard, and what stands against it. */
export function EditorActions<Form>({ editor, labelOf, show }: EditorActionsProps<Form>) {
  const t = useText();
  const ui = useUiText();
  const { conflict } = editor;
  const differences = useMemo(
    () =>
      (conflict?.keys ?? []).map((key) => ({
        key,
        label: labelOf(key),
        mine: show(key, (editor.form as Record<string, unknown>)[key]),
        theirs: show(key, conflict?.theirs[key]),
      })),
    [conflict],
  );
  return (
    <>
      <Restored when={editor.isRestored} onDiscard={editor.discard} />
      <ProblemAlert error={editor.problem.error} unplaced={editor.problem.unplaced} />
      <div className={classes.actions}>
        <Button type="submit" disabled={!editor.isDirty || editor.busy}>
          {ui('save')}
        </Button>
        <Button variant="default" onClick={editor.discard} disabled={!editor.isDirty || editor.busy}>
          {ui('discard')}
        </Button>
        <span role="status" className={classes.faint}>
          {editor.busy ? t('saving') : editor.isSaved && t('saved')}
        </span>
      </div>
      <LeaveGuard when={editor.isDirty} isSaving={editor.busy} onDiscard={editor.discard} />
      <ConflictDialog
        opened={conflict !== undefined}
        differences={differences}
        onResolve={editor.resolve}
        onClose={editor.closeConflict}
      />
    </>
  );
}

interface MakerActionsProps {
  maker: Pick<EntryEditor<unknown>, 'isDirty' | 'isRestored' | 'busy' | 'problem' | 'discard'>;
  label?: string;
}

/** The same of something new. */
export function MakerActions({ maker, label }: MakerActionsProps) {
  const t = useText();
  const ui = useUiText();
  return (
    <>
      <Restored when={maker.isRestored} onDiscard={maker.discard} />
      <ProblemAlert error={maker.problem.error} unplaced={maker.problem.unplaced} />
      <div className={classes.actions}>
        <Button type="submit" loading={maker.busy}>
          {label ?? t('make')}
        </Button>
        <Button variant="default" onClick={maker.discard} disabled={!maker.isDirty || maker.busy}>
          {ui('discard')}
        </Button>
      </div>
      <LeaveGuard when={maker.isDirty} onDiscard={maker.discard} />
    </>
  );
}
