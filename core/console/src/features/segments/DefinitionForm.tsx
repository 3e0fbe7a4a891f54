// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Group, Textarea, TextInput } from '@mantine/core';
import { useCallback, useMemo, useRef, useState, type FormEvent } from 'react';
import { ApiProblem, isProblem, type Violation } from '../../api/problem';
import { ConflictDialog } from '../../ui/ConflictDialog';
import { useDraft } from '../../ui/draft';
import { useFormProblem } from '../../ui/form_problem';
import { Icon } from '../../ui/Icon';
import { useRefusal } from '../../ui/late_refusal';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { Card } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useText as useSharedText } from '../../ui/text';
import { isWhole } from './condition/leaf';
import { useWholeConditionText } from './condition/whole_text';
import { emptyCondition, type JsonObject } from './condition/tree';
import { ConditionBuilder } from './ConditionBuilder';
import { ConditionPreview } from './ConditionPreview';
import { useConditionPreview } from './preview';
import { differs, draftOf, draftParts, useSaveSegment, type SegmentDraft } from './save_segment';
import type { Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

const placed = ['/name', '/description'] as const;
export const isOfCondition = ({ pointer }: Violation) => pointer === '/condition' || pointer.startsWith('/condition/');

/** What the server said of a condition holds until it is changed. */
export function useConditionErrors(condition: JsonObject | null, live: readonly Violation[]) {
  const [refused, setRefused] = useState<{ condition: JsonObject | null; errors: readonly Violation[] } | undefined>(undefined);
  const refuse = useCallback(
    (error: unknown) => setRefused(isProblem(error) ? { condition, errors: error.errors.filter(isOfCondition) } : undefined),
    [condition],
  );
  const errors = useMemo(
    () => (refused?.condition === condition && refused.errors.length > 0 ? refused.errors : live),
    [refused, condition, live],
  );
  return { errors, refuse };
}

/** Name, description and condition, with whom it holds for. */
export function DefinitionForm({ segment, isGone }: { segment: Segment; isGone: boolean }) {
  const t = useText();
  const shared = useSharedText();
  const describe = useWholeConditionText();
  const draft = useDraft<SegmentDraft>(`segments/${segment.id}`, draftOf(segment));
  const problem = useFormProblem(placed);
  const [busy, setBusy] = useState(false);
  const { value } = draft;
  const preview = useConditionPreview(value.condition ?? emptyCondition(), value.condition !== null);
  const { errors, refuse } = useConditionErrors(value.condition, preview.errors);
  const refusal = useRefusal(
    useCallback(
      (error: unknown) => {
        problem.set(error);
        refuse(error);
      },
      [problem.set, refuse],
    ),
  );
  const latest = useRef(value);
  latest.current = value;
  const saving = useSaveSegment(segment, (saved) => {
    draft.discard();
    // What was typed while it was being saved is the beginning of the next edit.
    if (draftParts.some((part) => differs(value, latest.current, part))) {
      draft.change({ ...latest.current, version: saved.version });
    }
  });
  const isReady = value.name.trim() !== '' && (value.condition === null || isWhole(value.condition));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !isReady) return;
    setBusy(true);
    problem.set(undefined);
    try {
      const isSaved = await saving.save(value);
      if (!isSaved && !refusal.isHere()) throw new ApiProblem({ status: 412, code: 'version_moved', detail: shared('conflict.title') });
    } catch (error) {
      refusal.refuse(error);
    } finally {
      setBusy(false);
    }
  }

  const wordsOf = (of: SegmentDraft, part: (typeof draftParts)[number]) =>
    part === 'condition' ? (of.condition ? describe(of.condition) : '') : of[part];
  const theirs = saving.conflict && draftOf(saving.conflict);
  const differences = useMemo(
    () =>
      theirs
        ? draftParts
            .filter((part) => differs(value, theirs, part))
            .map((part) => ({ key: part, label: t(part), mine: wordsOf(value, part), theirs: wordsOf(theirs, part) }))
        : [],
    [saving.conflict, value],
  );

  return (
    <>
      <LeaveGuard when={draft.isDirty && !isGone} isSaving={busy} onDiscard={draft.discard} />
      <form onSubmit={(event) => void submit(event)} className={classes.stack} noValidate>
        {draft.isRestored && (
          <Alert color="blue" icon={<Icon name="info" />}>
            {shared('restored')}
          </Alert>
        )}
        <Card title={t('about')}>
          <div className={classes.form}>
            <TextInput
              label={t('name')}
              value={value.name}
              maxLength={200}
              required
              error={value.name.trim() === '' ? shared('required.missing') : problem.at('/name')}
              onChange={(event) => {
                problem.clear('/name');
                draft.change({ ...value, name: event.currentTarget.value });
              }}
            />
            <Textarea
              label={t('description')}
              value={value.description}
              maxLength={2000}
              autosize
              minRows={2}
              error={problem.at('/description')}
              onChange={(event) => {
                problem.clear('/description');
                draft.change({ ...value, description: event.currentTarget.value });
              }}
            />
          </div>
        </Card>
        {value.condition && (
          <div className={classes.columns}>
            <ConditionBuilder
              label={t('condition')}
              value={value.condition}
              onChange={(condition) => draft.change({ ...value, condition })}
              errors={errors}
              segment={segment.id}
            />
            <ConditionPreview preview={preview} />
          </div>
        )}
        <ProblemAlert error={problem.error} unplaced={problem.unplaced.filter((each) => !isOfCondition(each))} />
        <Group>
          <Button type="submit" disabled={!draft.isDirty || !isReady || busy}>
            {shared('save')}
          </Button>
          {draft.isDirty && (
            <Button variant="default" onClick={draft.discard}>
              {shared('discard')}
            </Button>
          )}
          {draft.isDirty && !isReady && <p className={classes.faint}>{t('save.unfinished')}</p>}
        </Group>
      </form>
      <ConflictDialog
        opened={saving.conflict !== undefined}
        differences={differences}
        onResolve={(sides) => saving.resolve(value, sides)}
        onClose={saving.closeConflict}
      />
    </>
  );
}
