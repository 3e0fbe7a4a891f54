// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, isProblem } from '../../api/problem';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Icon } from '../../ui/Icon';
import { useSession } from '../session/session';
import type { Managed } from './Managed';
import { entryKey, patchEntry, readEntry, type Loaded } from './optimistic';
import { useText } from './text';

interface ArchiveButtonProps {
  path: string;
  listPath: string;
  id: string;
  name: string;
  loaded: Loaded<Managed>;
  explain: string;
}

/** Archives, after a question, or restores. */
export function ArchiveButton({ path, listPath, id, name, loaded, explain }: ArchiveButtonProps) {
  const t = useText();
  const client = useQueryClient();
  const { can } = useSession();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { entry } = loaded;
  if (!can('admin') || entry.managed_by !== 'api') return null;
  async function turn() {
    const params = { key: id };
    const archived = !entry.archived;
    setBusy(true);
    try {
      await patchEntry(client, { path, params, listKey: ['list', listPath] }, loaded, { archived });
    } catch (error) {
      if (!isProblem(error, 412)) throw error;
      const now = await readEntry<Managed>(path, params);
      client.setQueryData(entryKey(path, params), now);
      // Somebody else did the same.
      if (now.entry.archived === archived) return;
      throw new ApiProblem({ status: error.status, code: error.code, detail: t('changedMeanwhile') });
    } finally {
      setBusy(false);
    }
  }
  const label = t(entry.archived ? 'restore' : 'archive');
  return (
    <>
      <Button
        variant="default"
        disabled={busy}
        leftSection={<Icon name={entry.archived ? 'undo' : 'archive'} />}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={entry.archived ? label : t('archive.title', { name })}
        confirmLabel={label}
        danger={!entry.archived}
        ahead
        onConfirm={turn}
        onClose={() => setAsking(false)}
      >
        {explain}
      </ConfirmDialog>
    </>
  );
}
