// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';

export const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/people',
  component: lazyRouteComponent(() => import('./PeopleScreen'), 'PeopleScreen'),
});

export const personRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/people/$id',
  component: lazyRouteComponent(() => import('./PersonScreen'), 'PersonScreen'),
});

export const newPersonRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/new-person',
  component: lazyRouteComponent(() => import('./NewPersonScreen'), 'NewPersonScreen'),
});
