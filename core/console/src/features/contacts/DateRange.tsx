// SPDX-License-Identifier: Apache-2.0
import { Fieldset, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './contacts.module.css';
import { useText } from './text';

interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

interface DateRangeProps extends Days {
  legend: string;
  onChange: (days: Days) => void;
  /** Of days that stand there and are not asked for. */
  onReversed: (isReversed: boolean) => void;
}

const isReversed = ({ from, to }: Days) => Boolean(from && to && to < from);

/** Two days, both included. Those that are the wrong way round stand there and say so, and nobody is asked for. */
export function DateRange({ legend, from, to, onChange, onReversed }: DateRangeProps) {
  const t = useText();
  const [reversed, setReversed] = useState<Days | undefined>(undefined);
  const shown = reversed ?? { from, to };
  function change(part: Days) {
    const days = { ...shown, ...part };
    setReversed(isReversed(days) ? days : undefined);
    onReversed(isReversed(days));
    if (!isReversed(days)) onChange(days);
  }
  return (
    <Fieldset legend={legend}>
      <div className={classes.pair}>
        <TextInput
          type="date"
          label={t('filter.from')}
          value={shown.from ?? ''}
          onChange={(event) => change({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t('filter.to')}
          value={shown.to ?? ''}
          error={reversed && t('filter.reversed')}
          onChange={(event) => change({ to: event.currentTarget.value || undefined })}
        />
      </div>
    </Fieldset>
  );
}
