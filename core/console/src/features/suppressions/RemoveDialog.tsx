// SPDX-License-Identifier: Apache-2.0
import { Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client';
import type { Schema } from '../../api/types';
import { useDraft } from '../../ui/draft';
import { useFormProblem } from '../../ui/form_problem';
import { FormDialog } from '../../ui/FormDialog';
import { shownAddress } from '../../ui/identifier';
import { useRefusal } from '../../ui/late_refusal';
import { ReasonInput } from '../../ui/ReasonInput';
import { reasonsOf } from '../../ui/reasons_of_state';
import { useRequired } from '../../ui/required';
import { actOnRows } from '../settings/optimistic';
import { useText } from './text';

type Suppression = Schema<'Suppression'>;

interface RemoveDialogProps {
  suppression: Suppression;
  searched: string | undefined;
  onClose: () => void;
  onRemoved: () => void;
}

/** Lifts one, with a reason, out of the list at once: it comes back with the dialog if that is refused. What the person said, with the proof that they asked for it. */
export function RemoveDialog({ suppression: row, searched, onClose, onRemoved }: RemoveDialogProps) {
  const t = useText();
  const client = useQueryClient();
  const draft = useDraft(`suppression ${row.id}`, { reason: '', proof: '', address: searched ?? '' });
  const problem = useFormProblem(['/reason', '/proof', '/address']);
  const required = useRequired();
  const { refuse } = useRefusal(problem.set);
  const [busy, setBusy] = useState(false);
  const { reason, proof, address } = draft.value;
  const needsProof = row.state !== 'blacklisted';
  const needsAddress = row.value === null;
  const change = (part: Partial<typeof draft.value>, pointer: string) => {
    draft.change({ ...draft.value, ...part });
    problem.clear(pointer);
    required.clear(pointer);
  };

  async function remove(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    if (!required.check(event, { '/reason': reason, ...(needsProof && { '/proof': proof }), ...(needsAddress && { '/address': address }) })) return;
    setBusy(true);
    problem.set(undefined);
    const body = { reason: reason.trim(), ...(needsProof && { proof: proof.trim() }), ...(needsAddress && { address }) };
    try {
      await actOnRows<Suppression>(
        client,
        ['suppressions'],
        (rows) => rows.filter((each) => each.id !== row.id),
        () => request('delete', '/v1/suppressions/{id}', { path: { id: row.id }, body }),
      );
      draft.discard();
      void client.invalidateQueries({ queryKey: ['suppression-counts'] });
      onRemoved();
    } catch (error) {
      refuse(error);
      setBusy(false);
    }
  }

  return (
    <FormDialog
      opened={!busy}
      title={t('remove.title')}
      problem={problem}
      submitLabel={t('remove')}
      onSubmit={remove}
      onClose={onClose}
    >
      {row.value && <p className="foreign" dir="ltr">{shownAddress(row.value)}</p>}
      {needsAddress && (
        <TextInput
          label={t('remove.address')}
          description={t('remove.addressHint', { example: `${row.type}:ann@example.com` })}
          value={address}
          required
          maxLength={1000}
          error={required.at('/address') ?? problem.at('/address')}
          onChange={(event) => change({ address: event.currentTarget.value }, '/address')}
        />
      )}
      <ReasonInput
        known={reasonsOf.active}
        value={reason}
        description={t('remove.reasonHint')}
        error={required.at('/reason') ?? problem.at('/reason')}
        onChange={(value) => change({ reason: value }, '/reason')}
        autoFocus
      />
      {needsProof && (
        <Textarea
          label={t('remove.proof')}
          description={t('remove.proofHint')}
          value={proof}
          required
          maxLength={2000}
          error={required.at('/proof') ?? problem.at('/proof')}
          onChange={(event) => change({ proof: event.currentTarget.value }, '/proof')}
        />
      )}
    </FormDialog>
  );
}
