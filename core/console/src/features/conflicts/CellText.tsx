// SPDX-License-Identifier: Apache-2.0
import { StatusBadge } from '../../ui/StatusBadge';
import classes from './comparison.module.css';
import type { Cell } from './compare';
import { useText } from './text';

/** What others wrote, whole however long it is, but never higher than a screen. */
const long = 400;

export function CellText({ cell }: { cell: Cell | undefined }) {
  const t = useText();
  if (!cell || (!cell.text && !cell.status)) return <span aria-label={t('compare.none')}>–</span>;
  const isLong = cell.text.length > long;
  return (
    <>
      {cell.text && (
        <bdi dir={cell.dir} className={isLong ? classes.long : undefined} tabIndex={isLong ? 0 : undefined}>
          {cell.text}
        </bdi>
      )}
      {cell.note && <span> ({cell.note})</span>}
      {cell.status && <StatusBadge status={cell.status} />}
    </>
  );
}
