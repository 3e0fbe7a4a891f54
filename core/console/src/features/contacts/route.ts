// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateContactSearch } from './search';

export const contactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts',
  validateSearch: validateContactSearch,
  component: lazyRouteComponent(() => import('./ContactsScreen'), 'ContactsScreen'),
});
