// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import classes from './Choices.module.css';

interface ChoicesProps<Value extends string> {
  /** What is chosen. */
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of few, all of them seen; on as many lines as it takes. */
export function Choices<Value extends string>({ label, value, choices, onChange }: ChoicesProps<Value>) {
  return (
    <div role="group" aria-label={label} className={classes.choices}>
      {choices.map((each) => (
        <Button
          key={each.value}
          size="sm"
          px="sm"
          variant={each.value === value ? 'filled' : 'default'}
          aria-pressed={each.value === value}
          onClick={() => onChange(each.value)}
        >
          {each.label}
        </Button>
      ))}
    </div>
  );
}
