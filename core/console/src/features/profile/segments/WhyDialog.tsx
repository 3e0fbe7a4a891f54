// SPDX-License-Identifier: Apache-2.0
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../../api/client';
import type { Schema } from '../../../api/types';
import { useCategories, useFields, useSegments } from '../../../api/whole_list';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { ToneBadge } from '../../../ui/StatusBadge';
import { useText as useUiText } from '../../../ui/text';
import { partKey, useProfile } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { useConditionText } from './use_condition_text';

type Segment = Schema<'Segment'>;
type Reason = Schema<'SegmentReason'>;

function Holds({ holds }: { holds: boolean }) {
  const t = useText();
  return (
    <ToneBadge tone={holds ? 'good' : 'neutral'} icon={holds ? 'check' : 'x'}>
      {t(holds ? 'why.holds' : 'why.holdsNot')}
    </ToneBadge>
  );
}

const groups = ['all', 'any', 'none'] as const;

function partsOf(reason: Reason): { group: (typeof groups)[number]; parts: Reason[] } | undefined {
  for (const group of groups) {
    const parts = (reason as { [Group in (typeof groups)[number]]?: Reason[] })[group];
    if (parts) return { group, parts };
  }
  return undefined;
}

function ReasonTree({ reason, say }: { reason: Reason; say: (condition: Schema<'Condition'>) => string }) {
  const t = useText();
  const group = partsOf(reason);
  return (
    <div className={classes.reason}>
      <div className={classes.itemHead}>
        <span className={`foreign ${classes.grows}`}>
          {group ? t(`why.${group.group}`) : 'condition' in reason ? say(reason.condition) : ''}
        </span>
        <Holds holds={reason.holds} />
      </div>
      {group && (
        <ul>
          {group.parts.map((each, index) => (
            <li key={index}>
              <ReasonTree reason={each} say={say} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Why({ segment }: { segment: Segment }) {
  const { profile } = useProfile();
  const fields = useFields();
  const categories = useCategories();
  const segments = useSegments();
  const say = useConditionText({
    fields: fields.data ?? [],
    categories: categories.data ?? [],
    segments: segments.data ?? [],
  });
  const { data, error, refetch } = useQuery({
    queryKey: partKey(profile.id, 'why', segment.id),
    queryFn: ({ signal }) => api.get('/v1/segments/{id}/why/{ref}', { path: { id: segment.id, ref: profile.id }, signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return <ReasonTree reason={data.reason} say={segment.kind === 'static' ? say.asStatic : say.condition} />;
}

export function WhyDialog(props: { segment: Segment | undefined; onClose: () => void }) {
  const t = useText();
  const ui = useUiText();
  const [segment, setSegment] = useState(props.segment);
  // While it closes it still says what it said.
  useEffect(() => {
    if (props.segment) setSegment(props.segment);
  }, [props.segment]);
  return (
    <Modal
      opened={props.segment !== undefined}
      onClose={props.onClose}
      size="lg"
      title={t('segments.whyOf', { name: segment?.name ?? '' })}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      {segment && <Why segment={segment} />}
    </Modal>
  );
}
