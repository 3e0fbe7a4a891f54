// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
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

/** What was done, as people say it; one that is unknown here shows what the API calls it. */
export function useActionText(): (action: string) => string {
  const open = useOpenText('audit');
  return useCallback((action) => open(`action.${action}`) ?? action, [open]);
}
