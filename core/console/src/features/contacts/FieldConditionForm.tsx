// SPDX-License-Identifier: Apache-2.0
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
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

/** Adds one condition on a field that people may be looked for by. */
export function FieldConditionForm({ onAdd }: { onAdd: (condition: FieldCondition) => void }) {
  const t = useText();
  const ui = useUiText();
  const nameOf = useFieldName();
  const { language } = useLanguageState();
  const fields = useFields().data?.filter((field) => field.indexed && !field.archived) ?? [];
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

  function add(event: FormEvent) {
    event.preventDefault();
    // The drawer's own form is not this one's business.
    event.stopPropagation();
    const value = choices && !typed ? (choices[0]?.value ?? '') : typed;
    const condition = field && type && is && makeCondition(field.key, type.kind, is, value);
    setWrong(!condition);
    if (!condition) return;
    onAdd(condition);
    setTyped('');
  }

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
            ...fields.map((each) => ({ value: each.key, label: nameOf(each) })),
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
