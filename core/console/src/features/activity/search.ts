// SPDX-License-Identifier: Apache-2.0
import type { Schema } from '../../api/types';
import { dayParam, oneOf, textParam } from '../../app/search_params';
import { activityParts, type ActivityPart } from '../../ui/chart/activity_series';
import { dayOf, dayNumber, today } from '../../ui/chart/days';
import { statusRanks } from '../../ui/status';

/** What people call a kind, in the order of the choices. */
export const kinds = { campaigns: 'message', events: 'event', orders: 'order' } as const satisfies Record<
  string,
  Schema<'ActivityKind'>
>;
export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];

/** So many days up to now. */
export const periods = ['7', '30', '90', '365'] as const;
export type Period = (typeof periods)[number];

/** What the address bar holds of the tab; what is not there is not asked for. */
export interface ActivitySearch {
  kind?: KindName | undefined;
  channel?: string | undefined;
  status?: Schema<'Status'> | undefined;
  period?: Period | undefined;
  /** Days of the viewer, both included; only without `period`. */
  from?: string | undefined;
  to?: string | undefined;
  /** What the parts of the chart's bars are. */
  by?: ActivityPart | undefined;
}

export const filterNames = ['kind', 'channel', 'status', 'period', 'from', 'to'] as const satisfies readonly (keyof ActivitySearch)[];

export function validateActivitySearch(raw: Record<string, unknown>): ActivitySearch {
  const kind = oneOf(raw.kind, kindNames);
  const period = oneOf(raw.period, periods);
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return {
    kind,
    channel: textParam(raw.channel, 50),
    // Nothing but messages has a status.
    status: kind === undefined || kind === 'campaigns' ? oneOf(raw.status, statusRanks) : undefined,
    period,
    from: period ? undefined : dayParam(raw.from),
    to: period ? undefined : dayParam(raw.to),
    by: oneOf(raw.by, activityParts),
  };
}

/** The first moment of a day of the viewer, `days` later. */
function momentOf(day: string, days = 0): string {
  const moment = new Date(`${day}T00:00:00`);
  moment.setDate(moment.getDate() + days);
  return moment.toISOString();
}

/** The day of the viewer in which a moment is. */
function viewersDay(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The parameters of `GET …/activity` and `GET …/activity/days` that ask for it. */
export function queryOf(search: ActivitySearch, now = new Date()) {
  const first = search.period ? dayOf(dayNumber(viewersDay(now)) - Number(search.period) + 1) : search.from;
  return {
    kind: search.kind && kinds[search.kind],
    channel: search.channel,
    status: search.status,
    from: first && momentOf(first),
    to: search.to && momentOf(search.to, 1),
  };
}

/** The days of UTC that a chart has to show: the period that was asked for, else all in which something was. */
export function daysOf(query: { from?: string | undefined; to?: string | undefined }, counted: readonly { day: string }[]): { from: string; to: string } {
  const now = today();
  const end = query.to ? new Date(Date.parse(query.to) - 1).toISOString().slice(0, 10) : now;
  const first = query.from?.slice(0, 10) ?? counted[0]?.day ?? now;
  const last = counted.at(-1)?.day ?? end;
  const to = query.to ? end : last > now ? last : now;
  return { from: first <= to ? first : to, to };
}
