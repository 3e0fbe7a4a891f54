// SPDX-License-Identifier: Apache-2.0
import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { isProblem } from '../../api/problem';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import { LoadingState } from '../../ui/LoadingState';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { refreshPresence } from '../conflicts/refresh';
import { useSession } from '../session/session';
import { EraseDialog } from './EraseDialog';
import { profileKey } from './profile';
import classes from './profile.module.css';
import { Receipt, useReceipt } from './Receipt';
import { useText } from './text';

/** Whoever was deleted can come back for a while; of whoever was erased there is a receipt. */
export function GoneState({ refOrId }: { refOrId: string }) {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { can } = useSession();
  const receipt = useReceipt(refOrId);
  const [refused, setRefused] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const [erasing, setErasing] = useState(false);
  // Nothing shows the parts of them any more.
  useEffect(() => {
    const queryKey = profileKey(refOrId);
    client.removeQueries({ queryKey, predicate: (query) => query.queryKey.length > queryKey.length });
  }, [client, refOrId]);

  async function restore() {
    setBusy(true);
    setRefused(undefined);
    try {
      await api.post('/v1/profiles/{ref}/restore', { path: { ref: refOrId } });
      void refreshPresence(client);
      await client.resetQueries({ queryKey: profileKey(refOrId) });
    } catch (failure) {
      setRefused(failure);
    } finally {
      setBusy(false);
    }
  }

  const toContacts = (
    <Button variant="default" onClick={() => void navigate({ to: '/contacts' })}>
      {t('toContacts')}
    </Button>
  );
  if (receipt.data) {
    return (
      <div className={classes.page}>
        <Receipt erasure={receipt.data} />
        <div>{toContacts}</div>
      </div>
    );
  }
  if (receipt.isPending) return <LoadingState />;
  if (receipt.error && !isProblem(receipt.error, 404)) return <ErrorState error={receipt.error} onRetry={() => void receipt.refetch()} />;
  return (
    <>
      <EmptyState
        icon="trash"
        title={t('gone.title')}
        action={
          <Group justify="center">
            {toContacts}
            {can('write') && (
              <>
                <Button variant="default" onClick={() => void navigate({ to: '/contacts/deleted' })}>
                  {t('gone.toDeleted')}
                </Button>
                <Button leftSection={<Icon name="undo" />} loading={busy} onClick={() => void restore()}>
                  {t('gone.restore')}
                </Button>
                <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setErasing(true)}>
                  {t('erase.action')}
                </Button>
              </>
            )}
          </Group>
        }
      >
        {t('gone.explain')}
      </EmptyState>
      <ProblemAlert error={refused} />
      <EraseDialog
        id={refOrId}
        opened={erasing}
        onClose={() => setErasing(false)}
        erase={(body) => api.post('/v1/profiles/{ref}/erase', { path: { ref: refOrId }, body })}
        onErased={() => {
          void refreshPresence(client);
          void receipt.refetch();
        }}
      />
    </>
  );
}
