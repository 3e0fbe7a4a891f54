// SPDX-License-Identifier: Apache-2.0
import { Icon } from '../../ui/Icon';
import type { Activity } from './activity';
import classes from './activity.module.css';
import { useText } from './text';

type Repeat = NonNullable<Activity['repeat']>;

/** What was allowed and what happened: "once", "session" or "7 days" in the API's words. */
function useRule(): (repeat: Repeat) => string {
  const t = useText();
  return ({ allowed, shown }) => {
    const days = /^(\d+) days$/.exec(allowed)?.[1];
    if (days !== undefined) return t('repeat.days', { count: Number(days), shown });
    if (allowed === 'once' || allowed === 'session') return t(`repeat.${allowed}`, { count: shown });
    return t('repeat.other', { count: shown, allowed });
  };
}

export function RepeatNote({ repeat }: { repeat: Repeat }) {
  const t = useText();
  const rule = useRule();
  return (
    <div className={classes.repeat}>
      <Icon name="refresh" />
      <p>
        <strong>{rule(repeat)}</strong> {t(`repeat.cause.${repeat.cause}`)}
      </p>
    </div>
  );
}
