// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { validateAuditSearch } from './search';

export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/audit',
  validateSearch: validateAuditSearch,
  component: lazyRouteComponent(() => import('./AuditScreen'), 'AuditScreen'),
});
