// SPDX-License-Identifier: Apache-2.0
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Schema } from '../../api/types';
import type { Side } from '../../ui/ConflictDialog';
import { showRows } from '../settings/optimistic';
import type { JsonObject } from './condition/tree';
import { conditionOf, readSegment, segmentKey, useSegmentChanged, versionTag, type Segment } from './segment';

/** What a person changes of a segment, and the version that they began with. */
export interface SegmentDraft {
  name: string;
  description: string;
  /** Null of a static one. */
  condition: JsonObject | null;
  version: number;
}

export const draftParts = ['name', 'description', 'condition'] as const;

export function draftOf(segment: Segment): SegmentDraft {
  return {
    name: segment.name,
    description: segment.description ?? '',
    condition: conditionOf(segment) ?? null,
    version: segment.version,
  };
}

export function differs(a: SegmentDraft, b: SegmentDraft, part: (typeof draftParts)[number]): boolean {
  return JSON.stringify(a[part]) !== JSON.stringify(b[part]);
}

export function bodyOf(segment: Segment, draft: SegmentDraft) {
  const description = draft.description.trim();
  return {
    name: draft.name.trim(),
    description: description === '' ? null : description,
    kind: segment.kind,
    ...(draft.condition && { condition: draft.condition as unknown as Schema<'Condition'> }),
  };
}

/** Shows it as saved, in its page and in the list; what comes back shows it as before. */
async function show(client: QueryClient, next: Segment): Promise<() => void> {
  const key = segmentKey(next.id);
  await client.cancelQueries({ queryKey: key });
  const before = client.getQueryData<Segment>(key);
  client.setQueryData(key, next);
  const takeBack = await showRows<Segment>(client, ['list', '/v1/segments'], (rows) =>
    rows.map((each) => (each.id === next.id ? next : each)),
  );
  return () => {
    client.setQueryData(key, before);
    takeBack();
  };
}

/**
 * Saves over the version that the person began with, shown as saved from the first moment on, and as before if it is
 * refused. What somebody else saved meanwhile is not written over, but comes back as `conflict`.
 */
export function useSaveSegment(segment: Segment, onSaved: (saved: Segment) => void) {
  const client = useQueryClient();
  const changed = useSegmentChanged();
  const [conflict, setConflict] = useState<Segment | undefined>(undefined);

  const put = useCallback(
    async (draft: SegmentDraft) => {
      const saved = await api.put('/v1/segments/{id}', {
        path: { id: segment.id },
        body: bodyOf(segment, draft),
        ifMatch: versionTag(draft),
      });
      onSaved(saved);
      await changed(segment.id, saved);
    },
    [segment, changed, onSaved],
  );

  /** After a 412: answers whether there is nothing left to decide, as what is there now is what was to be saved. */
  const meet = useCallback(
    async (draft: SegmentDraft) => {
      const now = await readSegment(segment.id);
      if (draftParts.some((part) => differs(draft, draftOf(now), part))) {
        setConflict(now);
        return false;
      }
      onSaved(now);
      await changed(segment.id, now);
      return true;
    },
    [segment, changed, onSaved],
  );

  /** Answers whether it is saved; otherwise there is a conflict. */
  const save = useCallback(
    async (draft: SegmentDraft) => {
      const takeBack = await show(client, { ...segment, ...bodyOf(segment, draft) });
      try {
        await put(draft);
        return true;
      } catch (error) {
        takeBack();
        if (isProblem(error, 412)) return await meet(draft);
        throw error;
      }
    },
    [client, segment, put, meet],
  );

  const resolve = useCallback(
    async (draft: SegmentDraft, sides: Record<string, Side>) => {
      if (!conflict) return;
      const theirs = draftOf(conflict);
      const pick = (part: string) => (sides[part] === 'theirs' ? theirs : draft);
      try {
        await put({
          name: pick('name').name,
          description: pick('description').description,
          condition: pick('condition').condition,
          version: conflict.version,
        });
      } catch (error) {
        // Changed once more while it was decided: what is there now is compared.
        if (isProblem(error, 412)) setConflict(await readSegment(segment.id));
        throw error;
      }
    },
    [conflict, segment, put],
  );

  return { save, resolve, conflict, closeConflict: () => setConflict(undefined) };
}
