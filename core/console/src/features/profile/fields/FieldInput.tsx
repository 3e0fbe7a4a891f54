// SPDX-License-Identifier: Apache-2.0
import { Checkbox, NativeSelect, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMemo, type ChangeEvent } from 'react';
import type { Schema } from '../../../api/types';
import { useFormat } from '../../../i18n/format';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { choicesOf } from '../../../ui/field_choices';
import { useText as useUiText } from '../../../ui/text';
import { useText } from '../text';
import type { Typed } from './field_value';
import { countryCodes, timeZones } from './known_codes';

interface FieldInputProps {
  field: Schema<'Field'>;
  type: Schema<'FieldType'>;
  label: string;
  value: Typed;
  error: string | undefined;
  onChange: (value: Typed) => void;
}

type Changed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;

function ChoiceInput({ field, label, value, error, onChange }: FieldInputProps) {
  const t = useText();
  const { language } = useLanguageState();
  const data = choicesOf(field).map((each) => ({ value: each.value, label: nameIn(each.labels, language, each.value) }));
  return (
    <NativeSelect
      label={label}
      value={value}
      data={[{ value: '', label: t('value.none') }, ...data]}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoFocus
    />
  );
}

function ChoicesInput({ field, label, value, error, onChange }: FieldInputProps) {
  const { language } = useLanguageState();
  return (
    <Checkbox.Group label={label} value={value as string[]} error={error} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {choicesOf(field).map((each, index) => (
          <Checkbox key={each.value} value={each.value} label={nameIn(each.labels, language, each.value)} autoFocus={index === 0} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function BooleanInput({ label, value, error, onChange }: FieldInputProps) {
  const t = useText();
  const ui = useUiText();
  return (
    <NativeSelect
      label={label}
      value={value}
      data={[
        { value: '', label: t('value.none') },
        { value: 'true', label: ui('value.yes') },
        { value: 'false', label: ui('value.no') },
      ]}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoFocus
    />
  );
}

/** Codes that there are too many of to look through: found by what one types. */
function CodeInput({ field, label, value, error, onChange }: FieldInputProps) {
  const t = useText();
  const format = useFormat();
  const isCountry = field.type === 'country';
  const data = useMemo(() => {
    const codes = isCountry ? countryCodes() : timeZones();
    const all = typeof value === 'string' && value && !codes.includes(value) ? [value, ...codes] : codes;
    return all
      .map((code) => ({ value: code, label: isCountry ? `${format.regionName(code)} (${code})` : code }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [isCountry, value, format]);
  return (
    <Select
      label={label}
      value={(value as string) || null}
      data={data}
      error={error}
      onChange={(code) => onChange(code ?? '')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('value.clear') }}
      nothingFoundMessage={t('value.notFound')}
      limit={100}
      autoFocus
    />
  );
}

const inputTypes: Partial<Record<Schema<'FieldType'>['kind'], string>> = { date: 'date', time: 'datetime-local' };

/** What a field of that type is edited with. */
export function FieldInput(props: FieldInputProps) {
  const t = useText();
  const { field, type, label, value, error, onChange } = props;
  if (field.type === 'single_choice') return <ChoiceInput {...props} />;
  if (field.type === 'multi_choice') return <ChoicesInput {...props} />;
  if (field.type === 'country' || field.type === 'time_zone') return <CodeInput {...props} />;
  if (type.kind === 'boolean') return <BooleanInput {...props} />;
  if (type.set) {
    return (
      <TagsInput
        label={label}
        description={t('value.each')}
        value={value as string[]}
        error={error}
        onChange={onChange}
        autoFocus
      />
    );
  }
  const common = {
    label,
    error,
    value: value as string,
    onChange: (event: Changed) => onChange(event.currentTarget.value),
    autoFocus: true,
    autoComplete: 'off',
  };
  if (type.kind === 'json' || field.type === 'long_text') {
    return (
      <Textarea
        {...common}
        description={t(type.kind === 'json' ? 'value.json' : 'value.lines')}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={type.kind !== 'json'}
      />
    );
  }
  const isNumber = type.kind === 'integer' || type.kind === 'decimal';
  return (
    <TextInput
      {...common}
      type={inputTypes[type.kind] ?? 'text'}
      {...(type.kind === 'time' && { step: 1 })}
      {...(isNumber && { inputMode: type.kind === 'integer' ? ('numeric' as const) : ('decimal' as const) })}
      {...(field.type === 'language' && { description: t('value.language') })}
    />
  );
}
