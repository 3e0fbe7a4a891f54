// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Schema } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { useOpenText } from '../../i18n/text';
import { useIdentifierType } from '../../ui/identifier_type';
import { useDeciderName, useSourceName } from '../../ui/source';
import type { Conflict, Merge } from './lists';
import { useText } from './text';

type Provenance = Schema<'Provenance'>;

export interface Words {
  /** Of an identifier, as people call it. */
  type: (type: string) => string;
  /** What would have joined the two, and how often. */
  joined: (conflict: Conflict) => string;
  /** Why they were kept apart: the code in words, and of one that is not known what the server says. `by` is who forbade it. */
  refusal: (refused: { code: string; detail: string }, by?: Provenance) => string;
  /** Why the two of a conflict are two. */
  why: (conflict: Conflict) => string;
  evidence: (conflict: Conflict) => string;
  /** By whom or what a merge was made. */
  rule: (merge: Pick<Merge, 'rule'>) => string;
  /** Who said or decided something. */
  source: (provenance: Provenance) => string;
  plainSource: (source: Schema<'Source'>) => string;
}

/** Who keeps the two of a conflict apart. */
export function forbidderOf({ state, decided }: Pick<Conflict, 'state' | 'decided'>): Provenance {
  return state === 'forbidden' && decided ? decided.observation : null;
}

export function useWords(): Words {
  const t = useText();
  const open = useOpenText('conflicts');
  const sourceName = useSourceName();
  const deciderName = useDeciderName();
  const type = useIdentifierType();
  const format = useFormat();
  return useMemo(() => {
    const joined = (conflict: Conflict) => {
      const types = [...new Set(conflict.refused.flatMap((each) => (each.identifier ? [type(each.identifier.type)] : [])))];
      const count = conflict.observations;
      return types.length > 0 ? t('evidence.by', { count, types: format.list(types) }) : t('evidence.joined', { count });
    };
    const refusal: Words['refusal'] = ({ code, detail }, by) =>
      code === 'must_not_link' && by
        ? t('refusal.must_not_link.by', { name: deciderName(by.source) })
        : (open(`refusal.${code}`) ?? detail);
    // One that waits although a prohibition made it: that was lifted.
    const why = (conflict: Conflict) =>
      conflict.state === 'open' && conflict.code === 'must_not_link' ? t('evidence.lifted') : refusal(conflict, forbidderOf(conflict));
    return {
      type,
      joined,
      refusal,
      why,
      evidence: (conflict) => `${joined(conflict)} ${why(conflict)}`,
      rule: (merge) => t(`rule.${merge.rule}`),
      plainSource: sourceName,
      source: (provenance) => (provenance ? sourceName(provenance.source) : t('source.erased')),
    };
  }, [t, open, sourceName, deciderName, type, format]);
}
