import type { ReceiveRoute } from '../../port/receive.ts'
import { signInRoute } from './auth.ts'
import { cancellationRoutes } from './cancellations.ts'
import { catalogueRoutes } from './catalogueRoutes.ts'
import { invoiceRoutes } from './invoice.ts'
import { offerRoutes } from './offers.ts'
import { orderRoutes } from './orders.ts'
import { otherRoutes } from './otherRoutes.ts'
import { queueRoutes } from './queue.ts'
import { returnRoutes } from './returns.ts'
import { sellerRoutes } from './sellers.ts'

/** Every route of the interface that is served (docs/channels/scx.md). */
export const routes: readonly ReceiveRoute[] = [
  signInRoute,
  ...queueRoutes,
  ...orderRoutes,
  ...cancellationRoutes,
  ...returnRoutes,
  ...invoiceRoutes,
  ...offerRoutes,
  ...sellerRoutes,
  ...catalogueRoutes,
  ...otherRoutes,
]
