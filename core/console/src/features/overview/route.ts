// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateOverviewSearch } from './search';

export const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/overview',
  validateSearch: validateOverviewSearch,
  component: lazyRouteComponent(() => import('./OverviewScreen'), 'OverviewScreen'),
});
