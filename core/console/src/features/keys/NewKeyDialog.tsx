// SPDX-License-Identifier: Apache-2.0
import { Checkbox, NumberInput, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { isProblem, type Violation } from '../../api/problem';
import type { Schema } from '../../api/types';
import { useDraft } from '../../ui/draft';
import { useFormProblem } from '../../ui/form_problem';
import { FormDialog } from '../../ui/FormDialog';
import { useText } from './text';

const rights = ['read', 'write', 'admin', 'public'] as const satisfies readonly Schema<'Right'>[];

interface KeyForm {
  name: string;
  right: Schema<'Right'>;
  origins: string;
  rate: number | '';
  strict: boolean;
}

const empty: KeyForm = { name: '', right: 'write', origins: '', rate: '', strict: false };

export function newKeyBody(form: KeyForm): Schema<'NewKey'> {
  const isPublic = form.right === 'public';
  const origins = form.origins.split(/\s+/).filter(Boolean);
  return {
    name: form.name.trim(),
    right: form.right,
    ...(isPublic && { origins }),
    ...(isPublic && form.rate !== '' && { rate_per_minute: form.rate }),
    ...(form.strict && (form.right === 'write' || form.right === 'admin') && { strict: true }),
  };
}

/** What is said of one origin stands at the field of all. */
function originsError(error: unknown, cleared: boolean): string | undefined {
  if (cleared || !isProblem(error)) return undefined;
  const said = error.errors.filter(({ pointer }) => pointer.startsWith('/origins'));
  return said.length > 0 ? said.map((each) => each.detail).join(' ') : undefined;
}

const isOfOrigins = ({ pointer }: Violation) => pointer.startsWith('/origins');

interface NewKeyDialogProps {
  opened: boolean;
  onClose: () => void;
  onMade: (key: Schema<'IssuedKey'>) => void;
}

export function NewKeyDialog({ opened, onClose, onMade }: NewKeyDialogProps) {
  const t = useText();
  const draft = useDraft('new-key', empty);
  const problem = useFormProblem(['/name', '/right', '/rate_per_minute', '/strict']);
  const [busy, setBusy] = useState(false);
  const [originsChanged, setOriginsChanged] = useState(false);
  const form = draft.value;
  const change = (part: Partial<KeyForm>, pointer: string) => {
    draft.change({ ...form, ...part });
    problem.clear(pointer);
  };
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    problem.set(undefined);
    setOriginsChanged(false);
    try {
      const made = await api.post('/v1/keys', { body: newKeyBody(form) });
      draft.discard();
      onMade(made);
    } catch (error) {
      problem.set(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <FormDialog
      opened={opened}
      size="lg"
      title={t('new')}
      problem={{ error: problem.error, unplaced: problem.unplaced.filter((each) => !isOfOrigins(each)) }}
      submitLabel={t('form.make')}
      busy={busy}
      disabled={!form.name.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        value={form.name}
        required
        maxLength={100}
        data-autofocus
        error={problem.at('/name')}
        onChange={(event) => change({ name: event.currentTarget.value }, '/name')}
      />
      <Radio.Group
        label={t('form.right')}
        value={form.right}
        error={problem.at('/right')}
        onChange={(value) => change({ right: value as KeyForm['right'] }, '/right')}
      >
        <Stack gap="xs" mt="xs">
          {rights.map((each) => (
            <Radio key={each} value={each} label={t(`right.${each}`)} description={t(`right.${each}.hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      {form.right === 'public' && (
        <>
          <Textarea
            label={t('form.origins')}
            description={t('form.originsHint')}
            value={form.origins}
            rows={3}
            dir="ltr"
            error={originsError(problem.error, originsChanged)}
            onChange={(event) => {
              setOriginsChanged(true);
              change({ origins: event.currentTarget.value }, '/origins');
            }}
          />
          <NumberInput
            label={t('form.rate')}
            description={t('form.rateHint')}
            value={form.rate}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            hideControls
            error={problem.at('/rate_per_minute')}
            onChange={(value) => change({ rate: typeof value === 'number' ? value : '' }, '/rate_per_minute')}
          />
        </>
      )}
      {(form.right === 'write' || form.right === 'admin') && (
        <Checkbox
          label={t('form.strict')}
          description={t('form.strictHint')}
          checked={form.strict}
          onChange={(event) => change({ strict: event.currentTarget.checked }, '/strict')}
        />
      )}
    </FormDialog>
  );
}
