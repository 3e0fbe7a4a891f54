// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import type { Progress, Run } from './run';
import type { Target } from './targets';

/** One that refuses nobody has nothing to try again. */
type AnyRun = Pick<Run<Target>, 'go' | 'progress'> & Partial<Pick<Run<Target>, 'retry'>>;

export interface RunState {
  progress: Progress;
  isBusy: boolean;
  /** What interrupted it. */
  error: unknown;
}

/** One run at a time, as far as it is; it is stopped when nobody sees it any more. */
export function useRun(onPause: () => void) {
  const [state, setState] = useState<RunState | undefined>(undefined);
  const current = useRef<{ run: AnyRun; onOver: (() => void) | undefined } | undefined>(undefined);
  const stopper = useRef(new AbortController());
  useEffect(() => () => stopper.current.abort(), []);

  async function proceed(how: 'go' | 'retry') {
    if (!current.current) return;
    const { run, onOver } = current.current;
    const { signal } = (stopper.current = new AbortController());
    const show = (progress: Progress) => setState({ progress, isBusy: true, error: undefined });
    show(run.progress);
    let error: unknown;
    try {
      await run[how]?.(signal, show);
    } catch (failure) {
      if (!signal.aborted) error = failure;
    }
    const { progress } = run;
    setState({ progress, isBusy: false, error });
    onPause();
    if (progress.isOver && !error) onOver?.();
  }

  return {
    state,
    start: (run: AnyRun, onOver?: () => void) => {
      current.current = { run, onOver };
      void proceed('go');
    },
    resume: () => void proceed('go'),
    retry: () => void proceed('retry'),
    stop: () => stopper.current.abort(),
    /** Back to before anything was done. */
    leave: () => {
      current.current = undefined;
      setState(undefined);
    },
  };
}
