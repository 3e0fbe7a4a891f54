// SPDX-License-Identifier: Apache-2.0
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useImperativeHandle, useState, type FormEvent, type Ref } from 'react';
import { useFields, useFieldTypes } from '../../api/whole_list';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { choicesOf } from '../../ui/field_choices';
import { useFieldName } from '../../ui/field_name';
import { useText as useUiText } from '../../ui/text';
import { makeCondition, needs, operatorsOf, type FilterOperator } from './field_condition';
import type { FieldCondition } from './search';
import { useText } from './text';

const inputTypes: Record<string, string> = { date: 'date', integer: 'number' };

/** What stands in the form and was not added: nothing, a condition, or what is none. */
export type Pending = FieldCondition | 'nothing' | 'wrong';

export interface PendingCondition {
  /** Says at its place what is wrong. */
  take: () => Pending;
}

interface FieldConditionFormProps {
  onAdd: (condition: FieldCondition) => void;
  pending: Ref<PendingCondition>;
}

/** Adds one condition on a field. Those that people may not be looked for by are shown, with the reason. */
export function FieldConditionForm({ onAdd, pending }: FieldConditionFormProps) {
  const t = useText();
  const ui = useUiText();
  const nameOf = useFieldName();
  const { language } = useLanguageState();
  const fields = useFields().data?.filter((field) => !field.archived) ?? [];
  const types = useFieldTypes().data ?? [];
  const [key, setKey] = useState('');
  const [operator, setOperator] = useState<FilterOperator | ''>('');
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const field = fields.find((each) => each.key === key);
  const type = types.find((each) => each.name === field?.type);
  const operators = operatorsOf(type);
  const is = operator && operators.includes(operator) ? operator : operators[0];
  const labelled =
    type?.kind === 'boolean'
      ? [{ value: 'true', label: ui('value.yes') }, { value: 'false', label: ui('value.no') }]
      : field && choicesOf(field).map((each) => ({ value: each.value, label: nameIn(each.labels, language, each.value) }));
  const choices = labelled && labelled.length > 0 ? labelled : undefined;

  function condition(): FieldCondition | undefined {
    const value = choices && !typed ? (choices[0]?.value ?? '') : typed;
    return field && type && is && makeCondition(field.key, type.kind, is, value);
  }
  function add(event: FormEvent) {
    event.preventDefault();
    // The drawer's own form is not this one's business.
    event.stopPropagation();
    const made = condition();
    setWrong(!made);
    if (!made) return;
    onAdd(made);
    setTyped('');
  }
  useImperativeHandle(pending, () => ({
    take: () => {
      const made = condition();
      if (made) return made;
      if (typed.trim() === '') return 'nothing';
      setWrong(true);
      return 'wrong';
    },
  }));

  return (
    <form onSubmit={add}>
      <Stack gap="sm">
        <NativeSelect
          label={t('where.field')}
          value={key}
          onChange={(event) => {
            setKey(event.currentTarget.value);
            setTyped('');
          }}
          data={[
            { value: '', label: t('where.choose') },
            ...fields.map((each) => {
              const name = nameOf(each);
              return each.indexed ? { value: each.key, label: name } : { value: each.key, label: t('where.notIndexed', { field: name }), disabled: true };
            }),
          ]}
        />
        {is && (
          <NativeSelect
            label={t('where.operator')}
            value={is}
            onChange={(event) => setOperator(event.currentTarget.value as FilterOperator)}
            data={operators.map((each) => ({ value: each, label: t(`is.${each}`) }))}
          />
        )}
        {is && needs(is) === 'value' && choices && (
          <NativeSelect
            label={t('where.value')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data={choices}
          />
        )}
        {is && needs(is) !== 'nothing' && !(choices && needs(is) === 'value') && (
          <TextInput
            label={needs(is) === 'days' ? t('where.days') : t('where.value')}
            type={needs(is) === 'days' ? 'number' : (inputTypes[type?.kind ?? ''] ?? 'text')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={isWrong ? t('where.wrong') : undefined}
          />
        )}
        <Group>
          <Button type="submit" variant="default" disabled={!is}>
            {t('where.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
