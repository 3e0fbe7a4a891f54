// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { api } from '../../../api/client';
import type { Schema } from '../../../api/types';
import { useDraft } from '../../../ui/draft';
import { useFormProblem } from '../../../ui/form_problem';
import { FormDialog } from '../../../ui/FormDialog';
import { useRefusal } from '../../../ui/late_refusal';
import { ReasonInput } from '../../../ui/ReasonInput';
import { reasonsOf } from '../../../ui/reasons_of_state';
import { useRequired } from '../../../ui/required';
import { useProfile, type Listed } from '../profile';
import { saveAhead } from '../save';
import { useText } from '../text';
import { withState } from './hoped';

const states = ['blacklisted', 'unsubscribed', 'complained', 'blocked', 'unconfirmed', 'active'] as const;

interface NewState {
  state: Schema<'EndpointState'>;
  reason: string;
  detail: string;
  /** Of the viewer's clock, as a form has it. */
  until: string;
}

const blank: NewState = { state: 'blacklisted', reason: '', detail: '', until: '' };

function bodyOf(draft: NewState): Schema<'NewEndpointState'> {
  return {
    state: draft.state,
    reason: draft.reason.trim(),
    ...(draft.detail.trim() && { detail: draft.detail.trim() }),
    ...(draft.state === 'blocked' && draft.until && { until: new Date(draft.until).toISOString() }),
  };
}

/** Out of the way of what is shown as set, and back if that is refused. */
export function SetStateDialog({ listed, opened, onClose }: { listed: Listed; opened: boolean; onClose: () => void }) {
  const t = useText();
  const shown = useProfile();
  const { profile } = shown;
  const draft = useDraft<NewState>(`profile/${profile.id}/state/${listed.type}:${listed.value}`, blank);
  const problem = useFormProblem(['/reason', '/detail', '/until', '/state']);
  const { refuse } = useRefusal(problem.set);
  const required = useRequired();
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<NewState>, pointer: string) => {
    draft.change({ ...draft.value, ...part });
    problem.clear(pointer);
    required.clear(pointer);
  };

  /** A reason of the state before is none of the next; what is one's own words stays. */
  function changeState(state: NewState['state']) {
    const { reason } = draft.value;
    const stays = reasonsOf[state].includes(reason) || !reasonsOf[draft.value.state].includes(reason);
    change({ state, reason: stays ? reason : '' }, '/state');
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!required.check(event, { '/reason': draft.value.reason })) return;
    setBusy(true);
    problem.set(undefined);
    try {
      const body = bodyOf(draft.value);
      const path = { ref: profile.id, type: listed.type, value: listed.value };
      await saveAhead(shown, withState(listed, body), () =>
        api.post('/v1/profiles/{ref}/endpoints/{type}/{value}/states', { path, body }),
      );
      draft.discard();
      onClose();
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <FormDialog
      opened={opened && !busy}
      title={t('state.title', { value: listed.given.slice(0, 100) })}
      problem={problem}
      submitLabel={t('state.set')}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('state.explain')}</Text>
      <NativeSelect
        label={t('state')}
        value={draft.value.state}
        onChange={(event) => changeState(event.currentTarget.value as NewState['state'])}
        data={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        error={problem.at('/state')}
      />
      <ReasonInput
        known={reasonsOf[draft.value.state]}
        value={draft.value.reason}
        error={required.at('/reason') ?? problem.at('/reason')}
        onChange={(reason) => change({ reason }, '/reason')}
      />
      {draft.value.state === 'blocked' && (
        <TextInput
          type="datetime-local"
          label={t('states.until')}
          description={t('state.untilHint')}
          value={draft.value.until}
          onChange={(event) => change({ until: event.currentTarget.value }, '/until')}
          error={problem.at('/until')}
        />
      )}
      <Textarea
        label={t('state.detail')}
        value={draft.value.detail}
        onChange={(event) => change({ detail: event.currentTarget.value }, '/detail')}
        error={problem.at('/detail')}
        maxLength={2000}
        autosize
        minRows={2}
      />
    </FormDialog>
  );
}
