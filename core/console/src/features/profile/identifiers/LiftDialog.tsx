// SPDX-License-Identifier: Apache-2.0
import { Text, Textarea } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { api } from '../../../api/client';
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
import type { EndpointEntry } from './EndpointStates';
import { withLifted } from './hoped';
import { needsProof } from './lifting';

const blank = { reason: '', proof: '' };

/** Out of the way of what is shown as lifted, and back if that is refused. */
export function LiftDialog(props: { listed: Listed; entry: EndpointEntry | undefined; onClose: () => void }) {
  const { listed, onClose } = props;
  const t = useText();
  const shown = useProfile();
  const { profile } = shown;
  const [entry, setEntry] = useState(props.entry);
  // While it closes it still says what it said.
  useEffect(() => {
    if (props.entry) setEntry(props.entry);
  }, [props.entry]);
  const state = entry?.state ?? 'blacklisted';
  const draft = useDraft(`profile/${profile.id}/lift/${listed.type}:${listed.value}/${state}`, blank);
  const problem = useFormProblem(['/reason', '/proof']);
  const { refuse } = useRefusal(problem.set);
  const required = useRequired();
  const [busy, setBusy] = useState(false);
  const withProof = needsProof(state);

  function change(part: Partial<typeof blank>) {
    draft.change({ ...draft.value, ...part });
    for (const name of Object.keys(part)) {
      problem.clear(`/${name}`);
      required.clear(`/${name}`);
    }
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const [reason, proof] = [draft.value.reason.trim(), draft.value.proof.trim()];
    if (!required.check(event, { '/reason': reason, ...(withProof && { '/proof': proof }) })) return;
    setBusy(true);
    problem.set(undefined);
    try {
      await saveAhead(shown, withLifted(listed, state, reason, withProof ? proof : null), () =>
        api.delete('/v1/profiles/{ref}/endpoints/{type}/{value}/states/{state}', {
          path: { ref: profile.id, type: listed.type, value: listed.value, state },
          body: { reason, ...(withProof && { proof }) },
        }),
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
      opened={props.entry !== undefined && !busy}
      title={t('lift.title', { state: t(`state.${state}`), value: listed.given.slice(0, 100) })}
      problem={problem}
      submitLabel={t('lift.action')}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t(withProof ? 'lift.explainProof' : 'lift.explain')}</Text>
      <ReasonInput
        known={reasonsOf.active}
        value={draft.value.reason}
        error={required.at('/reason') ?? problem.at('/reason')}
        onChange={(reason) => change({ reason })}
        autoFocus
      />
      {withProof && (
        <Textarea
          label={t('proof')}
          description={t('proof.hint')}
          value={draft.value.proof}
          onChange={(event) => change({ proof: event.currentTarget.value })}
          error={required.at('/proof') ?? problem.at('/proof')}
          maxLength={2000}
          autosize
          minRows={2}
          required
        />
      )}
    </FormDialog>
  );
}
