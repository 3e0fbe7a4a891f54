// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';

export const subjectKinds = [
  'conflicts', 'merges', 'must-not-links', 'segments', 'suppressions', 'webhooks', 'fields', 'field-groups', 'categories', 'keys', 'users',
  'sessions',
] as const;
const verdicts = ['merge', 'forbid', 'dismiss'] as const;

export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  /** Undefined for what is not known here. */
  kind: SubjectKind | undefined;
  id: string;
  /** What was decided of a conflict. */
  verdict?: (typeof verdicts)[number];
  /** It is what was lifted, and stands in another list. */
  isLifted?: boolean;
  /** Nothing is left of it to look at. */
  isGone: boolean;
}

const removing = new Set(['users.delete', 'segments.delete']);

/** What else than a contact somebody acted upon. */
export function subjectOf({ action, target, status }: Pick<Schema<'AuditEntry'>, 'action' | 'target' | 'status'>): Subject | undefined {
  if (target === null) return undefined;
  const kind = subjectKinds.find((each) => action.startsWith(`${each}.`));
  const isGone = status < 400 && removing.has(action);
  if (kind === 'must-not-links') return { kind, id: target, isLifted: action.endsWith('.delete'), isGone };
  if (kind !== 'conflicts') return { kind, id: target, isGone };
  const [id = target, decided] = target.split('/');
  const verdict = verdicts.find((each) => each === decided);
  return { kind, id, ...(verdict && { verdict }), isGone };
}
