// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';

export const profileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/$ref',
  component: lazyRouteComponent(() => import('./ProfileScreen'), 'ProfileScreen'),
});
