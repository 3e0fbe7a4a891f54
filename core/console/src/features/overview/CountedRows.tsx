// SPDX-License-Identifier: Apache-2.0
import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useFormat } from '../../i18n/format';
import classes from './overview.module.css';
import { useText } from './text';

/** So many are seen before one asks for all. */
const first = 10;

export interface CountedRow {
  key: string;
  cells: ReactNode[];
  count: number;
}

/** A table whose last column is a number, with a bar of how much of the largest it is. */
export function CountedRows({ label, heads, rows }: { label: string; heads: string[]; rows: readonly CountedRow[] }) {
  const t = useText();
  const format = useFormat();
  const [isWhole, setIsWhole] = useState(false);
  const most = Math.max(1, ...rows.map((row) => row.count));
  const shown = isWhole ? rows : rows.slice(0, first);
  return (
    <>
      <div className={classes.scroller} role="region" aria-label={label} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key}>
                {row.cells.map((cell, place) => (
                  <td key={heads[place]}>{cell}</td>
                ))}
                <td className={classes.count}>
                  {format.number(row.count)}
                  <span className={classes.share} style={{ inlineSize: `${(row.count / most) * 100}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > first && (
        <Button variant="subtle" size="compact-sm" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('rows.fewer') : t('rows.all', { count: rows.length })}
        </Button>
      )}
    </>
  );
}
