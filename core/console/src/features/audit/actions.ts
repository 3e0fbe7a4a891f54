// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import type { Schema } from '../../api/types';
import { useOpenText } from '../../i18n/text';

/** What the API calls all that people may do and that is written down, by what it is about. */
export const actions = {
  contacts: [
    'profiles.post', 'profiles.patch', 'profiles.delete', 'profiles.restore.post', 'profiles.erase.post', 'profiles.export.get',
    'profiles.identifiers.put', 'profiles.identifiers.delete', 'profiles.endpoints.states.post', 'profiles.endpoints.states.delete',
    'profiles.preferences-token.post', 'confirmations.post', 'observations.post', 'tags.changes.post',
  ],
  identity: [
    'conflicts.post', 'duplicates.dismiss.post', 'duplicates.restore.post', 'merges.post', 'merges.undo.post', 'must-not-links.post',
    'must-not-links.delete',
  ],
  settings: [
    'fields.post', 'fields.patch', 'fields.delete', 'field-groups.post', 'field-groups.patch', 'field-groups.delete',
    'categories.post', 'categories.patch', 'categories.delete', 'segments.post', 'segments.put', 'segments.delete', 'segments.members.post',
    'suppressions.post', 'suppressions.delete', 'suppressions.export.get',
    'webhooks.post', 'webhooks.patch', 'webhooks.delete', 'webhooks.dead-letters.replay.post',
  ],
  access: [
    'sessions.post', 'sessions.delete', 'sessions.current.delete', 'sessions.current.password.put',
    'users.post', 'users.patch', 'users.delete', 'keys.post', 'keys.delete',
  ],
} as const;

export const actionGroups = Object.keys(actions) as (keyof typeof actions)[];

type Done = Pick<Schema<'AuditEntry'>, 'action' | 'route' | 'status'>;

/** What has one name in the API and several for people. */
function variantOf({ action, route, status }: Done): string | undefined {
  if (action === 'profiles.export.get') return route === '/v1/profiles/export' ? 'list' : 'one';
  if (action !== 'sessions.post' || status >= 500) return undefined;
  return status >= 400 ? 'refused' : 'done';
}

/** An action as people say it; one that is unknown here shows what the API calls it. */
export function useActionName(): (action: string) => string {
  const open = useOpenText('audit');
  return useCallback((action) => open(`action.${action}`) ?? action, [open]);
}

/** What was done, in the same words or in those of the case. */
export function useActionText(): (entry: Done) => string {
  const open = useOpenText('audit');
  const nameOf = useActionName();
  return useCallback(
    (entry) => {
      const variant = variantOf(entry);
      return (variant && open(`action.${entry.action}.${variant}`)) || nameOf(entry.action);
    },
    [open, nameOf],
  );
}
