import { type Tx, transact } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { readPayloads } from '../channels/ledgerQueries.ts'
import { parseExact } from '../port/exactJson.ts'
import type { IncomingKind } from '../port/records.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { prepareRecords } from './prepareRecords.ts'
import { addFigures } from './runs.ts'

/** Records in one transaction. */
const batchSize = 125
/** Customers before their orders, orders before what refers to them. */
const kindOrder = ['term', 'customer', 'order']

interface KeptRecord {
  readonly id: string
  readonly kind: IncomingKind
  readonly externalId: string
  readonly externalNumber: string | null
  /** Where it was sold; null: at the channel that is read. */
  readonly place: string | null
  /** When its payload was stored. */
  readonly receivedAt: Date
}

/**
 * Imports what was only stored while channels were locked, and looks once more at staged orders that lacked a mapping and at
 * parked ones that were never read for what they take (an update forgot their hash), from the stored payloads: nothing is asked of the system. Where there is nothing of the kind it makes no statement. A crash
 * repeats no more than the batch at hand.
 */
export async function readKept(context: ImportContext): Promise<void> {
  for (const channel of context.connection.channels)
    if (channel.readAgain && !channel.lockedAt) await readChannel(context, channel)
}

async function readChannel(context: ImportContext, channel: Channel): Promise<void> {
  const { tenant } = context
  for (const kinds of [...kindOrder.map(kind => [kind]), null]) {
    let after = firstId
    while (!context.signal.aborted) {
      const rows = await transact(context.db, { tenant, bulk: true }, tx =>
        keptRecords(tx, context, channel.id, kinds, after),
      )
      for (const [kind, ofKind] of Map.groupBy(rows, row => row.kind))
        await importAgain(context, channel, kind, ofKind)
      const last = rows.at(-1)
      if (!last || rows.length < batchSize) break
      after = last.id
    }
  }
  if (context.signal.aborted) return
  // What was kept since then, by a lock that came and went, stays for the next run.
  await context.write(async tx => {
    // Locked first: what somebody else has kept and marked meanwhile is then seen by the look that follows.
    await tx.query(`select 1 from channel where tenant_id = $1 and id = $2 for no key update`, [
      tenant,
      channel.id,
    ])
    await tx.run(
      `update channel h set read_again = false where h.tenant_id = $1 and h.id = $2 and not exists (select 1 from ledger l
         where l.tenant_id = $1 and l.connection_id = h.connection_id and l.channel_id = h.id and l.code = 'CHANNEL_LOCKED')`,
      [tenant, channel.id],
    )
  })
}

const firstId = '00000000-0000-0000-0000-000000000000'

// In the order of their ids: a record that is kept again (its channel was locked meanwhile) is met once.
function keptRecords(
  tx: Tx,
  { tenant, connection }: ImportContext,
  channelId: string,
  kinds: readonly string[] | null, // null: all but those that have their turn before
  after: string,
): Promise<KeptRecord[]> {
  return tx.query<KeptRecord>(
    `select l.id, l.kind, l.external_id as "externalId", l.external_number as "externalNumber",
       case when l.channel_id is null then l.data ->> 'place' end as place, l.payload_at as "receivedAt" from (
       select id from ledger where tenant_id = $1 and connection_id = $2 and channel_id = $3 and code = 'CHANNEL_LOCKED'
         and id > $5 and case when $4::text[] is null then kind <> all($7) else kind = any($4) end
       union select w.id from web_order w where w.tenant_id = $1 and w.channel_id = $3 and w.state = 'staged'
         and w.open_checks && '{PAYMENT_METHOD_UNMAPPED,PAYMENT_METHOD_MISSING,SHIPPING_METHOD_UNMAPPED}' and w.id > $5 and 'order' = any($4)
       union select id from ledger where tenant_id = $1 and connection_id = $2 and kind = 'order' and outcome = 'parked' and payload_hash is null
         and (channel_id = $3 or channel_id is null and code = 'CHANNEL_INACTIVE') and id > $5 and 'order' = any($4)
       order by id limit $6) k
     join ledger l on l.tenant_id = $1 and l.id = k.id
     join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
     order by l.id`,
    [tenant, connection.id, channelId, kinds, after, batchSize, kindOrder],
  )
}

async function importAgain(
  context: ImportContext,
  channel: Channel,
  kind: IncomingKind,
  rows: readonly KeptRecord[],
): Promise<void> {
  // Without its hash a record is news, whatever it holds; what is read of it then is what came last.
  const ids = rows.map(row => row.id)
  const bodies = await context.write(async tx => {
    await tx.run(`update ledger set payload_hash = null where tenant_id = $1 and id = any($2::uuid[])`, [
      context.tenant,
      ids,
    ])
    return readPayloads(tx, context.tenant, ids)
  })
  const records = rows.map(row => ({
    kind,
    externalId: row.externalId,
    externalNumber: row.externalNumber ?? '',
    place: row.place ?? channel.place,
    raw: parseExact(bodies.get(row.id) ?? 'null'),
    receivedAt: row.receivedAt,
  }))
  // What only now is taken in, the system has not been told yet.
  const told = context.connector.pull?.kinds.some(one => one.kind === kind && one.acked === 'told')
  const acked = told ? 'told' : 'none'
  const { figures } = await importBatch(context, kind, prepareRecords(context.connector, records), {
    acked,
    reopened: true,
  })
  addFigures(context.figures, { [kind]: figures })
}
