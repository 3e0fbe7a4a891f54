// SPDX-License-Identifier: Apache-2.0

/** Numbers, such as those of phones with a comma and a space between them: no formula that does anything. */
const numbers = /^[+-]?\d[\d .,]*(, \+\d[\d .]*)*$/;

/** A cell (RFC 4180). What a spreadsheet would take for a formula is kept from being one. */
export function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) && !numbers.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** So many letters stand in memory as lines. */
const most = 1 << 20;

/** Lines of a table, of any number: what is written is set down in blobs, which the browser may keep on its disk. */
export class CsvPart {
  lines = 0;
  private readonly written: Blob[] = [];
  private waiting: string[] = [];
  private length = 0;

  add(line: string): void {
    if (line === '') return;
    this.waiting.push(line);
    this.lines += 1;
    this.length += line.length;
    if (this.length >= most) this.setDown();
  }

  get content(): Blob {
    this.setDown();
    return new Blob(this.written);
  }

  private setDown(): void {
    if (this.length > 0) this.written.push(new Blob(this.waiting));
    this.waiting = [];
    this.length = 0;
  }
}

/** With a mark by which spreadsheets know UTF-8. */
export function csvFile(parts: readonly BlobPart[]): Blob {
  return new Blob(['\uFEFF', ...parts], { type: 'text/csv;charset=utf-8' });
}
