// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { oneOf, textParam } from '../../app/search_params';

export const segmentTabs = ['definition', 'members', 'why'] as const;

export interface SegmentSearch {
  tab?: (typeof segmentTabs)[number] | undefined;
  /** The person of whom is asked why. */
  ref?: string | undefined;
}

const segmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/segments',
  validateSearch: (raw: Record<string, unknown>): { q?: string | undefined } => ({ q: textParam(raw.q) }),
  component: lazyRouteComponent(() => import('./SegmentsScreen'), 'SegmentsScreen'),
});

// No id of a segment begins with a plus.
const newSegmentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/segments/+new',
  component: lazyRouteComponent(() => import('./NewSegmentScreen'), 'NewSegmentScreen'),
});

const segmentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/segments/$id',
  validateSearch: (raw: Record<string, unknown>): SegmentSearch => ({
    tab: oneOf(raw.tab, segmentTabs),
    ref: textParam(raw.ref, 1000),
  }),
  component: lazyRouteComponent(() => import('./SegmentScreen'), 'SegmentScreen'),
});

export const segmentRoutes = [segmentsRoute, newSegmentRoute, segmentRoute] as const;
