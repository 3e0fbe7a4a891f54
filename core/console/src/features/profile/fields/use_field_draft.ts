// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Schema } from '../../../api/types';
import { useDraft, type Draft } from '../../../ui/draft';
import { typedOf, type Typed } from './field_value';

/** What was typed, and the value that the person saw as they began. */
export interface FieldDraft {
  typed: Typed;
  base: unknown;
}

export function useFieldDraft(
  profileId: string,
  key: string,
  type: Schema<'FieldType'> | undefined,
  value: unknown,
): Draft<FieldDraft> & { isRestored: boolean } {
  const saved = useMemo(
    () => ({ typed: type ? typedOf(type, value) : '', base: value ?? null }),
    [type, value],
  );
  const draft = useDraft<FieldDraft>(`profile/${profileId}/field/${key}`, saved);
  return useMemo(() => {
    // Dirty is who typed something, not who saw an older value.
    const isDirty = draft.isDirty && JSON.stringify(draft.value.typed) !== JSON.stringify(type ? typedOf(type, draft.value.base) : '');
    return { ...draft, isDirty, isRestored: draft.isRestored && isDirty };
  }, [draft, type]);
}
