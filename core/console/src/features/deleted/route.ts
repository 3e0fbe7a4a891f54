// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';

export const deletedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/deleted',
  component: lazyRouteComponent(() => import('./DeletedScreen'), 'DeletedScreen'),
});
