// SPDX-License-Identifier: Apache-2.0
import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from './Icon';
import { useText } from './text';

interface SearchInputProps {
  label: string;
  placeholder?: string;
  /** What stands in the address bar. */
  value: string;
  maxLength?: number;
  error?: string | undefined;
  onSearch: (text: string) => void;
}

/** Long enough for the next letter of who types fast, short enough not to be waited for. */
const pause = 120;

/** Searches as one types; what stands in the address bar comes back into the box. */
export function SearchInput({ label, placeholder, value, maxLength = 500, error, onSearch }: SearchInputProps) {
  const t = useText();
  const [text, setText] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked.current) return undefined;
    const timer = setTimeout(() => {
      asked.current = wanted;
      onSearch(wanted);
    }, pause);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <TextInput
      type="search"
      flex="1 1 18rem"
      leftSection={<Icon name="search" />}
      aria-label={label}
      placeholder={placeholder ?? label}
      value={text}
      maxLength={maxLength}
      error={error}
      onChange={(event) => setText(event.currentTarget.value)}
      rightSection={text && <CloseButton aria-label={t('search.clear')} onClick={() => setText('')} />}
    />
  );
}
