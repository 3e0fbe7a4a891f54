// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateConflictSearch } from './search';

/** The queue, duplicates, merges and prohibitions. */
export const conflictsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conflicts',
  validateSearch: validateConflictSearch,
  component: lazyRouteComponent(() => import('./ConflictsScreen'), 'ConflictsScreen'),
});

export const conflictRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conflicts/$id',
  component: lazyRouteComponent(() => import('./ConflictScreen'), 'ConflictScreen'),
});

/** Any two profiles, by their ids. */
export const pairRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/duplicates/$a/$b',
  component: lazyRouteComponent(() => import('./PairScreen'), 'PairScreen'),
});
