// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useLanguageState } from '../../i18n/store';
import { useReasonText } from '../../ui/reason';
import { CommitInput } from '../settings/CommitInput';
import { knownReasons } from './reasons';
import { useText } from './text';

/** No code is empty, and none has a space. */
const other = 'other reason';

interface ReasonFilterProps {
  /** As the list is asked for it. */
  value: string | undefined;
  onChange: (reason: string | undefined) => void;
}

/** The reasons that are known, in words and in their order; any other one as it is written. */
export function ReasonFilter({ value, onChange }: ReasonFilterProps) {
  const t = useText();
  const words = useReasonText();
  const { language } = useLanguageState();
  const [writes, setWrites] = useState(false);
  const isOther = writes || (value !== undefined && !knownReasons.includes(value));
  const known = knownReasons
    .map((code) => ({ value: code, label: words(code) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <>
      <NativeSelect
        label={t('filter.reason')}
        value={isOther ? other : (value ?? '')}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setWrites(chosen === other);
          onChange(chosen === other ? undefined : chosen || undefined);
        }}
        data={[{ value: '', label: t('filter.any') }, ...known, { value: other, label: t('filter.reason.other') }]}
      />
      {isOther && (
        <CommitInput
          label={t('filter.reason.own')}
          placeholder={t('filter.reason.ownHint')}
          value={value ?? ''}
          maxLength={200}
          autoFocus={writes}
          onCommit={(text) => {
            // Stays, also when nothing or a known one stands in it.
            setWrites(true);
            onChange(text || undefined);
          }}
        />
      )}
    </>
  );
}
