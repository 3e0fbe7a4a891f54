// SPDX-License-Identifier: Apache-2.0
import { readLines } from '../../../api/lines';
import type { Contact } from '../contact';
import { queryOf } from '../search';
import { CsvPart, csvFile, csvLine } from './csv';
import type { Progress } from './run';
import type { TableColumn } from './table_columns';
import type { Whom } from './targets';

/** As many ids as the server takes at once. */
const idsAtOnce = 500;

interface Group {
  query: Record<string, unknown>;
  /** In which order they are to stand; without it as they come. */
  ids?: readonly string[];
}

function groupsOf(whom: Whom): Group[] {
  // By when they were made: an order that no change disturbs while they are read.
  if (whom.kind === 'all') return [{ query: queryOf({ ...whom.search, sort: 'created_at' }) }];
  const groups: Group[] = [];
  for (let at = 0; at < whom.rows.length; at += idsAtOnce) {
    const ids = whom.rows.slice(at, at + idsAtOnce).map(({ id }) => id);
    groups.push({ ids, query: { ids: ids.join(','), known: 'any' } });
  }
  return groups;
}

interface ExportOptions {
  columns: readonly TableColumn[];
  /** Keys of the fields that the columns show. */
  fields: readonly string[];
  /** When the newest of them was made: whoever comes later is not meant. */
  newest: string | undefined;
}

/**
 * Those whom it is for, as a table that grows while they are read. After an interruption it
 * goes on with the group that it was at, from its beginning; of all who match there is one group.
 */
export class ExportRun {
  private readonly groups: readonly Group[];
  private readonly parts: CsvPart[] = [];
  private reading = 0;

  constructor(
    whom: Whom,
    private readonly options: ExportOptions,
  ) {
    this.groups = groupsOf(whom);
  }

  get progress(): Progress {
    const done = this.parts.reduce((sum, part) => sum + part.lines, this.reading);
    return { done, failed: [], isOver: this.parts.length === this.groups.length };
  }

  get file(): Blob {
    return csvFile([csvLine(this.options.columns.map(({ header }) => header)), ...this.parts.map((part) => part.content)]);
  }

  async go(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<void> {
    try {
      for (let group = this.next; group && !signal.aborted; group = this.next) {
        const part = await this.read(group, signal, onProgress);
        this.reading = 0;
        this.parts.push(part);
      }
    } finally {
      this.reading = 0;
    }
  }

  private get next(): Group | undefined {
    return this.groups[this.parts.length];
  }

  private async read({ query, ids }: Group, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<CsvPart> {
    const { columns, fields, newest } = this.options;
    const part = new CsvPart();
    const byId = new Map<string, string>();
    for await (const contacts of readLines('/v1/profiles/export', { query: { ...query, fields: fields.join(',') }, signal })) {
      for (const contact of contacts as Contact[]) {
        if (newest !== undefined && contact.created_at > newest) continue;
        const line = csvLine(columns.map(({ plain }) => plain(contact)));
        if (ids) byId.set(contact.id, line);
        else part.add(line);
        this.reading += 1;
      }
      onProgress(this.progress);
    }
    for (const id of ids ?? []) {
      part.add(byId.get(id) ?? '');
      byId.delete(id);
    }
    // Whoever became part of somebody else meanwhile came as that one.
    for (const line of byId.values()) part.add(line);
    return part;
  }
}
