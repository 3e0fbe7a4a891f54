// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Schema } from '../../api/types';
import { useOpenText } from '../../i18n/text';
import { inChannelOrder, useChannelName } from '../channel';
import { lookOf, statusRanks } from '../status';
import { useText } from '../text';
import type { DayCount, Series } from './stack';
import { lookOfPlace } from './Textures';

export type ActivityDay = Schema<'ActivityDayList'>[number];
export const activityParts = ['channel', 'status'] as const;
export type ActivityPart = (typeof activityParts)[number];

/** A legend of more is no help; the rest stands together. */
const mostChannels = 12;
const rest = '*';
const noStatus = '-';

/** A channel has its colour by its place among all that there are, so that a filter changes none. */
function channelSeries(days: readonly ActivityDay[], all: readonly string[], nameOf: (channel: string) => string, restName: string) {
  const channels = inChannelOrder([...all, ...days.map((each) => each.channel)]);
  const shown = new Set(channels.slice(0, channels.length > mostChannels ? mostChannels - 1 : mostChannels));
  const present = new Set(days.map((each) => (shown.has(each.channel) ? each.channel : rest)));
  const series: Series[] = [...shown, rest].flatMap((key, place) =>
    present.has(key)
      ? [
          {
            key,
            label: key === rest ? restName : nameOf(key),
            ...lookOfPlace(place),
            ...(key === rest && { colour: 'var(--kith-neutral-text)' }),
          },
        ]
      : [],
  );
  const counts = days.map(({ day, channel, count }) => ({ day, key: shown.has(channel) ? channel : rest, count }));
  return { series, counts };
}

/** A status has the colour that it has everywhere; those of one colour differ by their texture. */
function statusSeries(days: readonly ActivityDay[], nameOf: (status: string) => string, noneName: string) {
  const used = new Map<string, number>();
  const present = new Set(days.map((each) => each.status ?? noStatus));
  const series: Series[] = [];
  for (const status of statusRanks) {
    const { tone } = lookOf(status);
    const texture = used.get(tone) ?? 0;
    used.set(tone, texture + 1);
    if (present.has(status)) series.push({ key: status, label: nameOf(status), colour: `var(--kith-${tone}-text)`, texture });
  }
  if (present.has(noStatus)) series.push({ key: noStatus, label: noneName, colour: 'var(--kith-series-4)', texture: 0 });
  const counts = days.map(({ day, status, count }) => ({ day, key: status ?? noStatus, count }));
  return { series, counts };
}

/** Activities by day as a chart wants them; `all` are the channels that there are without a filter. */
export function useActivitySeries(
  days: readonly ActivityDay[],
  part: ActivityPart,
  all: readonly string[] = [],
): { series: Series[]; counts: DayCount[] } {
  const t = useText();
  const open = useOpenText('ui');
  const channelName = useChannelName();
  const known = all.join(' ');
  return useMemo(
    () =>
      part === 'channel'
        ? channelSeries(days, known.split(' ').filter(Boolean), channelName, t('channel.rest'))
        : statusSeries(days, (status) => open(`status.${status}`) ?? status, t('status.none')),
    [days, part, known, t, open, channelName],
  );
}
