import type { ReceiveRoute } from '../../port/receive.ts'
import { attributeRoutes } from './attributes.ts'
import { categoryRoute } from './categoryRoute.ts'
import { priceTypeRoute } from './priceTypes.ts'
import { ruleRoutes } from './rules.ts'

/** What a channel tells of its categories, attributes, price types, payment methods and carriers. */
export const catalogueRoutes: readonly ReceiveRoute[] = [
  categoryRoute,
  ...attributeRoutes,
  priceTypeRoute,
  ...ruleRoutes,
]
