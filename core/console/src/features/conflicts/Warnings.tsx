// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import { Icon } from '../../ui/Icon';
import { CellText } from './CellText';
import { isWarning, type Row } from './compare';
import classes from './conflicts.module.css';
import { useText } from './text';

/** Where the one person whom a merge makes must not be written to: nobody is to find that out afterwards. */
export function Warnings({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const warned = rows.filter(({ result }) => result && isWarning(result));
  if (warned.length === 0) return null;
  return (
    <Alert color="orange" role="status" icon={<Icon name="alert" />} title={t('warnings.title')}>
      <ul className={classes.list}>
        {warned.map(({ key, label, result }) => (
          <li key={key} className={`foreign ${classes.warning}`}>
            <bdi>{label}</bdi>
            <CellText cell={result} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}
