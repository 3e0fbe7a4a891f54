// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import type { Schema } from '../../../api/types';
import { ConflictDialog, type Difference } from '../../../ui/ConflictDialog';
import type { Draft } from '../../../ui/draft';
import { useFieldText } from '../../../ui/field_text';
import { useFormProblem } from '../../../ui/form_problem';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { useText as useUiText } from '../../../ui/text';
import { useProfile } from '../profile';
import classes from '../profile.module.css';
import { EditConflict, saveField } from '../save';
import { useText } from '../text';
import { FieldInput } from './FieldInput';
import { checkTyped } from './field_value';
import type { FieldDraft } from './use_field_draft';

interface FieldEditorProps {
  field: Schema<'Field'>;
  type: Schema<'FieldType'>;
  name: string;
  draft: Draft<FieldDraft>;
  onClose: () => void;
}

interface Conflict {
  mine: unknown;
  theirs: unknown;
  differences: Difference[];
}

/** In the place of a value, until it is saved or left as it was. What is refused stays, with the server's words. */
export function FieldEditor({ field, type, name, draft, onClose }: FieldEditorProps) {
  const t = useText();
  const ui = useUiText();
  const value = useProfile();
  const textOf = useFieldText();
  const pointer = `/fields/${field.key}`;
  const problem = useFormProblem([pointer]);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [conflict, setConflict] = useState<Conflict | undefined>(undefined);

  function close() {
    draft.discard();
    onClose();
  }

  async function save(next: unknown, base: unknown) {
    const saved = await saveField(value, field.key, next, base);
    if (saved.warnings?.some(({ code }) => code === 'first_value_stays')) setFault(t('fault.first'));
    else close();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const checked = checkTyped(field, type, draft.value.typed);
    if ('fault' in checked) {
      setFault(t(`fault.${checked.fault}`, { limit: checked.limit ?? '' }));
      return;
    }
    setBusy(true);
    problem.set(undefined);
    try {
      await save(checked.value, draft.value.base);
    } catch (error) {
      if (error instanceof EditConflict) {
        const { theirs } = error;
        const difference = { key: field.key, label: name, mine: textOf(field, checked.value), theirs: textOf(field, theirs) };
        setConflict({ mine: checked.value, theirs, differences: [difference] });
      } else problem.set(error);
    } finally {
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    // An open list of choices takes the key for itself.
    if (event.key !== 'Escape' || event.defaultPrevented || conflict) return;
    if ((event.target as Element).getAttribute('aria-expanded') === 'true') return;
    event.stopPropagation();
    close();
  }

  return (
    <form className={classes.editor} onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown} noValidate>
      <Stack gap="xs">
        {draft.isRestored && <Text size="sm">{ui('restored')}</Text>}
        <FieldInput
          field={field}
          type={type}
          label={name}
          value={draft.value.typed}
          error={fault ?? problem.at(pointer)}
          onChange={(typed) => {
            draft.change({ typed, base: draft.value.base });
            setFault(undefined);
            problem.clear(pointer);
          }}
        />
        {problem.error !== undefined && problem.at(pointer) === undefined && (
          <ProblemAlert error={problem.error} unplaced={problem.unplaced} />
        )}
        <Group gap="xs">
          <Button type="submit" size="compact-sm" loading={busy}>
            {ui('save')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={close}>
            {ui('cancel')}
          </Button>
        </Group>
      </Stack>
      <ConflictDialog
        opened={conflict !== undefined}
        differences={conflict?.differences ?? []}
        onResolve={async (chosen) => {
          if (!conflict) return;
          if (chosen[field.key] === 'theirs') close();
          else await save(conflict.mine, conflict.theirs);
        }}
        onClose={() => setConflict(undefined)}
      />
    </form>
  );
}
