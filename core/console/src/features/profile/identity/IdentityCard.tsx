// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { Card } from '../../../ui/Page';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { Chain } from './Chain';
import { IdentityGraph } from './IdentityGraph';
import { Merges } from './Merges';
import { Refusals } from './Refusals';

/** Why this is one person, and why others are not. */
export function IdentityCard() {
  const t = useText();
  const { profile } = useProfile();
  const { data, error, refetch } = useQuery({
    queryKey: partKey(profile.id, 'identity'),
    queryFn: ({ signal }) => api.get('/v1/profiles/{ref}/identity', { path: { ref: profile.id }, signal }),
  });
  if (!data) return <Card title={t('identity')}>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingState />}</Card>;
  return (
    <Card title={t('identity')}>
      <p className={classes.dimmed}>{t('identity.explain')}</p>
      {data.identifiers.length > 0 && <IdentityGraph identity={data} />}
      {data.identifiers.length > 1 && <Chain identifiers={data.identifiers} />}
      <section className={classes.group}>
        <Title order={3}>{t('merges')}</Title>
        <Merges merges={data.merges} />
      </section>
      <section className={classes.group}>
        <Title order={3}>{t('refusals')}</Title>
        <Refusals refusals={data.refusals} notMerged={data.not_merged} />
      </section>
      {data.truncated && <p className={classes.dimmed}>{t('identity.truncated')}</p>}
    </Card>
  );
}
