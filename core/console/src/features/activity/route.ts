// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateActivitySearch } from './search';

export const activityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/$ref/activity',
  validateSearch: validateActivitySearch,
  component: lazyRouteComponent(() => import('./ActivityScreen'), 'ActivityScreen'),
});
