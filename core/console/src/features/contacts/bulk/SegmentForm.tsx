// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSegments } from '../../../api/whole_list';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { useText } from '../text';
import { listing } from './actions';
import type { BulkFormProps } from './BulkForm';
import { FormFrame } from './FormFrame';
import { useNewSegment } from './new_segment';

/** No segment has this id. */
const another = '+new';

/** One of the static segments, or one that is made for these contacts. */
export function SegmentForm({ count, onRun, onClose }: BulkFormProps) {
  const t = useText();
  const list = useSegments();
  const { make, made, busy, problem } = useNewSegment();
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const read = list.data?.filter((each) => each.kind === 'static') ?? [];
  const segments = [...read, ...made.filter((each) => !read.some(({ id }) => id === each.id))];
  const segment = chosen || (segments[0]?.id ?? another);
  const isNew = segment === another;
  const isReady = count > 0 && list.data !== undefined && !busy && (!isNew || name.trim() !== '');

  async function submit() {
    if (!isNew) return onRun(listing(segment));
    const created = await make(name.trim());
    if (!created) return;
    // Chosen from now on: whoever is refused is tried again for this one, and no second is made.
    setChosen(created.id);
    setName('');
    onRun(listing(created.id));
  }

  return (
    <FormFrame label={t('bulk.segment')} ready={isReady} busy={busy} onSubmit={() => void submit()} onClose={onClose}>
      {list.isPending && <LoadingState />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {segments.length > 0 && (
        <NativeSelect
          label={t('segment.choose')}
          value={segment}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[...segments.map((each) => ({ value: each.id, label: each.name })), { value: another, label: t('segment.new') }]}
        />
      )}
      {list.data && isNew && (
        <TextInput
          label={t('segment.name')}
          description={segments.length === 0 ? t('segment.none') : undefined}
          value={name}
          maxLength={200}
          required
          error={problem.at('/name')}
          onChange={(event) => {
            problem.clear('/name');
            setName(event.currentTarget.value);
          }}
        />
      )}
      {isNew && <ProblemAlert error={problem.error} unplaced={problem.unplaced} />}
    </FormFrame>
  );
}
