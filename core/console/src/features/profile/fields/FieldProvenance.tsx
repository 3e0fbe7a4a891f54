// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { LongText } from '../LongText';
import { PopoverButton } from '../PopoverButton';
import { partKey, useProfile, type Profile } from '../profile';
import classes from '../profile.module.css';
import { ProvenanceFacts } from '../SourceText';
import { useText } from '../text';

function useProvenance() {
  const { profile } = useProfile();
  return useQuery({
    queryKey: partKey(profile.id, 'provenance', String(profile.version)),
    queryFn: async ({ signal }) =>
      ((await api.get('/v1/profiles/{ref}', { path: { ref: profile.id }, query: { include: 'provenance' }, signal })) as Profile)
        .provenance ?? [],
  });
}

function Entries({ field }: { field: string }) {
  const t = useText();
  const { data, error, refetch } = useProvenance();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const entries = data.filter((each) => each.field === field);
  if (entries.length === 0) return <p>{t('provenance.none')}</p>;
  return (
    <ul className={classes.plain}>
      {entries.map((each, index) => (
        <li key={index}>
          {entries.length > 1 && <LongText text={String(each.value)} />}
          <ProvenanceFacts observation={each.observation} since={each.at} />
        </li>
      ))}
    </ul>
  );
}

/** Where a value came from and since when, read when somebody asks. */
export function FieldProvenance({ field, name }: { field: string; name: string }) {
  const t = useText();
  return <PopoverButton label={t('provenance.of', { name })}>{() => <Entries field={field} />}</PopoverButton>;
}
