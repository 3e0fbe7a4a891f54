// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useOpenText } from '../i18n/text';
import type { IconName } from './Icon';

/** In this order wherever they stand together; further ones, that plugins or sites bring, come after them. */
const known = new Map<string, IconName>([
  ['email', 'mail'],
  ['sms', 'list'],
  ['push', 'bell'],
  ['telegram', 'external'],
  ['widget', 'columns'],
  ['web', 'globe'],
  ['app', 'bolt'],
  ['order', 'tag'],
]);
const order = [...known.keys()];

export function channelIcon(channel: string): IconName {
  return known.get(channel) ?? 'info';
}

export function inChannelOrder(channels: Iterable<string>): string[] {
  const placeOf = (channel: string) => (known.has(channel) ? order.indexOf(channel) : order.length);
  return [...new Set(channels)].sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
}

/** What people call it; one that is unknown here shows its name. */
export function useChannelName(): (channel: string) => string {
  const open = useOpenText('ui');
  return useCallback((channel) => open(`channel.${channel}`) ?? channel, [open]);
}
