// SPDX-License-Identifier: Apache-2.0
import { Tooltip } from '@mantine/core';
import { createContext, useContext } from 'react';
import { useFormat } from '../i18n/format';
import { Icon } from './Icon';
import { useText } from './text';
import classes from './Time.module.css';

/** The time zone of the person whom the screen is of, if one is known. */
export const PersonZone = createContext<string | undefined>(undefined);

interface TimeProps {
  /** RFC 3339; nothing is shown as a dash. */
  value: string | null | undefined;
  /** `ago` for lists of what happens, `date` for days long past. */
  form?: 'dateTime' | 'date' | 'ago';
}

/** What the person's clock says, where that is not what the viewer's does: a date alone differs by its day alone. */
function useOwnTime(): (value: string, form: TimeProps['form'], zone: string | undefined) => string | undefined {
  const format = useFormat();
  return (value, form, zone) => {
    if (!zone || format.dateTime(value, zone) === format.dateTime(value)) return undefined;
    const there = format.date(value, zone);
    const otherDay = there !== format.date(value);
    if (form === 'date') return otherDay ? there : undefined;
    // "2 months ago" says no day that a time alone could be of.
    if (form === 'ago' && there !== format.date(new Date().toISOString(), zone)) return format.zoned(value, zone, 'year');
    return format.zoned(value, zone, otherDay ? 'day' : 'none');
  };
}

/** A time in the viewer's zone, the person's own behind it; the tooltip has both in full. */
export function Time({ value, form = 'dateTime' }: TimeProps) {
  const t = useText();
  const format = useFormat();
  const ownTime = useOwnTime();
  const zone = useContext(PersonZone);
  if (!value) return <span aria-label={t('time.none')}>–</span>;
  const own = ownTime(value, form, zone);
  const full = own && zone ? t('time.person', { time: format.dateTime(value, zone), zone }) : '';
  return (
    <Tooltip label={[format.dateTime(value), full].filter(Boolean).join(' · ')}>
      <span>
        <time dateTime={value}>{format[form](value)}</time>
        {own && (
          <>
            {' '}
            <span className={classes.own}>
              <Icon name="person" size={12} label={t('time.there')} />
              <bdi>{own}</bdi>
            </span>
          </>
        )}
      </span>
    </Tooltip>
  );
}
