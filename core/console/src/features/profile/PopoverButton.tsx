// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Popover } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Icon, type IconName } from '../../ui/Icon';
import classes from './profile.module.css';

/** Something more about what stands beside it; it is made when it is asked for. */
export function PopoverButton(props: { label: string; icon?: IconName; children: () => ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withArrow shadow="md" returnFocus trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="md"
          aria-label={props.label}
          title={props.label}
          onClick={() => setOpened(!opened)}
        >
          <Icon name={props.icon ?? 'info'} size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={props.label}>
        <div className={classes.popover} tabIndex={0} data-autofocus>
          {opened && props.children()}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
