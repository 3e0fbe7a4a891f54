// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { downloadFrom } from '../../ui/download';
import { Icon } from '../../ui/Icon';
import { useSession } from '../session/session';
import { EraseDialog } from './EraseDialog';
import { useOverShown } from './over_shown';
import { useProfile } from './profile';
import { useText } from './text';

type Asked = 'export' | 'delete' | 'erase' | undefined;

/** What concerns the whole person; nobody sees what their role does not allow. */
export function ProfileActions({ name }: { name: string }) {
  const t = useText();
  const client = useQueryClient();
  const { can } = useSession();
  const { profile, leave } = useProfile();
  const overShown = useOverShown();
  const [asked, setAsked] = useState<Asked>(undefined);
  const close = () => setAsked(undefined);
  if (!can('write')) return null;

  async function remove() {
    await overShown((ifMatch) => api.delete('/v1/profiles/{ref}', { path: { ref: profile.id }, ifMatch }));
    // Whoever was deleted has no receipt, as whoever was erased has.
    client.setQueryData(['erasure', profile.id], null);
    await leave();
  }

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="chevronDown" size={14} />}>
            {t('actions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {can('admin') && (
            <Menu.Item leftSection={<Icon name="download" />} onClick={() => setAsked('export')}>
              {t('export.action')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="trash" />} onClick={() => setAsked('delete')}>
            {t('delete.action')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="ban" />} onClick={() => setAsked('erase')}>
            {t('erase.action')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asked === 'export'}
        title={t('export.action')}
        confirmLabel={t('export.confirm')}
        onConfirm={() => downloadFrom(`kith-${profile.id}.json`, '/v1/profiles/{ref}/export', { path: { ref: profile.id } })}
        onClose={close}
      >
        {t('export.explain')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'delete'}
        title={t('delete.title', { name: name.slice(0, 100) })}
        confirmLabel={t('delete.action')}
        danger
        onConfirm={remove}
        onClose={close}
      >
        {t('delete.explain')}
      </ConfirmDialog>
      <EraseDialog
        id={profile.id}
        name={name}
        opened={asked === 'erase'}
        onClose={close}
        erase={(body) =>
          overShown((ifMatch) => api.post('/v1/profiles/{ref}/erase', { path: { ref: profile.id }, body, ifMatch }))
        }
        onErased={(erasure) => {
          client.setQueryData(['erasure', profile.id], erasure);
          void leave();
        }}
      />
    </>
  );
}
