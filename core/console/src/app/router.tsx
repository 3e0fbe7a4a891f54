// SPDX-License-Identifier: Apache-2.0
import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { accountRoute } from '../features/account/route';
import { activityRoute } from '../features/activity/route';
import { auditRoute } from '../features/audit/route';
import { categoriesRoute, categoryRoute, newCategoryRoute } from '../features/categories/routes';
import { conflictRoute, conflictsRoute, pairRoute } from '../features/conflicts/route';
import { contactsRoute } from '../features/contacts/route';
import { deletedRoute } from '../features/deleted/route';
import {
  fieldGroupRoute,
  fieldGroupsRoute,
  fieldRoute,
  fieldsRoute,
  newFieldGroupRoute,
  newFieldRoute,
} from '../features/fields/routes';
import { keysRoute } from '../features/keys/route';
import { overviewRoute } from '../features/overview/route';
import { newPersonRoute, peopleRoute, personRoute } from '../features/people/routes';
import { pluginsRoute } from '../features/plugins/route';
import { informationRoute, profileRoute } from '../features/profile/route';
import { segmentRoutes } from '../features/segments/route';
import { importSuppressionsRoute, suppressionsRoute } from '../features/suppressions/route';
import { rootRoute } from './root_route';
import { parseSearch, stringifySearch } from './search_params';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/contacts', replace: true });
  },
});

/** Every screen, one line each. */
const routeTree = rootRoute.addChildren([
  homeRoute,
  overviewRoute,
  contactsRoute,
  deletedRoute,
  profileRoute.addChildren([informationRoute, activityRoute]),
  conflictsRoute,
  conflictRoute,
  pairRoute,
  accountRoute,
  ...segmentRoutes,
  fieldsRoute,
  fieldRoute,
  newFieldRoute,
  fieldGroupsRoute,
  fieldGroupRoute,
  newFieldGroupRoute,
  categoriesRoute,
  categoryRoute,
  newCategoryRoute,
  suppressionsRoute,
  importSuppressionsRoute,
  pluginsRoute,
  keysRoute,
  peopleRoute,
  personRoute,
  newPersonRoute,
  auditRoute,
]);

export function makeRouter() {
  return createRouter({ routeTree, parseSearch, stringifySearch, defaultPreload: 'intent', scrollRestoration: false });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
