// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import type { Schema } from '../../api/types';
import { nameIn } from '../../i18n/names';
import { useLanguageState } from '../../i18n/store';
import { useText as useSettingsText } from '../settings/text';
import { choicesOf } from './choices';
import type { Options } from './field_form';
import { useText } from './text';

interface DefaultInputProps {
  type: Schema<'FieldType'> | undefined;
  options: Options;
  value: string;
  onChange: (text: string) => void;
  error: string | undefined;
}

/** What may be shown where nobody said anything, by the type of the field. */
export function DefaultInput({ type, options, value, onChange, error }: DefaultInputProps) {
  const t = useText();
  const settings = useSettingsText();
  const { language } = useLanguageState();
  const shared = { label: t('display_default'), description: t('display_default.hint'), value, error };
  const none = { value: '', label: t('display_default.none') };
  if (type?.kind === 'boolean') {
    return (
      <NativeSelect
        {...shared}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[none, { value: 'true', label: settings('yes') }, { value: 'false', label: settings('no') }]}
      />
    );
  }
  const choices = choicesOf(options.choices).filter((each) => each.value);
  if (choices.length > 0) {
    return (
      <NativeSelect
        {...shared}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[none, ...choices.map((each) => ({ value: each.value, label: nameIn(Object.fromEntries(each.labels), language, each.value) }))]}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      type={type?.kind === 'date' ? 'date' : 'text'}
      dir="auto"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
