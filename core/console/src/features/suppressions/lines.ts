// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { addressOf, suppressingStates } from './search';

export type NewSuppression = Schema<'NewSuppression'>;
export type LineFault = 'noType' | 'noState' | 'noValue' | 'noJson';

export interface Standard {
  /** Empty: by the shape of each. */
  type: string;
  state: Schema<'SuppressingState'>;
  reason: string;
}

export interface Parsed {
  items: { line: number; item: NewSuppression }[];
  faults: { line: number; text: string; fault: LineFault }[];
}

type Read = NewSuppression | LineFault | undefined;
type Row = Record<string, string>;

/** The cells of one line of CSV (RFC 4180), which kith writes without line breaks in them. */
export function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(,|$)/.exec(rest);
    const plain = /^([^,]*)(,|$)/.exec(rest);
    const found = quoted ?? plain;
    if (!found) return cells;
    cells.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (plain?.[1] ?? '').trim());
    if (!found[2]) return cells;
    rest = rest.slice(found[0].length);
  }
}

function itemOf(row: Row, types: readonly string[], standard: Standard): Read {
  if (!row.value) return row.hash ? 'noValue' : undefined;
  const address = row.type ? { type: row.type, value: row.value } : addressOf(row.value, types, standard.type);
  if (!address) return 'noType';
  const state = suppressingStates.find((each) => each === (row.state || standard.state));
  if (!state) return 'noState';
  const reason = row.reason || (row.state ? '' : standard.reason);
  return {
    ...address,
    state,
    ...(reason && { reason }),
    ...(row.detail && { detail: row.detail }),
    ...(row.at && { at: row.at }),
    ...(row.until && { until: row.until }),
  };
}

function jsonRow(line: string): Row | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const texts = Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return Object.fromEntries(texts);
  } catch {
    return undefined;
  }
}

const columns = ['type', 'value', 'hash', 'state', 'reason', 'detail', 'at', 'until'];

function headOf(line: string | undefined): string[] | undefined {
  const cells = cellsOf((line ?? '').replace(/^\uFEFF/, '').toLowerCase());
  return cells.includes('value') && cells.every((each) => columns.includes(each)) ? cells : undefined;
}

/** Lines of addresses, NDJSON, or CSV with a line of names first: whatever kith exports, and what people have. */
export function parseLines(text: string, types: readonly string[], standard: Standard): Parsed {
  const lines = text.split(/\r\n|\n|\r/);
  const head = headOf(lines[0]);
  const result: Parsed = { items: [], faults: [] };
  lines.forEach((raw, index) => {
    const line = index === 0 ? raw.replace(/^\uFEFF/, '') : raw;
    if (!line.trim() || (head && index === 0)) return;
    const read = readLine(line, head, types, standard);
    if (read === undefined) return;
    if (typeof read === 'string') result.faults.push({ line: index + 1, text: line.slice(0, 200), fault: read });
    else result.items.push({ line: index + 1, item: read });
  });
  return result;
}

function readLine(line: string, head: string[] | undefined, types: readonly string[], standard: Standard): Read {
  if (line.trimStart().startsWith('{')) {
    const row = jsonRow(line);
    return row ? itemOf(row, types, standard) : 'noJson';
  }
  const cells = cellsOf(line);
  const names = head ?? ['value', 'state', 'reason'];
  return itemOf(Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])), types, standard);
}
