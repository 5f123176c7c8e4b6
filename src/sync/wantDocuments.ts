import { type DocumentForChannel, documentDays } from '../documents/documentsForChannel.ts'
import type { OutgoingStates } from '../port/outgoing.ts'
import { onceTask } from './wantOnce.ts'

/** Invoices and credit notes of ours, each told of once; until when it can be fetched is no part of what it is. */
export const documents = onceTask<DocumentForChannel>({
  kind: 'document',
  read: (tx, { tenant, sources }, ids) => sources.documentsForChannel(tx, tenant, ids),
  compared: ({ id, kind, number }) => ({ id, kind, number }),
  state: ({ id, keyNo, theirOrderId, kind, number }, now): OutgoingStates['document'] => ({
    order: { no: keyNo, theirs: theirOrderId },
    id,
    kind,
    number,
    until: new Date(now.getTime() + documentDays * 24 * 3_600_000).toISOString(),
  }),
})
