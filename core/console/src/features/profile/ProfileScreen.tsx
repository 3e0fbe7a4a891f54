// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '../../api/client';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Card, Page } from '../../ui/Page';
import { personName } from '../../ui/person_name';
import { StatusBadge } from '../../ui/StatusBadge';
import { useText } from './text';

export function ProfileScreen() {
  const t = useText();
  const { ref } = useParams({ from: '/contacts/$ref' });
  const { data, error, refetch } = useQuery({
    queryKey: ['profile', ref],
    queryFn: ({ signal }) => api.get('/v1/profiles/{ref}', { path: { ref }, signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  // Another view of a profile, which this screen does not ask for, has no identifiers.
  if (!data || !('identifiers' in data)) return <LoadingState />;
  const { fields } = data;
  const name = personName({ ...data, first_name: fields.first_name, last_name: fields.last_name });
  return (
    <Page title={name} actions={<StatusBadge status={data.known ? 'known' : 'anonymous'} />}>
      <Card title={t('identifiers')}>
        <ul>
          {data.identifiers.map((each) => (
            <li key={`${each.type}:${each.value}`} className="foreign">
              {each.type}: {each.given} {each.endpoint && <StatusBadge status={each.endpoint.state} />}
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}
