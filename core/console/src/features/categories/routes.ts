// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root_route';
import { oneOf } from '../../app/search_params';

export interface CategorySearch {
  archived?: 'true' | undefined;
}

function validateCategorySearch(raw: Record<string, unknown>): CategorySearch {
  // What is dropped stands there as undefined: the router lays this over what the address says.
  return { archived: oneOf(raw.archived, ['true'] as const) };
}

export const categoriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/categories',
  validateSearch: validateCategorySearch,
  component: lazyRouteComponent(() => import('./CategoriesScreen'), 'CategoriesScreen'),
});

export const categoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/categories/$key',
  component: lazyRouteComponent(() => import('./CategoryScreen'), 'CategoryScreen'),
});

// Not below `categories`: any word may be the key of one.
export const newCategoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/new-category',
  component: lazyRouteComponent(() => import('./CategoryScreen'), 'NewCategoryScreen'),
});
