// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api } from '../../../api/client';
import { isProblem } from '../../../api/problem';
import { useChannels } from '../../../api/whole_list';
import { useDraft } from '../../../ui/draft';
import { FormDialog } from '../../../ui/FormDialog';
import { useIdentifierType } from '../../../ui/identifier_type';
import { useRefusal } from '../../../ui/late_refusal';
import { useRequired } from '../../../ui/required';
import { useProfile } from '../profile';
import classes from '../profile.module.css';
import { saveAhead } from '../save';
import { useText } from '../text';
import { withIdentifier } from './hoped';

/** Whose it is already, if that is why it was refused. */
function holderIn(error: unknown): string | undefined {
  if (!isProblem(error, 409)) return undefined;
  return error.errors.find((each) => each.code === 'identifies_another')?.id;
}

/** Out of the way of what is shown as attached, and back if that is refused. */
export function AttachDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText();
  const typeName = useIdentifierType();
  const shown = useProfile();
  const { profile } = shown;
  const channels = useChannels(opened);
  const draft = useDraft(`profile/${profile.id}/attach`, { type: 'email', value: '' });
  const required = useRequired();
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const { refuse } = useRefusal(setError);
  const types = new Set([
    ...['external_id', 'email', 'phone'],
    ...(channels.data ?? []).flatMap((each) => each.endpoint_types),
    ...profile.identifiers.map((each) => each.type),
  ]);
  const holder = holderIn(error);

  async function attach(move: boolean) {
    setBusy(true);
    setError(undefined);
    try {
      const identifier = { type: draft.value.type, value: draft.value.value.trim() };
      await saveAhead(shown, withIdentifier(identifier), () =>
        api.put('/v1/profiles/{ref}/identifiers/{type}/{value}', {
          path: { ref: profile.id, ...identifier },
          ...(move && { query: { move } }),
        }),
      );
      draft.discard();
      onClose();
    } catch (failure) {
      refuse(failure);
    } finally {
      setBusy(false);
    }
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (required.check(event, { value: draft.value.value })) void attach(false);
  }

  return (
    <FormDialog
      opened={opened && !busy}
      title={t('attach.title')}
      problem={{ error: holder ? undefined : error }}
      submitLabel={t('attach.action')}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('attach.explain')}</Text>
      <NativeSelect
        label={t('identifier.type')}
        value={draft.value.type}
        onChange={(event) => draft.change({ ...draft.value, type: event.currentTarget.value })}
        data={[...types].map((value) => ({ value, label: typeName(value) }))}
      />
      <TextInput
        label={t('identifier.value')}
        value={draft.value.value}
        onChange={(event) => {
          draft.change({ ...draft.value, value: event.currentTarget.value });
          setError(undefined);
          required.clear('value');
        }}
        error={required.at('value')}
        maxLength={1000}
        autoComplete="off"
        required
        data-autofocus
      />
      {holder && (
        <div role="alert" className={`${classes.note} ${classes.warn}`}>
          <strong>{t('attach.taken')}</strong>
          <Link to="/contacts/$ref" params={{ ref: holder }} onClick={onClose}>
            {t('attach.holder')}
          </Link>
          <Text size="sm">{t('attach.moveExplain')}</Text>
          <Button variant="default" loading={busy} onClick={() => void attach(true)}>
            {t('attach.move')}
          </Button>
        </div>
      )}
    </FormDialog>
  );
}
