// SPDX-License-Identifier: Apache-2.0
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import classes from './profile.module.css';
import { useText } from './text';

const most = 240;

/** What others wrote: of any length, begun here and shown whole on demand. */
export function LongText({ text }: { text: string }) {
  const t = useText();
  const [whole, setWhole] = useState(false);
  const letters = text.length > most ? Array.from(text) : [];
  if (letters.length <= most) return <bdi className="foreign">{text}</bdi>;
  return (
    <span>
      <bdi className="foreign">{whole ? text : `${letters.slice(0, most).join('')}…`}</bdi>{' '}
      <UnstyledButton className={classes.textButton} aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? t('less') : t('more')}
      </UnstyledButton>
    </span>
  );
}
