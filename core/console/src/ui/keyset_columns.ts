// SPDX-License-Identifier: Apache-2.0
import type { Column } from './KeysetTable';

/** On these a row of a table has two lines: two columns beside one another would be all that is seen of it. */
export const narrowScreen = '(max-width: 30rem)';

/** The columns as the two lines of a row. */
export function stacked<Row>(columns: readonly Column<Row>[]): Column<Row>[][] {
  const placed = columns.filter((column) => column.narrow);
  if (placed.length === 0) return [columns.slice(0, 1), columns.slice(1)];
  const inLine = (line: 1 | 2) =>
    placed
      .filter((column) => column.narrow?.line === line)
      // What is given a width for narrow screens keeps to it: else the longer line would push what stands behind out of sight.
      .map((column) => (column.narrow?.width ? { ...column, width: column.narrow.width, grows: false } : column));
  return [inLine(1), [...inLine(2), ...columns.filter((column) => !column.narrow)]];
}
