// SPDX-License-Identifier: Apache-2.0
import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../ui/Icon';
import { useText } from './text';

interface SearchInputProps {
  label: string;
  placeholder?: string;
  /** What stands in the address bar. */
  value: string;
  error?: string | undefined;
  onSearch: (text: string) => void;
}

/** Searches as one types. */
export function SearchInput({ label, placeholder, value, error, onSearch }: SearchInputProps) {
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
    }, 200);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <TextInput
      type="search"
      flex="1 1 16rem"
      leftSection={<Icon name="search" />}
      aria-label={label}
      placeholder={placeholder ?? label}
      value={text}
      maxLength={500}
      error={error}
      onChange={(event) => setText(event.currentTarget.value)}
      rightSection={text && <CloseButton aria-label={t('search.clear')} onClick={() => setText('')} />}
    />
  );
}
