// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../features/session/session';
import { Icon } from '../ui/Icon';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { useText } from './text';

export function PersonMenu() {
  const t = useText();
  const navigate = useNavigate();
  const { user, signOut } = useSession();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Icon name="person" />}
            rightSection={<Icon name="chevronDown" size={14} />}
            aria-label={t('person', { name: user.name })}
          >
            <bdi className="wide-only">{user.name}</bdi>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <bdi>{user.email}</bdi> · {t(`role.${user.role}`)}
          </Menu.Label>
          <Menu.Item leftSection={<Icon name="key" />} onClick={() => void navigate({ to: '/account' })}>
            {t('account')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="signOut" />} onClick={() => setAsking(true)}>
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t('signOut')}
        confirmLabel={t('signOut')}
        onConfirm={signOut}
        onClose={() => setAsking(false)}
      >
        {t('signOutExplain')}
      </ConfirmDialog>
    </>
  );
}
