// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { useChannelName } from '../../../ui/channel';
import { Icon } from '../../../ui/Icon';
import { useIdentifierType } from '../../../ui/identifier_type';
import { RoleBadge } from '../../../ui/RoleBadge';
import { StatusBadge } from '../../../ui/StatusBadge';
import { Time } from '../../../ui/Time';
import { useSession } from '../../session/session';
import { Facts } from '../Facts';
import { LongText } from '../LongText';
import type { Listed } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { EndpointStates } from './EndpointStates';
import { SetStateDialog } from './SetStateDialog';

/** An identifier as it was given and as it is compared, and for an address everything that was said of it. */
export function IdentifierItem({ listed, onDetach }: { listed: Listed; onDetach: () => void }) {
  const t = useText();
  const typeName = useIdentifierType();
  const channelName = useChannelName();
  const { can } = useSession();
  const [settingState, setSettingState] = useState(false);
  const { type, value, given, role, endpoint } = listed;
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
              <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('identifier.actions', { value: given.slice(0, 100) })}>
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="shield" />} onClick={() => setSettingState(true)}>
                {t('state.set')}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="x" />} onClick={onDetach}>
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
      <SetStateDialog listed={listed} opened={settingState} onClose={() => setSettingState(false)} />
    </li>
  );
}
