import type { OutgoingStates } from '../port/outgoing.ts'
import type { ConfirmationForChannel } from '../sales/confirmations.ts'
import { onceTask } from './wantOnce.ts'

/** Whether we take orders that waited for it, each said once. */
export const confirmations = onceTask<ConfirmationForChannel>({
  kind: 'confirmation',
  read: (tx, { tenant, sources }, ids) => sources.confirmationsForChannel(tx, tenant, ids),
  state: ({ keyNo, theirOrderId, accepted, reason }): OutgoingStates['confirmation'] => ({
    order: { no: keyNo, theirs: theirOrderId },
    accepted,
    ...(reason ? { reason } : {}),
  }),
})
