// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { FoldingCell, FoldingHead, FoldingTable } from '../../ui/FoldingTable';
import { LoadingState } from '../../ui/LoadingState';
import { CellText } from './CellText';
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
    <FoldingTable heads={(['moved.whose', 'compare.field', 'moved.was', 'moved.is'] as const).map((key) => t(key))}>
      {changes.map((change) => (
        <tr key={change.key} role="row">
          <FoldingCell>
            <bdi>{sides[change.side]}</bdi>
          </FoldingCell>
          <FoldingHead>
            <bdi>{change.label}</bdi>
          </FoldingHead>
          {(['was', 'is'] as const).map((when) => (
            <FoldingCell key={when} place={t(`moved.${when}`)}>
              <CellText cell={change[when]} />
            </FoldingCell>
          ))}
        </tr>
      ))}
    </FoldingTable>
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
