// SPDX-License-Identifier: Apache-2.0
import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';

interface CommitInputProps extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'onBlur' | 'onKeyDown'> {
  /** What stands in the address bar. */
  value: string;
  onCommit: (text: string) => void;
}

/** A filter that is asked for once it is typed to its end: with Enter, or as it is left. */
export function CommitInput({ value, onCommit, ...others }: CommitInputProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  return (
    <TextInput
      {...others}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
