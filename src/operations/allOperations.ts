import { apiKeyOperations } from './apiKeys.ts'
import { auditOperations } from './audit.ts'
import { channelOperations } from './channels.ts'
import { connectionOperations } from './connections.ts'
import { inboxOperations } from './inbox.ts'
import { itemOperations } from './items.ts'
import { ledgerOperations } from './ledger.ts'
import { ledgerActionOperations } from './ledgerActions.ts'
import type { Operation } from './operation.ts'
import { sessionOperations } from './session.ts'
import { syncRunOperations } from './syncRuns.ts'
import { userOperations } from './users.ts'
import { verifyOperations } from './verify.ts'
import { workerOperations } from './worker.ts'

/** Everything that can be asked of Kontor. The server makes routes of it, the terminal commands, a test tries each. */
export const allOperations: readonly Operation[] = [
  ...sessionOperations,
  ...userOperations,
  ...apiKeyOperations,
  ...auditOperations,
  ...connectionOperations,
  ...channelOperations,
  ...syncRunOperations,
  ...ledgerOperations,
  ...ledgerActionOperations,
  ...inboxOperations,
  ...itemOperations,
  ...verifyOperations,
  ...workerOperations,
]
