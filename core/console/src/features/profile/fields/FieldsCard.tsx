// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import { EmptyState } from '../../../ui/EmptyState';
import { ErrorState } from '../../../ui/ErrorState';
import { useFieldName } from '../../../ui/field_name';
import { LeaveGuard } from '../../../ui/LeaveGuard';
import { LoadingState } from '../../../ui/LoadingState';
import { Card } from '../../../ui/Page';
import classes from '../profile.module.css';
import { useText } from '../text';
import { groupFields, useCatalogue, type ShownGroup } from './catalogue';
import { FieldRow } from './FieldRow';
import { useGroupName } from './use_group_name';

type Discards = ReadonlyMap<string, () => void>;

function withEntry(map: Discards, key: string, discard: (() => void) | undefined): Discards {
  if (map.get(key) === discard) return map;
  const next = new Map(map);
  if (discard) next.set(key, discard);
  else next.delete(key);
  return next;
}

function useTitle(): (shown: ShownGroup) => string {
  const t = useText();
  const groupName = useGroupName();
  return ({ group }) => (group ? groupName(group) : t('fields.other'));
}

/** Personal data and custom fields, by group, each edited where it stands. */
export function FieldsCard() {
  const t = useText();
  const titleOf = useTitle();
  const nameOf = useFieldName();
  const { fields, types, groups, error, refetch } = useCatalogue();
  const [dirty, setDirty] = useState<Discards>(new Map());
  const onDirty = useCallback(
    (key: string, discard: (() => void) | undefined) => setDirty((before) => withEntry(before, key, discard)),
    [],
  );
  if (!fields || !types || !groups) {
    return <Card title={t('fields')}>{error ? <ErrorState error={error} onRetry={refetch} /> : <LoadingState />}</Card>;
  }
  const shown = groupFields(fields, groups, nameOf);
  return (
    <Card title={t('fields')}>
      {shown.length === 0 && <EmptyState icon="list" title={t('fields.none')} />}
      {shown.map((each) => (
        <section key={each.key} className={classes.group}>
          <Title order={3}>{titleOf(each)}</Title>
          <dl className={classes.rows}>
            {each.fields.map((field) => (
              <FieldRow key={field.key} field={field} type={types.find(({ name }) => name === field.type)} onDirty={onDirty} />
            ))}
          </dl>
        </section>
      ))}
      <LeaveGuard
        when={dirty.size > 0}
        onDiscard={() => {
          for (const discard of dirty.values()) discard();
        }}
      />
    </Card>
  );
}
