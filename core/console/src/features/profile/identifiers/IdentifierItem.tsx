// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../../api/client';
import { useChannelName } from '../../../ui/channel';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { Icon } from '../../../ui/Icon';
import { useIdentifierType } from '../../../ui/identifier_type';
import { RoleBadge } from '../../../ui/RoleBadge';
import { StatusBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { useSession } from '../../session/session';
import { Facts } from '../Facts';
import { LongText } from '../LongText';
import { useOverShown } from '../over_shown';
import { useProfile, type Listed } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { EndpointStates } from './EndpointStates';
import { SetStateDialog } from './SetStateDialog';

/** An identifier as it was given and as it is compared, and for an address everything that was said of it. */
export function IdentifierItem({ listed }: { listed: Listed }) {
  const t = useText();
  const typeName = useIdentifierType();
  const channelName = useChannelName();
  const { can } = useSession();
  const { profile, refresh } = useProfile();
  const overShown = useOverShown();
  const [asked, setAsked] = useState<'detach' | 'state' | undefined>(undefined);
  const close = () => setAsked(undefined);
  const { type, value, given, role, endpoint } = listed;
  const shown = given.slice(0, 100);
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span className={classes.kind}>{typeName(type)}</span>
        <span className={classes.grows}>
          <LongText text={given} dir="ltr" />
        </span>
        {endpoint && <StatusBadge status={endpoint.state} />}
        <RoleBadge role={role} />
        {can('write') && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('identifier.actions', { value: shown })}>
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="shield" />} onClick={() => setAsked('state')}>
                {t('state.set')}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="x" />} onClick={() => setAsked('detach')}>
                {t('detach.action')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <Facts
        facts={[
          [t('identifier.normalised'), value !== given && <LongText key="value" text={value} dir="ltr" />],
          [t('identifier.channel'), endpoint?.channel && channelName(endpoint.channel)],
          [t('identifier.first'), <Time key="first" value={listed.first_seen} form="date" />],
          [t('identifier.last'), <Time key="last" value={listed.last_seen} form="ago" />],
        ]}
      />
      {endpoint && endpoint.states.length > 0 && <EndpointStates listed={listed} endpoint={endpoint} />}
      <SetStateDialog listed={listed} opened={asked === 'state'} onClose={close} />
      <ConfirmDialog
        opened={asked === 'detach'}
        title={t('detach.title', { value: shown })}
        confirmLabel={t('detach.action')}
        danger
        onConfirm={async () => {
          const path = { ref: profile.id, type, value };
          await overShown((ifMatch) => api.delete('/v1/profiles/{ref}/identifiers/{type}/{value}', { path, ifMatch }));
          await refresh();
        }}
        onClose={close}
      >
        {t('detach.explain')}
      </ConfirmDialog>
    </li>
  );
}
