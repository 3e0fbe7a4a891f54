// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import type { Schema } from '../../api/types';
import { Icon } from '../../ui/Icon';
import { ToneBadge } from '../../ui/StatusBadge';
import { useSession } from '../session/session';
import { useText } from './text';

export interface Managed {
  managed_by: Schema<'ManagedBy'>;
  archived: boolean;
}

/** What may be changed: all of it, its names alone, or nothing. */
export type Freedom = 'all' | 'names' | 'nothing';

export function useFreedom(entry: Managed): Freedom {
  const { can } = useSession();
  if (!can('admin') || entry.archived || entry.managed_by === 'configuration') return 'nothing';
  return entry.managed_by === 'core' ? 'names' : 'all';
}

export function ManagedBadge({ by }: { by: Managed['managed_by'] }) {
  const t = useText();
  if (by === 'api') return null;
  return (
    <ToneBadge tone="neutral" icon="shield">
      {t(`managed.${by}`)}
    </ToneBadge>
  );
}

/** Why not everything can be changed. */
export function ManagedNotice({ entry }: { entry: Managed }) {
  const t = useText();
  const { can } = useSession();
  function why() {
    if (entry.managed_by === 'configuration') return t('managed.whyConfiguration');
    if (!can('admin')) return t('managed.whyRole');
    if (entry.archived) return t('managed.whyArchived');
    return entry.managed_by === 'core' ? t('managed.whyCore') : undefined;
  }
  const text = why();
  if (!text) return null;
  return (
    <Alert color="gray" icon={<Icon name="info" />} role="note">
      {text}
    </Alert>
  );
}
