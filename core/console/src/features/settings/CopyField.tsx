// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { Icon } from '../../ui/Icon';
import classes from './settings.module.css';
import { useText } from './text';

/** The clipboard is closed to pages that came over plain HTTP; the old way is not. */
async function copy(input: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    input.select();
    return document.execCommand('copy');
  }
}

/** What is shown to be taken along. */
export function CopyField({ label, description, value }: { label: string; description?: string; value: string }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | undefined>(undefined);
  async function onCopy() {
    if (!input.current) return;
    const done = await copy(input.current).catch(() => false);
    if (!done) input.current.select();
    setCopied(done);
  }
  return (
    <div>
      <div className={classes.row}>
        <TextInput
          ref={input}
          label={label}
          description={description}
          value={value}
          readOnly
          dir="ltr"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={() => void onCopy()}>
          {t('copy')}
        </Button>
      </div>
      <span role="status" className={classes.faint}>
        {copied !== undefined && t(copied ? 'copied' : 'copyFailed')}
      </span>
    </div>
  );
}
