// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Group, Radio, Switch, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { useCallKey } from '../../api/call_key';
import { api } from '../../api/client';
import type { Schema } from '../../api/types';
import { EmptyState } from '../../ui/EmptyState';
import { useDraft } from '../../ui/draft';
import { useFormProblem } from '../../ui/form_problem';
import { Icon } from '../../ui/Icon';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { Card, Page } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useText as useSharedText } from '../../ui/text';
import { useSession } from '../session/session';
import { isWhole } from './condition/leaf';
import { emptyCondition, type JsonObject } from './condition/tree';
import { ConditionBuilder } from './ConditionBuilder';
import { ConditionPreview } from './ConditionPreview';
import { isOfCondition, useConditionErrors } from './DefinitionForm';
import { useConditionPreview } from './preview';
import { useSegmentChanged, type Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

interface NewSegment {
  id: string;
  name: string;
  description: string;
  kind: Segment['kind'];
  /** A static one is made of those for whom the condition holds now. */
  fills: boolean;
  condition: JsonObject;
}

const blank: NewSegment = { id: '', name: '', description: '', kind: 'dynamic', fills: false, condition: emptyCondition() };
const placed = ['/id', '/name', '/description', '/kind'] as const;

function bodyOf(draft: NewSegment): Schema<'NewSegment'> {
  const id = draft.id.trim();
  const description = draft.description.trim();
  const hasCondition = draft.kind === 'dynamic' || draft.fills;
  return {
    ...(id && { id }),
    name: draft.name.trim(),
    ...(description && { description }),
    kind: draft.kind,
    ...(hasCondition && { condition: draft.condition as unknown as Schema<'Condition'> }),
  };
}

function NewSegmentForm() {
  const t = useText();
  const shared = useSharedText();
  const navigate = useNavigate();
  const changed = useSegmentChanged();
  const draft = useDraft<NewSegment>('segments/+new', blank);
  const problem = useFormProblem(placed);
  const callKey = useCallKey();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<Segment | undefined>(undefined);
  const { value } = draft;
  const hasCondition = value.kind === 'dynamic' || value.fills;
  const preview = useConditionPreview(value.condition, hasCondition);
  const { errors, refuse } = useConditionErrors(value.condition, preview.errors);
  const isReady = value.name.trim() !== '' && (!hasCondition || isWhole(value.condition));

  // Once nothing is left to lose, so that nobody is asked about it.
  useEffect(() => {
    if (!made) return;
    const search = made.kind === 'static' ? { tab: 'members' as const } : {};
    void navigate({ to: '/settings/segments/$id', params: { id: made.id }, search, replace: true });
  }, [made, navigate]);

  function change(part: Partial<NewSegment>) {
    for (const name of Object.keys(part)) problem.clear(`/${name}`);
    draft.change({ ...value, ...part });
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !isReady) return;
    setBusy(true);
    problem.set(undefined);
    try {
      const body = bodyOf(value);
      const segment = await api.post('/v1/segments', { body, idempotencyKey: callKey(body) });
      await changed(segment.id, segment);
      draft.discard();
      setMade(segment);
    } catch (error) {
      problem.set(error);
      refuse(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <LeaveGuard when={draft.isDirty && !made} onDiscard={draft.discard} />
      <form onSubmit={(event) => void submit(event)} className={classes.stack} noValidate>
        {draft.isRestored && (
          <Alert color="blue" icon={<Icon name="info" />}>
            {shared('restored')}
          </Alert>
        )}
        <Card title={t('about')}>
          <div className={classes.form}>
            <TextInput label={t('name')} value={value.name} maxLength={200} required error={problem.at('/name')} onChange={(event) => change({ name: event.currentTarget.value })} />
            <TextInput label={t('id')} description={t('id.hint')} value={value.id} maxLength={100} dir="ltr" autoComplete="off" error={problem.at('/id')} onChange={(event) => change({ id: event.currentTarget.value })} />
            <Textarea label={t('description')} value={value.description} maxLength={2000} autosize minRows={2} error={problem.at('/description')} onChange={(event) => change({ description: event.currentTarget.value })} />
            <Radio.Group label={t('kind')} value={value.kind} error={problem.at('/kind')} onChange={(next) => change({ kind: next === 'static' ? 'static' : 'dynamic' })}>
              <div className={classes.ticks}>
                <Radio value="dynamic" label={t('kind.of.dynamic')} description={t('kind.dynamic.hint')} />
                <Radio value="static" label={t('kind.of.static')} description={t('kind.static.hint')} />
              </div>
            </Radio.Group>
            {value.kind === 'static' && (
              <Switch label={t('fills')} description={t('fills.hint')} checked={value.fills} onChange={(event) => change({ fills: event.currentTarget.checked })} />
            )}
          </div>
        </Card>
        {hasCondition && (
          <div className={classes.columns}>
            <ConditionBuilder label={t('condition')} value={value.condition} onChange={(condition) => change({ condition })} errors={errors} />
            <ConditionPreview preview={preview} />
          </div>
        )}
        <ProblemAlert error={problem.error} unplaced={problem.unplaced.filter((each) => !isOfCondition(each))} />
        <Group>
          <Button type="submit" loading={busy} disabled={!isReady}>
            {t('create')}
          </Button>
          {!isReady && <p className={classes.faint}>{t('save.unfinished')}</p>}
        </Group>
      </form>
    </>
  );
}

export function NewSegmentScreen() {
  const t = useText();
  const { can } = useSession();
  return (
    <Page title={t('new')}>{can('write') ? <NewSegmentForm /> : <EmptyState icon="segment" title={t('new.refused')} />}</Page>
  );
}
