// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateSuppressionSearch } from './search';

export const suppressionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/suppressions',
  validateSearch: validateSuppressionSearch,
  component: lazyRouteComponent(() => import('./SuppressionsScreen'), 'SuppressionsScreen'),
});

export const importSuppressionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/suppressions/import',
  component: lazyRouteComponent(() => import('./ImportScreen'), 'ImportScreen'),
});
