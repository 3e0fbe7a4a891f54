// SPDX-License-Identifier: Apache-2.0
import { Link, Outlet, useParams, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isProblem } from '../../api/problem';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { personName } from '../../ui/person_name';
import { useText as useUiText } from '../../ui/text';
import { PersonZone } from '../../ui/Time';
import { GoneState } from './GoneState';
import { NobodyState } from './NobodyState';
import { ProfileContext, useProfileQuery, useProfileValue } from './profile';
import classes from './profile.module.css';
import { ProfileHeader } from './ProfileHeader';
import { tabs } from './tabs';
import { useText } from './text';

/** A merged id and `type:value` are the same person: the address bar shows the id that stays. */
function useCanonicalAddress(ref: string, id: string | undefined) {
  const router = useRouter();
  useEffect(() => {
    if (id === undefined || id === ref) return;
    const { pathname, searchStr, hash } = router.state.location;
    const rest = pathname.split('/').slice(3).join('/');
    router.history.replace(`/contacts/${id}${rest ? `/${rest}` : ''}${searchStr}${hash ? `#${hash}` : ''}`);
  }, [router, ref, id]);
}

function Tabs({ id }: { id: string }) {
  const t = useText();
  return (
    <nav aria-label={t('tabs')} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.text}
          to={tab.to}
          params={{ ref: id }}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
          className={classes.tab}
        >
          {t(tab.text)}
        </Link>
      ))}
    </nav>
  );
}

/** The frame of a person: who it is, what can be done, and one of the tabs below. */
export function ProfileLayout() {
  const t = useUiText();
  const { ref } = useParams({ from: '/contacts/$ref' });
  const { data, error, refetch } = useProfileQuery(ref);
  const value = useProfileValue(ref, data);
  useCanonicalAddress(ref, data?.id);
  const name = data && personName({ ...data, first_name: data.fields.first_name, last_name: data.fields.last_name });
  useEffect(() => {
    if (name) document.title = t('windowTitle', { page: name.slice(0, 100) });
  }, [name, t]);

  // Who is gone is so though an earlier answer is still there.
  if (isProblem(error, 410)) return <GoneState refOrId={ref} />;
  if (isProblem(error, 404)) return <NobodyState />;
  if (!value || name === undefined) {
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingState />;
  }
  const zone = value.profile.fields.time_zone;
  return (
    <ProfileContext.Provider value={value}>
      <PersonZone.Provider value={typeof zone === 'string' ? zone : undefined}>
        <div className={classes.page}>
          <ProfileHeader name={name} />
          <Tabs id={value.profile.id} />
          <Outlet />
        </div>
      </PersonZone.Provider>
    </ProfileContext.Provider>
  );
}
