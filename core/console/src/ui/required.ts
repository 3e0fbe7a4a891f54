// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { useText } from './text';

/** What a form can't go without, said in our own words: for a `<form noValidate>`, since browsers speak their own language. */
export interface Required {
  /** For a field's `error`, before what the server says of it. */
  at: (name: string) => string | undefined;
  /** Whether all of it is there. If not, the first field that lacks has the focus and says so. */
  check: (event: FormEvent<HTMLFormElement>, values: Readonly<Record<string, string | undefined>>) => boolean;
  /** A field that was changed lacks nothing until the form is sent again. */
  clear: (name: string) => void;
}

const nothing: ReadonlySet<string> = new Set();

export function useRequired(): Required {
  const t = useText();
  const [missing, setMissing] = useState(nothing);
  const check = useCallback<Required['check']>((event, values) => {
    const form = event.currentTarget;
    const lacking = new Set(Object.keys(values).filter((name) => values[name]?.trim() === ''));
    flushSync(() => setMissing(lacking));
    if (lacking.size > 0) form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return lacking.size === 0;
  }, []);
  const clear = useCallback(
    (name: string) => setMissing((before) => (before.has(name) ? new Set([...before].filter((each) => each !== name)) : before)),
    [],
  );
  return useMemo(
    () => ({ at: (name) => (missing.has(name) ? t('required.missing') : undefined), check, clear }),
    [missing, t, check, clear],
  );
}
