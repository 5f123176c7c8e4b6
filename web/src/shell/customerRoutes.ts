import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type CustomersSearch, customersSearch, type DuplicatesSearch } from './customersSearch.ts'
import { root } from './root.tsx'
import { searchTexts } from './searchTexts.ts'

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: (search): CustomersSearch => ({
    ...searchTexts(search, customersSearch),
    ...(search['exact'] === true ? { exact: true } : {}),
  }),
  component: lazyRouteComponent(() => import('../pages/customers/Customers.tsx')),
})
const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$customer',
  validateSearch: (search): { tab?: string; alike?: string } => searchTexts(search, ['tab', 'alike']),
  component: lazyRouteComponent(() => import('../pages/customer/CustomerPage.tsx')),
})
const duplicates = createRoute({
  getParentRoute: () => root,
  path: '/duplicates',
  validateSearch: (search): DuplicatesSearch => searchTexts(search, ['from', 'row']),
  component: lazyRouteComponent(() => import('../pages/duplicates/Duplicates.tsx')),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (search): { view?: string } => searchTexts(search, ['view']),
  component: lazyRouteComponent(() => import('../pages/settings/Settings.tsx')),
})

/** The pages of customers and of the administration. */
export const customerRoutes = [customers, customer, duplicates, settings] as const
