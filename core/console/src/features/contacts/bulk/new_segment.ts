// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { useCallKey } from '../../../api/call_key';
import { api } from '../../../api/client';
import { useFormProblem } from '../../../ui/form_problem';
import { useSegmentChanged, type Segment } from '../../segments/segment';

const placed = ['/name'] as const;

/** Makes static segments, and keeps those that were made: the list of all of them is read again only meanwhile. */
export function useNewSegment() {
  const changed = useSegmentChanged();
  const problem = useFormProblem(placed);
  const callKey = useCallKey();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<readonly Segment[]>([]);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  /** Nothing if it was refused, or nobody waits for it any more. */
  async function make(name: string): Promise<Segment | undefined> {
    setBusy(true);
    problem.set(undefined);
    try {
      const body = { name, kind: 'static' } as const;
      const segment = await api.post('/v1/segments', { body, idempotencyKey: callKey(body) });
      void changed(segment.id, segment);
      setMade((before) => [...before, segment]);
      return isHere.current ? segment : undefined;
    } catch (error) {
      problem.set(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  return { make, made, busy, problem };
}
