import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import type { Acked, Connector } from '../port/connector.ts'
import { parseExact } from '../port/exactJson.ts'
import type { IncomingKind } from '../port/records.ts'
import type { ImportContext } from './importContext.ts'
import type { GivenRecord } from './prepareRecords.ts'

/** A record as it was stored: its ledger row and the scrubbed payload. */
export interface StoredRecord {
  readonly id: string
  readonly kind: IncomingKind
  readonly externalId: string
  readonly externalNumber: string | null
  /** The place of its channel; null where it has none: then the first of the connection. */
  readonly place: string | null
  /** When it was changed at the shop last, of what a rule left out and where the shop said so. */
  readonly changedAt?: string | null
  /** When its payload was stored. */
  readonly receivedAt?: Date
  readonly body: string
}

/** Stored records in the form in which a page brings them. */
export function asDelivered(
  { connection }: Pick<ImportContext, 'connection'>,
  stored: readonly StoredRecord[],
): GivenRecord[] {
  return stored.map(one => ({
    kind: one.kind,
    externalId: one.externalId,
    externalNumber: one.externalNumber ?? '',
    place: one.place ?? connection.channels[0]?.place ?? '',
    raw: parseExact(one.body),
    ...(one.receivedAt ? { receivedAt: one.receivedAt } : {}),
    ...(one.changedAt ? { changedAt: one.changedAt } : {}),
  }))
}

/** How what is imported from its stored payload is acknowledged: what only now is taken in, the system has not been told yet. */
export function ackedOfStored(connector: Connector, kind: IncomingKind): Acked {
  return connector.pull?.kinds.some(one => one.kind === kind && one.acked === 'told') ? 'told' : 'none'
}

/** Makes records news again: what they are is forgotten, and decided by the next import. `ignored`: those a person ignored. */
export async function reopen(
  tx: Tx,
  of: { readonly tenant: string; readonly now: Date; readonly by: string },
  ids: readonly string[],
  ignored: readonly string[],
): Promise<void> {
  await setOutcome(tx, of, ignored, { outcome: 'parked', code: 'IGNORED_BY_PERSON', data: {} }, newId)
  await tx.run(`update ledger set payload_hash = null where tenant_id = $1 and id = any($2::uuid[])`, [
    of.tenant,
    ids,
  ])
}
