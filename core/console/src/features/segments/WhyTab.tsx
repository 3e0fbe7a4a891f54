// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client';
import { ErrorState } from '../../ui/ErrorState';
import { LoadingState } from '../../ui/LoadingState';
import { Card } from '../../ui/Page';
import { personName } from '../../ui/person_name';
import { ToneBadge } from '../../ui/StatusBadge';
import { ReasonTree } from './ConditionTree';
import { PersonPicker } from './PersonPicker';
import type { Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

function PersonLink({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['profile', id],
    queryFn: ({ signal }) => api.get('/v1/profiles/{ref}', { path: { ref: id }, signal }),
  });
  const fields = data && 'fields' in data ? data.fields : {};
  const identifiers = data && 'identifiers' in data ? data.identifiers : [];
  return (
    <Link to="/contacts/$ref" params={{ ref: id }} className={classes.name}>
      <bdi>{personName({ id, first_name: fields.first_name, last_name: fields.last_name, identifiers })}</bdi>
    </Link>
  );
}

function Reason({ segment, of }: { segment: Segment; of: string }) {
  const t = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ['segment-why', segment.id, of],
    queryFn: ({ signal }) => api.get('/v1/segments/{id}/why/{ref}', { path: { id: segment.id, ref: of }, signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className={classes.stack}>
      <div className={classes.reason} role="status">
        <PersonLink id={data.profile_id} />
        <ToneBadge tone={data.member ? 'good' : 'neutral'} icon={data.member ? 'check' : 'x'}>
          {t(data.member ? 'why.member' : 'why.notMember')}
        </ToneBadge>
      </div>
      {!data.member && data.reason.holds && <p>{t('why.unlisted')}</p>}
      {segment.kind === 'static' ? (
        <p>{t(data.reason.holds ? 'why.listed' : 'why.notListed')}</p>
      ) : (
        <ReasonTree reason={data.reason} />
      )}
    </div>
  );
}

/** Why somebody is in it, or is not. */
export function WhyTab({ segment, of, onPick }: { segment: Segment; of: string | undefined; onPick: (ref: string) => void }) {
  const t = useText();
  return (
    <div className={classes.stack}>
      <Card title={t('why.whom')}>
        <div className={classes.form}>
          <PersonPicker label={t('person.search')} action={t('why.ask')} onPick={(person) => onPick(person.id)} />
        </div>
      </Card>
      {of && (
        <Card title={t('why.reason')}>
          <Reason segment={segment} of={of} />
        </Card>
      )}
    </div>
  );
}
