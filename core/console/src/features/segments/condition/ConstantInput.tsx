// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../text';
import { constantOf, isDay, localTime, textOfConstant, timeOfLocal, type ValueKind } from './constant';
import type { Json } from './tree';

export interface Choice {
  value: string;
  label: string;
}

interface ConstantInputProps {
  label: string;
  value: Json | undefined;
  onChange: (value: Json) => void;
  kind: ValueKind;
  choices?: readonly Choice[] | undefined;
  error?: string | undefined;
}

/** With what is chosen already, even if nobody could choose it any more. */
export function withChosen(choices: readonly Choice[], chosen: string): Choice[] {
  if (choices.some((each) => each.value === chosen)) return [...choices];
  return [{ value: chosen, label: chosen }, ...choices];
}

interface TypedInputProps {
  label: string;
  value: Json | undefined;
  /** What a text means, and nothing if it means nothing. */
  read: (text: string) => Json | undefined;
  onChange: (value: Json | undefined) => void;
  error?: string | undefined;
  description?: string | undefined;
}

/** What was typed stays as it was typed while it means what is there: `1.` on the way to 1.5. */
export function TypedInput({ label, value, read, onChange, error, description }: TypedInputProps) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const isCurrent = typed !== undefined && read(typed) === value;
  return (
    <TextInput
      label={label}
      description={description}
      inputMode="decimal"
      autoComplete="off"
      value={isCurrent ? typed : textOfConstant(value)}
      error={error}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
    />
  );
}

function ChoiceInput({ label, value, onChange, kind, choices = [], error }: ConstantInputProps) {
  const t = useText();
  const chosen = textOfConstant(value);
  const blank = { value: '', label: t('choose') };
  return (
    <NativeSelect
      label={label}
      value={chosen}
      error={error}
      data={withChosen([blank, ...choices], chosen)}
      onChange={(event) => onChange(constantOf(kind, event.currentTarget.value))}
    />
  );
}

/** One value that is compared with. */
export function ConstantInput(props: ConstantInputProps) {
  const { label, value, onChange, kind, error } = props;
  const t = useText();
  const yesOrNo = [
    { value: 'true', label: t('yes') },
    { value: 'false', label: t('no') },
  ];
  if (kind === 'boolean') return <ChoiceInput {...props} choices={yesOrNo} />;
  if (props.choices) return <ChoiceInput {...props} />;
  if (kind === 'number') {
    return <TypedInput label={label} value={value} read={(text) => constantOf(kind, text)} onChange={(next) => onChange(next ?? null)} error={error} />;
  }
  const local = kind === 'time' ? localTime(value) : undefined;
  const isLocal = local !== undefined;
  return (
    <TextInput
      label={label}
      type={isLocal ? 'datetime-local' : kind === 'date' && isDay(value) ? 'date' : 'text'}
      step={isLocal ? 'any' : undefined}
      inputMode={kind === 'integer' || kind === 'decimal' ? 'decimal' : undefined}
      autoComplete="off"
      value={local ?? textOfConstant(value)}
      error={error}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(isLocal ? timeOfLocal(text) : constantOf(kind, text));
      }}
    />
  );
}
