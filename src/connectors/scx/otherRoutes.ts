import type { ReceiveRoute } from '../../port/receive.ts'
import { channelDataRoutes } from './channelData.ts'
import { noticeRoute } from './notices.ts'
import { reportRoutes } from './reports.ts'
import { stockUpdateRoutes } from './stockUpdates.ts'
import { ticketRoutes } from './tickets.ts'

/** Reports, quantities to be read, notices, tickets, and what the channel says of itself. */
export const otherRoutes: readonly ReceiveRoute[] = [
  ...reportRoutes,
  ...stockUpdateRoutes,
  noticeRoute,
  ...ticketRoutes,
  ...channelDataRoutes,
]
