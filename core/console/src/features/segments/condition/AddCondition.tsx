// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { Icon, type IconName } from '../../../ui/Icon';
import { useText } from '../text';
import { useBuilder } from './context';
import { newLeaf } from './leaf';
import { heads, makeGroup, type Head, type JsonObject } from './tree';

const icons: Record<Head, IconName> = {
  field: 'list',
  tag: 'tag',
  identifier: 'mail',
  subscription: 'bell',
  profile: 'person',
  activity: 'bolt',
  segment: 'segment',
};

interface AddConditionProps {
  /** Whether another group fits here. */
  allowsGroup: boolean;
  onAdd: (condition: JsonObject) => void;
}

export function AddCondition({ allowsGroup, onAdd }: AddConditionProps) {
  const t = useText();
  const { room } = useBuilder();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="plus" size={16} />} disabled={room < 1}>
          {t('add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {heads.map((head) => (
          <Menu.Item key={head} leftSection={<Icon name={icons[head]} size={16} />} onClick={() => onAdd(newLeaf(head))}>
            {t(`head.${head}`)}
          </Menu.Item>
        ))}
        {allowsGroup && <Menu.Divider />}
        {allowsGroup && (
          <Menu.Item leftSection={<Icon name="columns" size={16} />} onClick={() => onAdd(makeGroup('any', []))}>
            {t('add.group')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
