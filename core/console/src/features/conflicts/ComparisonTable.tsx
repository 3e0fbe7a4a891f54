// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@mantine/core';
import { Fragment, useState } from 'react';
import { FoldingCell, FoldingHead, FoldingTable } from '../../ui/FoldingTable';
import { Icon } from '../../ui/Icon';
import { CellText } from './CellText';
import classes from './comparison.module.css';
import { groups, isQuiet, type Row } from './compare';
import { useText } from './text';

interface ComparisonTableProps {
  rows: readonly Row[];
  /** Who the two are. */
  names: readonly [string, string];
  /** Whether a preview is there, or will be. */
  withResult: boolean;
}

function Side({ row, side, name }: { row: Row; side: 'a' | 'b'; name: string }) {
  const t = useText();
  const isChosen = row.result !== undefined && row.from === side;
  return (
    <FoldingCell place={<bdi>{name}</bdi>} className={isChosen ? classes.chosen : undefined}>
      {isChosen && (
        <span className={classes.mark}>
          <Icon name="check" size={16} label={t('compare.chosen')} />
        </span>
      )}
      <CellText cell={row[side]} />
    </FoldingCell>
  );
}

function Result({ row }: { row: Row }) {
  const t = useText();
  return (
    <FoldingCell place={t('compare.result')}>
      <CellText cell={row.result} />
      {row.why && <span className={classes.why}>{t(`why.${row.why}`)}</span>}
    </FoldingCell>
  );
}

/** Field by field: the one, the other and, if it is known, what would come of it. */
export function ComparisonTable({ rows, names, withResult }: ComparisonTableProps) {
  const t = useText();
  const [showsSame, setShowsSame] = useState(false);
  const same = rows.filter(isQuiet).length;
  const shown = showsSame ? rows : rows.filter((row) => !isQuiet(row));
  const sides = names.map((name, index) => <bdi key={index}>{name}</bdi>);
  const heads = [t('compare.field'), ...sides, ...(withResult ? [t('compare.result')] : [])];
  return (
    <>
      {same > 0 && (
        <Checkbox
          mb="sm"
          label={t('compare.showSame', { count: same })}
          checked={showsSame}
          onChange={(event) => setShowsSame(event.currentTarget.checked)}
        />
      )}
      <FoldingTable label={t('compare.title')} heads={heads}>
        {groups.map((group) => {
          const own = shown.filter((row) => row.group === group);
          if (own.length === 0) return null;
          return (
            <Fragment key={group}>
              <tr role="row">
                <th role="rowheader" colSpan={heads.length} className={classes.group}>
                  {t(`group.${group}`)}
                </th>
              </tr>
              {own.map((row) => (
                <tr key={row.key} role="row">
                  <FoldingHead>
                    <bdi>{row.label}</bdi>
                  </FoldingHead>
                  <Side row={row} side="a" name={names[0]} />
                  <Side row={row} side="b" name={names[1]} />
                  {withResult && <Result row={row} />}
                </tr>
              ))}
            </Fragment>
          );
        })}
      </FoldingTable>
      {shown.length === 0 && <p>{t('compare.allSame')}</p>}
    </>
  );
}
