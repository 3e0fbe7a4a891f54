// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../api/client';
import type { Schema } from '../../../api/types';
import { useSegments } from '../../../api/whole_list';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { Card } from '../../../ui/Page';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { WhyDialog } from './WhyDialog';

type Segment = Schema<'Segment'>;

function useMemberships() {
  const { profile } = useProfile();
  return useQuery({
    queryKey: partKey(profile.id, 'segments'),
    queryFn: async ({ signal }) =>
      (await api.get('/v1/profiles/{ref}', {
        path: { ref: profile.id },
        query: { view: 'personalization' },
        signal,
      })) as Schema<'Personalization'>,
  });
}

/** The segments that the person is in now, each with why. */
export function SegmentsCard() {
  const t = useText();
  const memberships = useMemberships();
  const segments = useSegments();
  const [asked, setAsked] = useState<Segment | undefined>(undefined);
  const error = memberships.error ?? segments.error;
  if (!memberships.data || !segments.data) {
    const retry = () => void Promise.all([memberships.refetch(), segments.refetch()]);
    return <Card title={t('segments')}>{error ? <ErrorState error={error} onRetry={retry} /> : <LoadingState />}</Card>;
  }
  const ids = new Set(memberships.data.segments);
  const shown = segments.data.filter((each) => ids.has(each.id));
  return (
    <Card title={t('segments')}>
      {shown.length === 0 && <p className={classes.dimmed}>{t('segments.none')}</p>}
      <ul className={classes.list}>
        {shown.map((each) => (
          <li key={each.id} className={classes.itemHead}>
            <Link to="/contacts" search={{ segment: each.id }} className={`foreign ${classes.grows}`}>
              {each.name}
            </Link>
            <Button variant="default" size="compact-sm" aria-label={t('segments.whyOf', { name: each.name })} onClick={() => setAsked(each)}>
              {t('segments.why')}
            </Button>
          </li>
        ))}
      </ul>
      {!memberships.data.segments_complete && <p className={classes.dimmed}>{t('segments.incomplete')}</p>}
      <WhyDialog segment={asked} onClose={() => setAsked(undefined)} />
    </Card>
  );
}
