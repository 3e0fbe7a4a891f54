// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Icon, type IconName } from '../../ui/Icon';
import { useSession } from '../session/session';
import type { BulkAction } from './bulk/BulkDialog';
import type { Whom } from './bulk/targets';
import type { ContactColumn } from './columns';
import type { Contact } from './contact';
import classes from './contacts.module.css';
import type { AskedSearch } from './search';
import { useText } from './text';

const BulkDialog = lazy(() => import('./bulk/BulkDialog'));

const icons: Record<BulkAction, IconName> = {
  tag: 'tag',
  segment: 'segment',
  subscribe: 'mail',
  export: 'download',
  delete: 'trash',
};

interface SelectionBarProps {
  search: AskedSearch;
  rows: readonly Contact[];
  columns: readonly ContactColumn[];
  /** Keys of the fields that the columns show. */
  fields: readonly string[];
  ids: ReadonlySet<string>;
  total: number | undefined;
  /** There are more than `total`. */
  atLeast: boolean;
  /** More match than the list can have: nobody can say who all are. */
  isCut: boolean;
  onClear: () => void;
}

/** What can be done with those who are ticked, or with all who match. */
export function SelectionBar({ search, rows, columns, fields, ids, total, atLeast, isCut, onClear }: SelectionBarProps) {
  const t = useText();
  const { can } = useSession();
  const [wantsAll, setAll] = useState(false);
  const isAll = wantsAll && !isCut;
  const [action, setAction] = useState<BulkAction | undefined>(undefined);
  useEffect(() => setAll(false), [ids]);
  // Whoever was ticked and is deleted meanwhile, or matches no more, is not meant.
  const ticked = useMemo(() => rows.filter((row) => ids.has(row.id)), [rows, ids]);
  const whom = useMemo<Whom>(() => (isAll ? { kind: 'all', search } : { kind: 'rows', rows: ticked }), [isAll, search, ticked]);
  const actions: BulkAction[] = can('write') ? ['tag', 'segment', 'subscribe', 'export', 'delete'] : ['export'];
  function close(isDone: boolean) {
    setAction(undefined);
    // Who was deleted and is restored comes back without a tick.
    if (action === 'delete' && isDone) onClear();
  }
  const hasMore = total === undefined || atLeast || total > ticked.length;
  if (ticked.length === 0 && !action) return null;
  return (
    <div className={`${classes.bar} ${classes.selection}`} role="group" aria-label={t('selection')}>
      <Text size="sm" role="status">
        {isAll ? t('selection.all') : t('selection.count', { count: ticked.length })}
      </Text>
      {!isAll && !isCut && hasMore && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('selection.selectAll')}
        </Button>
      )}
      <Button variant="subtle" size="compact-sm" onClick={onClear}>
        {t('selection.clear')}
      </Button>
      {isCut && (
        <Text size="sm" className={classes.why}>
          {t('selection.cut')} {t('cut.do')}
        </Text>
      )}
      <Group gap="xs" ms="auto">
        {actions.map((each) => (
          <Button
            key={each}
            size="xs"
            variant="default"
            leftSection={<Icon name={icons[each]} size={16} />}
            onClick={() => setAction(each)}
          >
            {t(`bulk.${each}`)}
          </Button>
        ))}
      </Group>
      {action && (
        <Suspense fallback={null}>
          <BulkDialog key={action} action={action} whom={whom} columns={columns} fields={fields} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
