// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';

export const pluginsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/plugins',
  component: lazyRouteComponent(() => import('./PluginsScreen'), 'PluginsScreen'),
});
