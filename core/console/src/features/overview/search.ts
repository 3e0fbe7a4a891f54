// SPDX-License-Identifier: Apache-2.0
import { oneOf } from '../../app/search_params';
import { activityParts, type ActivityPart } from '../../ui/chart/activity_series';

/** So many days up to today. */
export const periods = ['7', '30', '90', '365'] as const;
export type Period = (typeof periods)[number];
export const usualPeriod: Period = '30';

export const growthParts = ['known', 'source'] as const;
export type GrowthPart = (typeof growthParts)[number];

export interface OverviewSearch {
  days?: Period | undefined;
  /** What the parts of the bars of activity are. */
  by?: ActivityPart | undefined;
  /** What the parts of those of new profiles are. */
  growth?: GrowthPart | undefined;
}

export function validateOverviewSearch(raw: Record<string, unknown>): OverviewSearch {
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return { days: oneOf(raw.days, periods), by: oneOf(raw.by, activityParts), growth: oneOf(raw.growth, growthParts) };
}
