// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { FoldingCell, FoldingHead, FoldingTable } from './FoldingTable';
import { ProblemAlert } from './ProblemAlert';
import { useText } from './text';

export interface Difference {
  key: string;
  /** What a person calls it. */
  label: string;
  /** As it is shown; empty for none. */
  mine: string;
  theirs: string;
}

export type Side = 'mine' | 'theirs';

interface ConflictDialogProps {
  opened: boolean;
  /** Only what differs. */
  differences: readonly Difference[];
  /** Writes what was chosen, over the version that is there now; stays open, with its words, if it throws. */
  onResolve: (chosen: Record<string, Side>) => void | Promise<unknown>;
  onClose: () => void;
}

function allOf(differences: readonly Difference[], side: Side): Record<string, Side> {
  return Object.fromEntries(differences.map(({ key }) => [key, side]));
}

/** For a 412: what one wanted to save beside what somebody else saved meanwhile, field by field. */
export function ConflictDialog({ opened, differences, onResolve, onClose }: ConflictDialogProps) {
  const t = useText();
  const [chosen, setChosen] = useState<Record<string, Side>>({});
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!opened) return;
    setChosen(allOf(differences, 'mine'));
    setError(undefined);
  }, [opened, differences]);

  async function resolve(sides: Record<string, Side>) {
    setBusy(true);
    setError(undefined);
    try {
      await onResolve(sides);
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  function choice(each: Difference, side: Side) {
    return (
      <Radio
        name={each.key}
        value={side}
        checked={(chosen[each.key] ?? 'mine') === side}
        onChange={() => setChosen((before) => ({ ...before, [each.key]: side }))}
        label={each[side] || t('conflict.none')}
        aria-label={`${each.label}: ${t(`conflict.${side}`)}: ${each[side] || t('conflict.none')}`}
      />
    );
  }

  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('conflict.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text>{t('conflict.explain')}</Text>
        <FoldingTable heads={(['field', 'mine', 'theirs'] as const).map((head) => t(`conflict.${head}`))}>
          {differences.map((each) => (
            <tr key={each.key} role="row">
              <FoldingHead>{each.label}</FoldingHead>
              {(['mine', 'theirs'] as const).map((side) => (
                <FoldingCell key={side} place={t(`conflict.${side}`)}>
                  {choice(each, side)}
                </FoldingCell>
              ))}
            </tr>
          ))}
        </FoldingTable>
        <ProblemAlert error={error} />
        <Group justify="flex-end">
          <Button variant="default" disabled={busy} onClick={() => void resolve(allOf(differences, 'theirs'))}>
            {t('conflict.takeTheirs')}
          </Button>
          <Button variant="default" disabled={busy} onClick={() => void resolve(allOf(differences, 'mine'))}>
            {t('conflict.keepMine')}
          </Button>
          <Button loading={busy} onClick={() => void resolve(chosen)}>
            {t('conflict.saveChosen')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
