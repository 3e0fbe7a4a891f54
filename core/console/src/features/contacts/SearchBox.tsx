// SPDX-License-Identifier: Apache-2.0
import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../ui/Icon';
import { useText } from './text';

/** Long enough to type a word, short enough not to be waited for. */
const pause = 200;

/** Searches as one types; what stands in the address bar comes back into the box. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
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
      aria-label={t('search')}
      placeholder={t('search.hint')}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
      rightSection={text && <CloseButton aria-label={t('search.clear')} onClick={() => setText('')} />}
    />
  );
}
