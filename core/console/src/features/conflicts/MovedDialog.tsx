// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { LoadingState } from '../../ui/LoadingState';
import { CellText } from './CellText';
import classes from './comparison.module.css';
import { changesBetween, type Change, type Row } from './compare';
import { useText } from './text';

interface MovedDialogProps {
  opened: boolean;
  names: readonly [string, string];
  /** What was looked at, and what there is now; undefined until it is read. */
  before: readonly Row[];
  after: readonly Row[] | undefined;
  onClose: () => void;
}

function Changes({ changes, names }: { changes: readonly Change[]; names: readonly [string, string] }) {
  const t = useText();
  const sides = { a: names[0], b: names[1], result: t('compare.result') };
  return (
    <table role="table" className={classes.table}>
      <thead role="rowgroup">
        <tr role="row">
          {(['moved.whose', 'compare.field', 'moved.was', 'moved.is'] as const).map((key) => (
            <th key={key} role="columnheader" scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {changes.map((change) => (
          <tr key={change.key} role="row">
            <td role="cell">
              <bdi>{sides[change.side]}</bdi>
            </td>
            <th role="rowheader" scope="row" className={classes.field}>
              <bdi>{change.label}</bdi>
            </th>
            {(['was', 'is'] as const).map((when) => (
              <td key={when} role="cell">
                <span className={classes.place} aria-hidden>
                  {t(`moved.${when}`)}
                </span>
                <CellText cell={change[when]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** For a 412: what somebody or something changed while one was looking; the decision is taken anew. */
export function MovedDialog({ opened, names, before, after, onClose }: MovedDialogProps) {
  const t = useText();
  const changes = after && changesBetween(before, after);
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t('moved.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text>{t('moved.explain')}</Text>
        {!changes && <LoadingState />}
        {changes && changes.length > 0 && <Changes changes={changes} names={names} />}
        {changes?.length === 0 && <Text>{t('moved.invisible')}</Text>}
        <Group justify="flex-end">
          <Button onClick={onClose} disabled={!changes} data-autofocus>
            {t('moved.look')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
