// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { profileRoute } from '../profile/route';
import { validateActivitySearch } from './search';

export const activityRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: 'activity',
  validateSearch: validateActivitySearch,
  component: lazyRouteComponent(() => import('./ActivityScreen'), 'ActivityScreen'),
});
