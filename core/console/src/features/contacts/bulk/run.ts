// SPDX-License-Identifier: Apache-2.0
import { isProblem } from '../../../api/problem';

export interface Failure {
  id: string;
  /** The server's words; empty if it could not be reached. */
  detail: string;
}

/** What became of one part. One that throws changed nobody, or can be sent again as it is. */
export type Act<Person> = (part: readonly Person[], index: number) => Promise<Failure[]>;

/** Those whom a run is for, some at a time: there may be a million of them. A page that failed is asked for again. */
export interface Pages<Person> {
  readonly isAtEnd: boolean;
  next: (signal: AbortSignal) => Promise<readonly Person[]>;
}

export interface Progress {
  /** Changed, or as wanted already. */
  done: number;
  failed: readonly Failure[];
  /** Nobody is left whom it was not tried for. */
  isOver: boolean;
}

interface Part<Person> {
  index: number;
  people: readonly Person[];
  failures: readonly Failure[];
}

/** A run does not go on by itself after so many refusals: they are seldom of the people, and all are kept. */
export const mostRefused = 1000;

/** Nothing was said of the request: the same again may be answered. */
export function isInterruption(error: unknown): boolean {
  return !isProblem(error) || error.isUnreachable || error.status === 401 || error.status === 429 || error.status >= 500;
}

/**
 * An action, part after part, while the people are read. A part that is refused as a whole doesn't stop the next ones;
 * an interruption does, and is thrown: then the run stands before that part, and goes on with it, under the same index.
 */
export class Run<Person extends { id: string }> {
  private done = 0;
  private index = 0;
  private waiting: readonly Person[] = [];
  private readonly refused = new Map<number, Part<Person>>();

  constructor(
    private readonly pages: Pages<Person>,
    private readonly size: number,
    private readonly act: Act<Person>,
  ) {}

  get progress(): Progress {
    const failed = [...this.refused.values()].flatMap((part) => part.failures);
    return { done: this.done, failed, isOver: this.isOver };
  }

  private get isOver(): boolean {
    return this.pages.isAtEnd && this.waiting.length === 0;
  }

  /** Those who were refused, and whoever it was not tried for, for another run. This one is not to go on then. */
  left(): Pages<Person> {
    const refused = [...this.refused.values()].flatMap((part) => {
      const ids = new Set(part.failures.map((each) => each.id));
      return part.people.filter((each) => ids.has(each.id));
    });
    let kept = [...refused, ...this.waiting];
    const { pages } = this;
    return {
      get isAtEnd() {
        return kept.length === 0 && pages.isAtEnd;
      },
      next: (signal) => {
        if (kept.length === 0) return pages.next(signal);
        const now = kept;
        kept = [];
        return Promise.resolve(now);
      },
    };
  }

  /** From where it stands; stopped, it ends after the part that is on its way. */
  async go(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    let refused = 0;
    while (!signal.aborted && !this.isOver && refused < mostRefused) {
      if (this.waiting.length === 0) {
        this.waiting = await this.pages.next(signal);
        continue;
      }
      refused += await this.send({ index: this.index, people: this.waiting.slice(0, this.size), failures: [] });
      this.waiting = this.waiting.slice(this.size);
      this.index += 1;
      onProgress(this.progress);
    }
  }

  /** Sends the parts again of which somebody was refused, as they were: whoever is done already stays so. */
  async retry(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    for (const part of [...this.refused.values()]) {
      if (signal.aborted) return;
      await this.send(part);
      onProgress(this.progress);
    }
  }

  private async send(part: Part<Person>): Promise<number> {
    // Of a part that is sent again, only those who were refused can be refused still.
    const open = new Set((part.failures.length > 0 ? part.failures : part.people).map((each) => each.id));
    let failures: Failure[];
    try {
      failures = await this.act(part.people, part.index);
    } catch (error) {
      if (!isProblem(error) || isInterruption(error)) throw error;
      failures = part.people.map(({ id }) => ({ id, detail: error.detail }));
    }
    failures = failures.filter((each) => open.has(each.id));
    this.done += open.size - failures.length;
    if (failures.length > 0) this.refused.set(part.index, { ...part, failures });
    else this.refused.delete(part.index);
    return failures.length;
  }
}
