// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateFieldSearch, validateGroupSearch } from './search';

export const fieldsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/fields',
  validateSearch: validateFieldSearch,
  component: lazyRouteComponent(() => import('./FieldsScreen'), 'FieldsScreen'),
});

export const fieldRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/fields/$key',
  component: lazyRouteComponent(() => import('./FieldScreen'), 'FieldScreen'),
});

// Not below `fields`: any word may be the key of one.
export const newFieldRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/new-field',
  component: lazyRouteComponent(() => import('./FieldScreen'), 'NewFieldScreen'),
});

export const fieldGroupsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/field-groups',
  validateSearch: validateGroupSearch,
  component: lazyRouteComponent(() => import('./GroupsScreen'), 'GroupsScreen'),
});

export const fieldGroupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/field-groups/$key',
  component: lazyRouteComponent(() => import('./GroupScreen'), 'GroupScreen'),
});

export const newFieldGroupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/new-field-group',
  component: lazyRouteComponent(() => import('./GroupScreen'), 'NewGroupScreen'),
});
