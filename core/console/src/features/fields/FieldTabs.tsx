// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import classes from '../settings/settings.module.css';
import { useText } from './text';

/** Between fields and their groups. */
export function FieldTabs() {
  const t = useText();
  return (
    <nav className={classes.tabs} aria-label={t('tabs')}>
      <Link to="/settings/fields" className={classes.tab} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
        {t('title')}
      </Link>
      <Link to="/settings/field-groups" className={classes.tab} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
        {t('groups.title')}
      </Link>
    </nav>
  );
}
