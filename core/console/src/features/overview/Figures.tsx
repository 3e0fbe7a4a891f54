// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../../i18n/format';
import { Icon, type IconName } from '../../ui/Icon';
import type { Overview } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

function Figure({ icon, name, value, note }: { icon: IconName; name: ReactNode; value: string; note: string }) {
  return (
    <div className={classes.figure}>
      <dt>
        <Icon name={icon} />
        {name}
      </dt>
      <dd>
        <strong>{value}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}

/** What one wants to know first, and the way to it where a list has just that. */
export function Figures({ overview }: { overview: Overview }) {
  const t = useText();
  const format = useFormat();
  const { known, anonymous, days } = overview.profiles;
  const fresh = days.reduce((sum, day) => sum + day.created_known + day.created_anonymous, 0);
  const activities = overview.activity.days.reduce((sum, day) => sum + day.count, 0);
  const conflicts = overview.refused_merges;
  return (
    <dl className={classes.figures} aria-label={t('figures')}>
      <Figure
        icon="people"
        name={<Link to="/contacts" search={{ known: 'true' }}>{t('figure.known')}</Link>}
        value={format.number(known)}
        note={t('figure.known.note', { share: format.percent(known / Math.max(known + anonymous, 1)) })}
      />
      <Figure
        icon="person"
        name={<Link to="/contacts" search={{ known: 'anonymous' }}>{t('figure.anonymous')}</Link>}
        value={format.number(anonymous)}
        note={t('figure.anonymous.note')}
      />
      <Figure icon="plus" name={t('figure.fresh')} value={format.number(fresh)} note={t('figure.period')} />
      <Figure icon="bolt" name={t('figure.activities')} value={format.number(activities)} note={t('figure.period')} />
      <Figure
        icon="conflict"
        name={<Link to="/conflicts">{t('figure.conflicts')}</Link>}
        value={conflicts.at_least ? t('atLeast', { count: conflicts.open }) : format.number(conflicts.open)}
        note={t('figure.conflicts.note')}
      />
    </dl>
  );
}
