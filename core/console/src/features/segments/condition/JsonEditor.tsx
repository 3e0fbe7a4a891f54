// SPDX-License-Identifier: Apache-2.0
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import classes from '../segments.module.css';
import { useText } from '../text';
import { conditionOfText, unreadTextOf } from './leaf';
import type { JsonObject } from './tree';

function textOf(condition: JsonObject): string {
  return unreadTextOf(condition) ?? JSON.stringify(condition, null, 2);
}

/** A condition as it stands; text that is none yet is kept in its place. */
export function JsonEditor({ condition, onChange }: { condition: JsonObject; onChange: (next: JsonObject) => void }) {
  const t = useText();
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const isCurrent = typed !== undefined && JSON.stringify(conditionOfText(typed)) === JSON.stringify(condition);
  const isUnread = unreadTextOf(condition) !== undefined;
  return (
    <Textarea
      label={t('json')}
      description={t('json.hint')}
      classNames={{ input: classes.json ?? '' }}
      dir="ltr"
      spellCheck={false}
      autosize
      minRows={2}
      maxRows={20}
      value={isCurrent ? typed : textOf(condition)}
      error={isUnread ? t('json.wrong') : undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(conditionOfText(event.currentTarget.value));
      }}
    />
  );
}
