// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@mantine/core';
import { useOpenText } from '../../../i18n/text';
import classes from '../segments.module.css';
import type { Json } from './tree';

interface WordSetProps {
  label: string;
  description?: string;
  words: readonly string[];
  /** Looks the words up: `status.` in the shared texts unless said. */
  labelOf?: (word: string) => string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  error?: string | undefined;
}

/** Words of which one is enough: none is left out, one stands alone, several are a list. */
export function WordSet({ label, description, words, labelOf, value, onChange, error }: WordSetProps) {
  const open = useOpenText('ui');
  const chosen = value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={chosen.filter(Boolean)}
      error={error}
      onChange={(next) => {
        const ordered = words.filter((each) => next.includes(each));
        onChange(ordered.length > 1 ? ordered : ordered[0]);
      }}
    >
      <div className={classes.ticks}>
        {words.map((word) => (
          <Checkbox key={word} value={word} label={labelOf?.(word) ?? open(`status.${word}`) ?? word} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
