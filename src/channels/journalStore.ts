import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { objectJoins, objectName } from './objectName.ts'
import type { ObjectKind } from './sentStore.ts'

export const journalResults = ['accepted', 'pending', 'rejected', 'unknown', 'unsent', 'divided'] as const
export type JournalResult = (typeof journalResults)[number]

/** A call, or the looking after its answers. */
export interface JournalCall {
  /** Objects of one call have it in common. */
  readonly id: string
  readonly operation: 'send' | 'bulk' | 'remove' | 'find' | 'results'
  /** The kind of the call: an item where a price is not taken alone. */
  readonly called: string
  readonly count: number
  /** How long it took; null where that says nothing. */
  readonly ms: number | null
}

/** What was sent to whom, by which run. */
export interface JournalOf {
  readonly tenant: string
  readonly channelId: string
  /** Null: the other side told it in a call of its own. */
  readonly runId: string | null
  readonly kind: string
  readonly object: ObjectKind
}

/** One object of a call, with what became of it. */
export interface JournalEntry {
  readonly objectId: string
  readonly result: JournalResult
  readonly code?: string
  readonly field?: string
  /** Words of the other side, with nothing secret in them. */
  readonly text?: string
  readonly theirs?: string
  readonly hash: string
  /** The aspects that are not as they were accepted last. */
  readonly sent: Readonly<Record<string, { readonly fields: unknown }>>
}

/**
 * Writes down what was sent, in the transaction that settles the call and before what was accepted is replaced: of each
 * aspect the fields that differ from it. Of customers and what belongs to an order only their names are kept.
 */
export async function writeJournal(
  tx: Tx,
  of: JournalOf,
  call: JournalCall,
  entries: readonly JournalEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const values = of.object === 'item' || of.object === 'category'
  const news = `(select ${values ? 'jsonb_object_agg(n.key, n.value)' : 'jsonb_agg(n.key)'}
    from jsonb_each(a.value -> 'fields') n where b.old -> n.key is distinct from n.value)`
  await tx.run(
    `insert into journal (tenant_id, id, at, channel_id, run_id, call_id, operation, called, in_call, ms, kind, object, object_id, result,
       code, field, text, theirs, hash, fields)
     select $1, r.id, clock_timestamp(), $2, $5, $6, $7, $8, $9, $10, $11, $3, r."objectId", r.result, r.code, r.field, r.text, r.theirs, r.hash,
       (select jsonb_object_agg(a.key, ${values ? `case when b.old is null then a.value -> 'fields' else ${news} end` : news})
        from jsonb_each(r.sent) a cross join lateral
          (select case a.key when 'data' then o.data_sent when 'price' then o.price_sent else o.stock_sent end as old) b)
     from jsonb_to_recordset($4) as r (id uuid, "objectId" uuid, result text, code text, field text, text text, theirs text, hash uuid, sent jsonb)
       left join channel_object o on o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = r."objectId"`,
    [
      of.tenant,
      of.channelId,
      of.object,
      JSON.stringify(entries.map(entry => ({ id: newId(), ...entry }))),
      of.runId,
      call.id,
      call.operation,
      call.called,
      call.count,
      call.ms === null ? null : Math.round(call.ms),
      of.kind,
    ],
  )
}

/** An entry of the journal as it is shown. */
export interface JournalRow {
  readonly id: string
  readonly at: Date
  readonly channelId: string
  readonly channel: string
  readonly runId: string | null
  /** Who asked for the run: a person, or the clock. */
  readonly askedBy: string | null
  readonly callId: string
  readonly operation: string
  readonly called: string
  readonly inCall: number
  readonly ms: number | null
  readonly kind: string
  readonly object: string
  readonly objectId: string
  /** Number or name of the object now. */
  readonly name: string
  readonly result: JournalResult
  readonly code: string | null
  readonly field: string | null
  readonly text: string | null
  readonly theirs: string | null
  readonly hash: string | null
  readonly fields: Readonly<Record<string, unknown>> | null
}

export interface JournalFilter {
  readonly objectIds?: readonly string[] | undefined
  readonly channelIds?: readonly string[] | undefined
  readonly runId?: string | undefined
  readonly results?: readonly JournalResult[] | undefined
  readonly since?: Date | undefined
}

const filtered = `journal j where j.tenant_id = $1 and ($2::uuid[] is null or j.object_id = any($2::uuid[]))
  and ($3::uuid[] is null or j.channel_id = any($3::uuid[])) and ($4::uuid is null or j.run_id = $4 or j.run_id in
    (select p.run_id from sync_run_part p where p.tenant_id = $1 and p.parent_id = $4))
  and ($5::text[] is null or j.result = any($5)) and ($6::timestamptz is null or j.at >= $6)`

function valuesOf(tenant: string, of: JournalFilter): unknown[] {
  const { objectIds, channelIds, runId, results, since } = of
  return [tenant, objectIds ?? null, channelIds ?? null, runId ?? null, results ?? null, since ?? null]
}

/** The newest entries of the journal, those before `after` in the order of their ids. */
export function listJournal(
  tx: Tx,
  tenant: string,
  of: JournalFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<JournalRow[]> {
  return tx.query<JournalRow>(
    `with page as materialized (select j.* from ${filtered} and ($7::uuid is null or j.id < $7) order by j.id desc limit $8)
     select j.id, j.at, j.channel_id as "channelId", h.name as channel, j.run_id as "runId", r.asked_by as "askedBy", j.call_id as "callId",
       j.operation, j.called, j.in_call as "inCall", j.ms, j.kind, j.object, j.object_id as "objectId",
       ${objectName} as name, j.result, j.code, j.field, j.text, j.theirs, j.hash, j.fields
     from page j
       join channel h on h.tenant_id = j.tenant_id and h.id = j.channel_id
       left join sync_run r on r.tenant_id = j.tenant_id and r.id = j.run_id
       ${objectJoins('j.object', 'j.object_id')}
     order by j.id desc`,
    [...valuesOf(tenant, of), of.after ?? null, of.limit],
  )
}

/** How many there are; counting stops at `limit`. */
export async function countJournal(
  tx: Tx,
  tenant: string,
  of: JournalFilter,
  limit: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from ${filtered} limit $7) as counted`,
    [...valuesOf(tenant, of), limit],
  )
  return row?.count ?? 0
}

/** The objects that a person may mean: by id, item number, order number, delivery number or customer number. */
export async function namedObjects(tx: Tx, tenant: string, name: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from item where tenant_id = $1 and item_number = $2
     union select w.id from customer c join web_customer w on w.tenant_id = c.tenant_id and w.customer_id = c.id
       where c.tenant_id = $1 and c.customer_number = $2
     union select id from sales_order where tenant_id = $1 and order_number = $2
     union select id from delivery where tenant_id = $1 and delivery_number = $2`,
    [tenant, name],
  )
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name)
  return [...(isId ? [name] : []), ...rows.map(row => row.id)]
}
