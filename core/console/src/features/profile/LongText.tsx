// SPDX-License-Identifier: Apache-2.0
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import classes from './profile.module.css';
import { useText } from './text';

const most = 240;

/** What others wrote: of any length, begun here and shown whole on demand. Numbers and addresses are `ltr`. */
export function LongText({ text, dir }: { text: string; dir?: 'ltr' }) {
  const t = useText();
  const [whole, setWhole] = useState(false);
  const letters = text.length > most ? Array.from(text) : [];
  if (letters.length <= most) return <bdi className="foreign" dir={dir}>{text}</bdi>;
  return (
    <span>
      <bdi className="foreign" dir={dir}>{whole ? text : `${letters.slice(0, most).join('')}…`}</bdi>{' '}
      <UnstyledButton className={classes.textButton} aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? t('less') : t('more')}
      </UnstyledButton>
    </span>
  );
}
