// SPDX-License-Identifier: Apache-2.0

/** A cell (RFC 4180). What a spreadsheet would take for a formula is kept from being one. */
export function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d[\d .,]*$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** With a mark by which spreadsheets know UTF-8. */
export function csvFile(lines: readonly string[]): Blob {
  return new Blob(['\uFEFF', ...lines], { type: 'text/csv;charset=utf-8' });
}
