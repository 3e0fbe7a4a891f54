// SPDX-License-Identifier: Apache-2.0
import { useId, type ReactNode } from 'react';
import { useFormat } from '../../i18n/format';
import type { Names } from './names';
import classes from './settings.module.css';
import { useText } from './text';

interface ReadValueProps {
  label: string;
  /** Why it is not an input. */
  hint?: string | undefined;
  children: ReactNode;
}

/** In the place of an input: what nobody may change, or this person may not, is text. A disabled input would be pale. */
export function ReadValue({ label, hint, children }: ReadValueProps) {
  const t = useText();
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes.readLabel}>
        {label}
      </div>
      {hint && <div className={classes.faint}>{hint}</div>}
      <div className="foreign">{children || t('none')}</div>
    </div>
  );
}

/** One text in several languages. */
export function ReadNames({ label, value }: { label: string; value: Names }) {
  const format = useFormat();
  return (
    <ReadValue label={label}>
      {value.length > 0 && (
        <dl className={classes.facts}>
          {value.map(([tag, text]) => (
            <div key={tag} className={classes.fact}>
              <dt>{format.languageName(tag)}</dt>
              <dd lang={tag} dir="auto">
                {text}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </ReadValue>
  );
}
