// SPDX-License-Identifier: Apache-2.0
import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../text';
import classes from '../segments.module.css';
import type { Choice } from './ConstantInput';
import { constantOf, type ValueKind } from './constant';
import { maxValues, type Json } from './tree';

interface ListInputProps {
  label: string;
  values: readonly Json[];
  onChange: (values: Json[]) => void;
  kind: ValueKind;
  choices?: readonly Choice[] | undefined;
  error?: string | undefined;
}

/** Several values: boxes to tick where there are choices, else one a line. */
export function ListInput({ label, values, onChange, kind, choices, error }: ListInputProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const texts = values.map(String);
  if (choices) {
    const gone = texts.filter((text) => !choices.some((each) => each.value === text));
    return (
      <Checkbox.Group
        label={label}
        value={texts}
        error={error}
        onChange={(chosen) => onChange(chosen.map((text) => constantOf(kind, text)))}
      >
        <div className={classes.ticks}>
          {[...choices, ...gone.map((text) => ({ value: text, label: text }))].map((each) => (
            <Checkbox key={each.value} value={each.value} label={<bdi>{each.label}</bdi>} />
          ))}
        </div>
      </Checkbox.Group>
    );
  }
  const read = (text: string) => text.split(/\r?\n/).filter((line) => line !== '').map((line) => constantOf(kind, line));
  const isCurrent = typed !== undefined && JSON.stringify(read(typed)) === JSON.stringify(values);
  return (
    <Textarea
      label={label}
      description={t('values.hint', { count: maxValues })}
      value={isCurrent ? typed : texts.join('\n')}
      error={error}
      autosize
      minRows={2}
      maxRows={8}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
    />
  );
}
