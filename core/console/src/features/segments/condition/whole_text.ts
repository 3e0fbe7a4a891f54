// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useText } from '../text';
import { useConditionText } from './condition_text';
import { groupOf, type JsonObject } from './tree';

/** All of a condition in one line of words. */
export function useWholeConditionText(): (condition: JsonObject) => string {
  const t = useText();
  const describe = useConditionText();
  return useCallback(
    (condition) => {
      const say = (each: JsonObject): string => {
        const group = groupOf(each);
        if (!group) return describe(each);
        return t('says.group', { kind: t(`group.${group.kind}`), parts: group.children.map(say).join('; ') });
      };
      return say(condition);
    },
    [t, describe],
  );
}
