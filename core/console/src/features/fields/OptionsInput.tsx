// SPDX-License-Identifier: Apache-2.0
import { Fieldset, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../../api/types';
import { useOpenText } from '../../i18n/text';
import classes from '../settings/settings.module.css';
import { choicesOf, storedOf } from './choices';
import { ChoicesInput } from './ChoicesInput';
import type { Options } from './field_form';
import { useText } from './text';

interface Property {
  type?: string | string[];
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
}

function propertiesOf(type: Schema<'FieldType'> | undefined): [string, Property][] {
  const properties = (type?.options as { properties?: Record<string, Property> } | undefined)?.properties;
  return Object.entries(properties ?? {});
}

interface OptionsInputProps {
  type: Schema<'FieldType'> | undefined;
  value: Options;
  onChange: (next: Options, pointer: string) => void;
  inUse: boolean;
  keptChoices: ReadonlySet<string>;
  errorAt: (pointer: string) => string | undefined;
}

/** An option of a type that the console knows nothing of. */
function JsonInput(props: { label: string; value: unknown; onChange: (value: unknown) => void; error: string | undefined }) {
  const t = useText();
  const [text, setText] = useState(props.value === undefined ? '' : JSON.stringify(props.value));
  const [isWrong, setWrong] = useState(false);
  return (
    <Textarea
      label={props.label}
      value={text}
      dir="ltr"
      error={isWrong ? t('options.wrongJson') : props.error}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        try {
          props.onChange(typed.trim() ? (JSON.parse(typed) as unknown) : undefined);
          setWrong(false);
        } catch {
          setWrong(true);
        }
      }}
    />
  );
}

function useHint(): (property: Property) => string | undefined {
  const t = useText();
  return ({ minimum, maximum, default: standard }) => {
    const range =
      minimum !== undefined && maximum !== undefined ? t('options.range', { from: minimum, to: maximum }) : '';
    const without =
      typeof standard === 'number' || typeof standard === 'string' ? t('options.default', { value: standard }) : '';
    return [range, without].filter(Boolean).join(' · ') || undefined;
  };
}

/** What the type of a field is told: the inputs are made of the schema that the type's plugin brings. */
export function OptionsInput(props: OptionsInputProps) {
  const { type, value, onChange } = props;
  const t = useText();
  const open = useOpenText('fields');
  const hint = useHint();
  const properties = propertiesOf(type);
  const set = (name: string, next: unknown) => {
    const { [name]: _, ...rest } = value;
    onChange(next === undefined || next === '' ? rest : { ...rest, [name]: next }, `/options/${name}`);
  };
  function input([name, property]: [string, Property]) {
    const label = open(`option.${name}`) ?? name;
    const error = props.errorAt(`/options/${name}`);
    if (name === 'choices') {
      return (
        <ChoicesInput
          key={name}
          value={choicesOf(value.choices)}
          onChange={(next) => set(name, storedOf(next))}
          kept={props.keptChoices}
          error={error}
        />
      );
    }
    const shared = { label, description: hint(property), error };
    const stored = value[name];
    if (property.type === 'integer' || property.type === 'number') {
      return (
        <NumberInput
          key={name}
          {...shared}
          hideControls
          allowDecimal={property.type === 'number'}
          value={typeof stored === 'number' ? stored : ''}
          onChange={(next) => set(name, next)}
        />
      );
    }
    if ([property.type].flat().includes('string')) {
      return (
        <TextInput
          key={name}
          {...shared}
          type={type?.kind === 'date' ? 'date' : 'text'}
          dir="ltr"
          maxLength={property.maxLength}
          value={typeof stored === 'string' || typeof stored === 'number' ? String(stored) : ''}
          onChange={(event) => set(name, event.currentTarget.value)}
        />
      );
    }
    return <JsonInput key={`${type?.name} ${name}`} label={label} value={stored} onChange={(next) => set(name, next)} error={error} />;
  }
  return (
    <Fieldset legend={t('options')}>
      <Stack gap="sm">
        {props.inUse && <p className={`${classes.faint} ${classes.notice}`}>{t('options.inUse')}</p>}
        {properties.length === 0 && <p className={`${classes.faint} ${classes.notice}`}>{t('options.none')}</p>}
        {properties.map(input)}
      </Stack>
    </Fieldset>
  );
}
