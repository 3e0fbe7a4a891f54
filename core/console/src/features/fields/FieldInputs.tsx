// SPDX-License-Identifier: Apache-2.0
import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import type { Schema } from '../../api/types';
import type { FormProblem } from '../../ui/form_problem';
import { useGroupName } from '../profile/fields/use_group_name';
import { EntryNames } from '../settings/EntryHead';
import { useCatalogue } from '../settings/lists';
import type { Freedom } from '../settings/Managed';
import { ReadValue } from '../settings/ReadValue';
import { DefaultInput } from './DefaultInput';
import type { FieldForm } from './field_form';
import { FieldFacts } from './FieldFacts';
import { OptionsInput } from './OptionsInput';
import { useText } from './text';
import { useTypeName } from './type_name';

interface FieldInputsProps {
  form: FieldForm;
  change: (part: Partial<FieldForm>, pointer?: string) => void;
  problem: FormProblem;
  types: readonly Schema<'FieldType'>[];
  freedom: Freedom;
  inUse: boolean;
  keptChoices: ReadonlySet<string>;
}

/** What may be changed of a field where more than its names may. */
function FreeInputs({ form, change, problem, types, inUse, keptChoices }: Omit<FieldInputsProps, 'freedom'>) {
  const t = useText();
  const groupName = useGroupName();
  const typeName = useTypeName();
  const groups = useCatalogue<Schema<'FieldGroup'>>('/v1/field-groups').data ?? [];
  const type = types.find((each) => each.name === form.type);
  const knownGroup = !form.group || groups.some((each) => each.key === form.group);
  return (
    <>
      <NativeSelect
        label={t('group')}
        description={t('group.hint')}
        value={form.group}
        error={problem.at('/group')}
        onChange={(event) => change({ group: event.currentTarget.value }, '/group')}
        data={[
          { value: '', label: t('group.none') },
          ...groups.map((each) => ({ value: each.key, label: groupName(each) })),
          ...(knownGroup ? [] : [{ value: form.group, label: form.group }]),
        ]}
      />
      {inUse ? (
        <ReadValue label={t('type')} hint={t('type.inUse')}>
          {typeName(form.type)}
        </ReadValue>
      ) : (
        <NativeSelect
          label={t('type')}
          description={t('type.hint')}
          value={form.type}
          error={problem.at('/type')}
          onChange={(event) => change({ type: event.currentTarget.value, options: {}, display_default: '' }, '/type')}
          data={[
            ...(type ? [] : [{ value: form.type, label: form.type }]),
            ...types.map((each) => ({ value: each.name, label: typeName(each.name) })),
          ]}
        />
      )}
      <OptionsInput
        type={type}
        value={form.options}
        onChange={(options, pointer) => change({ options }, pointer)}
        inUse={inUse}
        keptChoices={keptChoices}
        errorAt={problem.at}
      />
      {!type?.set && (
        <DefaultInput
          type={type}
          options={form.options}
          value={form.display_default}
          onChange={(text) => change({ display_default: text }, '/display_default')}
          error={problem.at('/display_default')}
        />
      )}
      {!type?.set && <MergeRuleInput form={form} change={change} problem={problem} inUse={inUse} />}
      <Checkbox
        label={t('personal')}
        description={t('personal.hint')}
        checked={form.personal}
        error={problem.at('/personal')}
        onChange={(event) => change({ personal: event.currentTarget.checked }, '/personal')}
      />
      <Checkbox
        label={t('indexed')}
        description={t('indexed.hint')}
        checked={form.indexed}
        error={problem.at('/indexed')}
        onChange={(event) => change({ indexed: event.currentTarget.checked }, '/indexed')}
      />
    </>
  );
}

function MergeRuleInput({ form, change, problem, inUse }: Pick<FieldInputsProps, 'form' | 'change' | 'problem' | 'inUse'>) {
  const t = useText();
  if (inUse) {
    return (
      <ReadValue label={t('merge_rule')} hint={t('merge_rule.inUse')}>
        {t(`merge_rule.${form.merge_rule}`)}
      </ReadValue>
    );
  }
  return (
    <NativeSelect
      label={t('merge_rule')}
      value={form.merge_rule}
      error={problem.at('/merge_rule')}
      onChange={(event) => change({ merge_rule: event.currentTarget.value as FieldForm['merge_rule'] }, '/merge_rule')}
      data={(['latest', 'first'] as const).map((each) => ({ value: each, label: t(`merge_rule.${each}`) }))}
    />
  );
}

/** All of a field but its key. */
export function FieldInputs({ freedom, ...others }: FieldInputsProps) {
  const t = useText();
  const { form, change, problem, types } = others;
  return (
    <Stack>
      <EntryNames legend={t('names')} hint={t('names.hint')} form={form} change={change} problem={problem} freedom={freedom} />
      {freedom === 'all' ? (
        <FreeInputs {...others} />
      ) : (
        <FieldFacts form={form} type={types.find((each) => each.name === form.type)} />
      )}
    </Stack>
  );
}
