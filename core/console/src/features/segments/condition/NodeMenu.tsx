// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Menu } from '@mantine/core';
import { Icon } from '../../../ui/Icon';
import { useText } from '../text';
import { useBuilder } from './context';
import { countLeaves, type JsonObject } from './tree';

/** What can be done with a condition as a part of the group that it is in. */
export interface Place {
  onRemove: () => void;
  onDuplicate: () => void;
  onMoveUp: (() => void) | undefined;
  onMoveDown: (() => void) | undefined;
  onMoveOut: (() => void) | undefined;
  onWrap: (() => void) | undefined;
}

interface NodeMenuProps {
  /** What it is called. */
  label: string;
  condition: JsonObject;
  place: Place | undefined;
  json: { isShown: boolean; toggle: () => void } | undefined;
}

export function NodeMenu({ label, condition, place, json }: NodeMenuProps) {
  const t = useText();
  const { room } = useBuilder();
  if (!place && !json) return null;
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('node.menu', { name: label })}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {place?.onMoveUp && (
          <Menu.Item leftSection={<Icon name="arrowUp" size={16} />} onClick={place.onMoveUp}>
            {t('node.up')}
          </Menu.Item>
        )}
        {place?.onMoveDown && (
          <Menu.Item leftSection={<Icon name="arrowDown" size={16} />} onClick={place.onMoveDown}>
            {t('node.down')}
          </Menu.Item>
        )}
        {place?.onMoveOut && (
          <Menu.Item leftSection={<Icon name="undo" size={16} />} onClick={place.onMoveOut}>
            {t('node.out')}
          </Menu.Item>
        )}
        {place?.onWrap && (
          <Menu.Item leftSection={<Icon name="columns" size={16} />} onClick={place.onWrap}>
            {t('node.wrap')}
          </Menu.Item>
        )}
        {place && room >= countLeaves(condition) && (
          <Menu.Item leftSection={<Icon name="copy" size={16} />} onClick={place.onDuplicate}>
            {t('node.duplicate')}
          </Menu.Item>
        )}
        {json && (
          <Menu.Item leftSection={<Icon name="edit" size={16} />} onClick={json.toggle}>
            {t(json.isShown ? 'node.form' : 'node.json')}
          </Menu.Item>
        )}
        {place && (
          <Menu.Item color="red" leftSection={<Icon name="trash" size={16} />} onClick={place.onRemove}>
            {t('node.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
