// SPDX-License-Identifier: Apache-2.0
import { Alert, Group, Radio, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Schema } from '../../../api/types';
import { useDraft } from '../../../ui/draft';
import { useFormProblem } from '../../../ui/form_problem';
import { FormDialog } from '../../../ui/FormDialog';
import { Icon } from '../../../ui/Icon';
import { useRequired } from '../../../ui/required';
import { useText as useUiText } from '../../../ui/text';
import { useProfile, type Profile } from '../profile';
import { savePart } from '../save';
import { useText } from '../text';

type Subscription = Schema<'Subscription'>;

const states = ['subscribed', 'unsubscribed'] as const;
const deciders = ['person', 'operator'] as const;

interface Said {
  state: (typeof states)[number];
  by: (typeof deciders)[number];
  reason: string;
  comment: string;
  proof: string;
}

/** Only an opt-in of the person's has to be proved by whoever writes it down. */
export const needsProof = (said: Pick<Said, 'state' | 'by'>) => said.state === 'subscribed' && said.by === 'person';

/** Who has unsubscribed, whoever wrote that down, comes back by their own word alone: another one is noted without effect. */
const isIdle = (said: Pick<Said, 'state' | 'by'>, subscription: Subscription | undefined) =>
  said.state === 'subscribed' && said.by === 'operator' && subscription?.state === 'unsubscribed' && subscription.by !== 'default';

function changeOf(said: Said): Record<string, string> {
  const texts = {
    reason: said.reason.trim(),
    comment: said.comment.trim(),
    proof: needsProof(said) ? said.proof.trim() : '',
  };
  return { state: said.state, by: said.by, ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) };
}

interface SubscriptionDialogProps {
  category: Schema<'Category'>;
  name: string;
  /** As it is. */
  subscription: Subscription | undefined;
  opened: boolean;
  onClose: () => void;
  /** With what the server says of it, though it was written. */
  onSaved: (warnings: readonly Schema<'Violation'>[]) => void;
}

export function SubscriptionDialog({ category, name, subscription, opened, onClose, onSaved }: SubscriptionDialogProps) {
  const t = useText();
  const ui = useUiText();
  const value = useProfile();
  const blank: Said = { state: subscription?.state === 'subscribed' ? 'unsubscribed' : 'subscribed', by: 'person', reason: '', comment: '', proof: '' };
  const draft = useDraft<Said>(`profile/${value.profile.id}/subscription/${category.key}`, blank);
  const said = draft.value;
  const at = `/subscriptions/${category.key}`;
  const problem = useFormProblem(['reason', 'comment', 'proof'].map((each) => `${at}/${each}`));
  const required = useRequired();
  const [busy, setBusy] = useState(false);

  function change(part: Partial<Said>) {
    draft.change({ ...said, ...part });
    for (const each of Object.keys(part)) {
      problem.clear(`${at}/${each}`);
      required.clear(each);
    }
  }

  /** Only what surely comes of it is shown before the server says so. */
  function hoped(profile: Profile): Profile {
    if (said.by === 'operator' && said.state === 'subscribed') return profile;
    const subscriptions = profile.subscriptions.map((each) =>
      each.category === category.key ? { ...each, state: said.state, by: said.by } : each,
    );
    return { ...profile, subscriptions };
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!required.check(event, needsProof(said) ? { proof: said.proof } : {})) return;
    setBusy(true);
    problem.set(undefined);
    try {
      const saved = await savePart(value, { subscriptions: { [category.key]: changeOf(said) } }, hoped);
      draft.discard();
      onClose();
      onSaved(saved.warnings ?? []);
    } catch (error) {
      problem.set(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <FormDialog
      opened={opened}
      title={t('subscription.changeOf', { name })}
      problem={problem}
      submitLabel={ui('save')}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <Radio.Group label={t('state')} value={said.state} onChange={(next) => change({ state: next as Said['state'] })}>
        <Group mt="xs">
          {states.map((each) => (
            <Radio key={each} value={each} label={t(`subscription.${each}`)} />
          ))}
        </Group>
      </Radio.Group>
      <Radio.Group label={t('subscription.by')} value={said.by} onChange={(next) => change({ by: next as Said['by'] })}>
        <Group mt="xs">
          {deciders.map((each) => (
            <Radio key={each} value={each} label={t(`by.${each}`)} />
          ))}
        </Group>
      </Radio.Group>
      {isIdle(said, subscription) && (
        <Alert color="orange" role="status" icon={<Icon name="alert" />}>
          {t('subscription.idle', { us: t('by.operator'), person: t('by.person') })}
        </Alert>
      )}
      {needsProof(said) && (
        <Textarea
          label={t('proof')}
          description={t('proof.hint')}
          value={said.proof}
          onChange={(event) => change({ proof: event.currentTarget.value })}
          error={required.at('proof') ?? problem.at(`${at}/proof`)}
          maxLength={2000}
          autosize
          minRows={2}
          required
        />
      )}
      <TextInput
        label={t('reason')}
        value={said.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={problem.at(`${at}/reason`)}
        maxLength={200}
      />
      <Textarea
        label={t('comment')}
        value={said.comment}
        onChange={(event) => change({ comment: event.currentTarget.value })}
        error={problem.at(`${at}/comment`)}
        maxLength={2000}
        autosize
        minRows={2}
      />
    </FormDialog>
  );
}
