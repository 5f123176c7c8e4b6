import { apiKeyOperations } from './apiKeys.ts'
import { auditOperations } from './audit.ts'
import { categoryOperations } from './categories.ts'
import { channelOfferOperations } from './channelOffer.ts'
import { channelOperations } from './channels.ts'
import { conflictOperations } from './conflicts.ts'
import { connectionOperations } from './connections.ts'
import { customerGroupOperations } from './customerGroups.ts'
import { customerOperations } from './customers.ts'
import { guardOperations } from './guard.ts'
import { homeOperations } from './home.ts'
import { inboxOperations } from './inbox.ts'
import { inboxTakeOverOperations } from './inboxTakeOver.ts'
import { itemSaleOperations } from './itemSales.ts'
import { itemOperations } from './items.ts'
import { ledgerOperations } from './ledger.ts'
import { ledgerActionOperations } from './ledgerActions.ts'
import type { Operation } from './operation.ts'
import { orderChangeOperations } from './orderChanges.ts'
import { orderOperations } from './orders.ts'
import { outboxOperations } from './outbox.ts'
import { platformOperations } from './platforms.ts'
import { sessionOperations } from './session.ts'
import { stockOperations } from './stock.ts'
import { syncCompleteOperations } from './syncComplete.ts'
import { syncRunOperations } from './syncRuns.ts'
import { taxClassOperations } from './taxClasses.ts'
import { userOperations } from './users.ts'
import { verifyOperations } from './verify.ts'
import { warehouseOperations } from './warehouses.ts'
import { whereOperations } from './where.ts'
import { workerOperations } from './worker.ts'

/** Everything that can be asked of Kontor. The server makes routes of it, the terminal commands, a test tries each. */
export const allOperations: readonly Operation[] = [
  ...sessionOperations,
  ...userOperations,
  ...apiKeyOperations,
  ...auditOperations,
  ...connectionOperations,
  ...channelOperations,
  ...channelOfferOperations,
  ...syncRunOperations,
  ...syncCompleteOperations,
  ...ledgerOperations,
  ...whereOperations,
  ...ledgerActionOperations,
  ...homeOperations,
  ...platformOperations,
  ...inboxOperations,
  ...orderOperations,
  ...inboxTakeOverOperations,
  ...orderChangeOperations,
  ...customerOperations,
  ...itemOperations,
  ...itemSaleOperations,
  ...categoryOperations,
  ...customerGroupOperations,
  ...taxClassOperations,
  ...warehouseOperations,
  ...stockOperations,
  ...outboxOperations,
  ...guardOperations,
  ...conflictOperations,
  ...verifyOperations,
  ...workerOperations,
]
