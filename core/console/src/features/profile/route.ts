// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';

/** One person: the header and the tabs; what stands below is a route of its own for each tab. */
export const profileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/$ref',
  component: lazyRouteComponent(() => import('./ProfileLayout'), 'ProfileLayout'),
});

export const informationRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./InformationTab'), 'InformationTab'),
});
