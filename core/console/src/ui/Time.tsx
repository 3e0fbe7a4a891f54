// SPDX-License-Identifier: Apache-2.0
import { Tooltip } from '@mantine/core';
import { useFormat } from '../i18n/format';
import { useText } from './text';

interface TimeProps {
  /** RFC 3339; nothing is shown as a dash. */
  value: string | null | undefined;
  /** `ago` for lists of what happens, `date` for days long past. */
  form?: 'dateTime' | 'date' | 'ago';
  /** The person's own time zone, told beside the viewer's. */
  personZone?: string | null | undefined;
}

/** A time in the viewer's zone; the tooltip has it in full, and the person's own. */
export function Time({ value, form = 'dateTime', personZone }: TimeProps) {
  const t = useText();
  const format = useFormat();
  if (!value) return <span aria-label={t('time.none')}>–</span>;
  const own = personZone ? t('time.person', { time: format.dateTime(value, personZone), zone: personZone }) : '';
  const label = [format.dateTime(value), own].filter(Boolean).join(' · ');
  return (
    <Tooltip label={label}>
      <time dateTime={value} tabIndex={own ? 0 : undefined}>
        {format[form](value)}
      </time>
    </Tooltip>
  );
}
