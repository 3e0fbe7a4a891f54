// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import classes from './FoldingTable.module.css';

interface FoldingTableProps {
  label?: string;
  heads: readonly ReactNode[];
  /** Rows, with `FoldingHead` and `FoldingCell` in them. */
  children: ReactNode;
}

/** What stands side by side and, where that would be too narrow, one below the other; folded, only its roles make it a table. */
export function FoldingTable({ label, heads, children }: FoldingTableProps) {
  return (
    <table role="table" aria-label={label} className={classes.table}>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head, index) => (
            <th key={index} role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

/** What a row is about. */
export function FoldingHead({ children }: { children: ReactNode }) {
  return (
    <th role="rowheader" scope="row">
      {children}
    </th>
  );
}

interface FoldingCellProps {
  /** What stands over its column, which is not seen once it is folded. */
  place?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

export function FoldingCell({ place, className, children }: FoldingCellProps) {
  return (
    <td role="cell" className={className}>
      {place && (
        <span className={classes.place} aria-hidden>
          {place}
        </span>
      )}
      {children}
    </td>
  );
}
