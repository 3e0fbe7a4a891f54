// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Icon } from '../../ui/Icon';
import { useSession } from '../session/session';
import { entryKey, type Loaded } from './entry_editor';
import type { Managed } from './Managed';
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
  const { entry } = loaded;
  if (!can('admin') || entry.managed_by !== 'api') return null;
  async function turn() {
    await request('patch', path, { path: { key: id }, body: { archived: !entry.archived }, ifMatch: loaded.etag });
    await client.invalidateQueries({ queryKey: entryKey(path, { key: id }) });
    void client.invalidateQueries({ queryKey: ['list', listPath] });
  }
  const label = t(entry.archived ? 'restore' : 'archive');
  return (
    <>
      <Button variant="default" leftSection={<Icon name={entry.archived ? 'undo' : 'archive'} />} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={entry.archived ? label : t('archive.title', { name })}
        confirmLabel={label}
        danger={!entry.archived}
        onConfirm={turn}
        onClose={() => setAsking(false)}
      >
        {explain}
      </ConfirmDialog>
    </>
  );
}
