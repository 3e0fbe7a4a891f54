// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useReasonText } from './reason';
import { useText } from './text';

/** No code is empty, and none has a space. */
const other = 'other reason';

interface ReasonInputProps {
  /** The codes that are offered. */
  known: readonly string[];
  value: string;
  description?: string;
  error: string | undefined;
  onChange: (reason: string) => void;
  autoFocus?: boolean;
}

/** A reason out of those that are known, or one's own. */
export function ReasonInput({ known, value, description, error, onChange, autoFocus = false }: ReasonInputProps) {
  const t = useText();
  const words = useReasonText();
  const [writes, setWrites] = useState(false);
  // What was typed before the page was loaded again is one's own too.
  const isOther = writes || (value !== '' && !known.includes(value));
  return (
    <>
      <NativeSelect
        label={t('reasons.label')}
        description={description}
        value={isOther ? other : value}
        data={[
          { value: '', label: t('reasons.choose') },
          ...known.map((code) => ({ value: code, label: words(code) })),
          { value: other, label: t('reasons.other') },
        ]}
        error={isOther ? undefined : error}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setWrites(chosen === other);
          onChange(chosen === other ? '' : chosen);
        }}
        required
        {...(autoFocus && { 'data-autofocus': true })}
      />
      {isOther && (
        <TextInput
          label={t('reasons.own')}
          description={t('reasons.ownHint')}
          value={value}
          error={error}
          onChange={(event) => {
            setWrites(true);
            onChange(event.currentTarget.value);
          }}
          maxLength={200}
          autoComplete="off"
          autoFocus={writes}
          required
        />
      )}
    </>
  );
}
