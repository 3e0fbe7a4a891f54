// SPDX-License-Identifier: Apache-2.0
// What each entry of a catalogue begins with: what programs call it, and what people do.
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FormProblem } from '../../ui/form_problem';
import type { Freedom } from './Managed';
import type { Names } from './names';
import { NamesInput } from './NamesInput';
import { ReadValue } from './ReadValue';
import classes from './settings.module.css';

interface KeyInputProps {
  label: string;
  hint: string;
  /** Why this key can't be had. */
  fault?: ReactNode;
  maker: {
    form: { key: string };
    change: (part: { key: string }, pointer: string) => void;
    problem: FormProblem;
  };
}

/** The key of something new. */
export function KeyInput({ label, hint, fault, maker }: KeyInputProps) {
  return (
    <TextInput
      label={label}
      description={hint}
      value={maker.form.key}
      required
      dir="ltr"
      maxLength={100}
      autoComplete="off"
      error={fault ?? maker.problem.at('/key')}
      onChange={(event) => maker.change({ key: event.currentTarget.value }, '/key')}
    />
  );
}

/** The key of what there is: it stays. */
export function ReadKey({ label, value }: { label: string; value: string }) {
  return (
    <ReadValue label={label}>
      <bdi className={classes.code}>{value}</bdi>
    </ReadValue>
  );
}

interface EntryNamesProps {
  legend: string;
  hint: string;
  form: { names: Names };
  change: (part: { names: Names }, pointer: string) => void;
  problem: FormProblem;
  freedom: Freedom;
}

export function EntryNames({ legend, hint, form, change, problem, freedom }: EntryNamesProps) {
  return (
    <NamesInput
      legend={legend}
      description={hint}
      value={form.names}
      onChange={(names) => change({ names }, '/names')}
      errorAt={(tag) => problem.at(`/names/${tag}`)}
      locked={freedom === 'nothing'}
    />
  );
}
