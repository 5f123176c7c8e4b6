import type { Changed, ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { onceKinds } from './sentStore.ts'

/** Above so many objects of a kind a change is wide: one sweep row per channel instead of a row per object. */
export const wideChange = 1000

/**
 * Writes down that channels have to be told: one due row per channel that sells the object, or a sweep per channel for a
 * wide change. In the transaction of the change, so that both are there or none; rows are locked in the order of their key.
 * Locked and archived connections are marked all the same: they are told when they are opened again.
 * Answers the connections that have something to do now, by kind.
 */
export async function writeDue(
  tx: Tx,
  tenant: string,
  changed: Changed,
  by: string,
): Promise<{ kind: ChangedKind; connectionId: string }[]> {
  const touched: { kind: ChangedKind; connectionId: string }[] = []
  for (const [kind, ids] of Object.entries(changed) as [ChangedKind, readonly string[]][]) {
    if (ids.length === 0) continue
    // What is told once is no state, so there is nothing to walk through.
    const rows =
      ids.length > wideChange && !onceKinds.has(kind)
        ? await writeSweeps(tx, tenant, kind, by)
        : await tx.query<{ connection_id: string }>(
            `with told as (
               insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
               select $1, f.channel_id, $2, f.object_id, f.connection_id, clock_timestamp()
               from (${concerned[kind]}) as f order by f.channel_id, f.object_id
               on conflict (tenant_id, channel_id, kind, object_id)
                 do update set version = due.version + 1, not_before = null, tries = 0
               returning connection_id)
             select distinct connection_id from told`,
            [tenant, kind, ids],
          )
    touched.push(...rows.map(row => ({ kind, connectionId: row.connection_id })))
  }
  return touched
}

const ofOrder = (table: string, knownAs: string) =>
  `select o.channel_id, d.id as object_id, o.connection_id from unnest($3::uuid[]) as u (id)
    join ${table} d on d.tenant_id = $1 and d.id = u.id and ${knownAs}
    join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id and o.channel_id is not null`

// Which channels a change concerns. What a shop reported itself, it is not told. Categories: those that sell something; the sweep or the push finds out what lies
// under their root. Orders and deliveries: the channel that the order came from.
const selling = `select k.channel_id, k.item_id as object_id, h.connection_id
  from unnest($3::uuid[]) as u (id)
  join item_channel k on k.tenant_id = $1 and k.item_id = u.id
  join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id and h.active`
// Manufacturers and characteristics: every channel, as categories. Images: those that sell the item, also of one that is gone.
const everywhere = `select h.id as channel_id, u.id as object_id, h.connection_id from unnest($3::uuid[]) as u (id)
    join channel h on h.tenant_id = $1 and h.active`
const concerned: Readonly<Record<ChangedKind, string>> = {
  item: selling,
  price: selling,
  stock: selling,
  cross_selling: selling,
  category: everywhere,
  manufacturer: everywhere,
  characteristic: everywhere,
  image: `select k.channel_id, u.id as object_id, h.connection_id from unnest($3::uuid[]) as u (id)
    join (select tenant_id, id, item_id from item_image union all select tenant_id, id, item_id from gone_image) m
      on m.tenant_id = $1 and m.id = u.id
    join item_channel k on k.tenant_id = $1 and k.item_id = m.item_id
    join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id and h.active`,
  // The object is the account: a customer may have several, of one shop or of many.
  customer: `select l.channel_id, w.id as object_id, w.connection_id from unnest($3::uuid[]) as u (id)
    join web_customer w on w.tenant_id = $1 and w.customer_id = u.id
    join ledger l on l.tenant_id = w.tenant_id and l.id = w.id
    join channel h on h.tenant_id = l.tenant_id and h.id = l.channel_id and h.active and h.sends_customers`,
  order_status: `select o.channel_id, o.id as object_id, o.connection_id from unnest($3::uuid[]) as u (id)
    join sales_order o on o.tenant_id = $1 and o.id = u.id and o.channel_id is not null`,
  delivery: ofOrder('delivery', 'true'),
  payment: ofOrder(
    'payment',
    `d.amount > 0 and d.web_payment_id is null and not d.implied and d.entry in ('payment', 'move')`,
  ),
  refund: ofOrder('payment', `d.web_payment_id is null and d.entry = 'refund'`),
  cancellation: ofOrder('order_cancellation', 'd.from_ledger_id is null and d.undone_at is null'),
  cancellation_answer: ofOrder('cancellation_request', 'd.answer is not null'),
  return: ofOrder('order_return', 'd.decided_at is not null'),
  confirmation: `select w.channel_id, w.id as object_id, w.connection_id from unnest($3::uuid[]) as u (id)
    join order_confirmation c on c.tenant_id = $1 and c.web_order_id = u.id
    join web_order w on w.tenant_id = c.tenant_id and w.id = c.web_order_id`,
  document: ofOrder('order_document', `d.origin = 'here'`),
}

async function writeSweeps(
  tx: Tx,
  tenant: string,
  kind: ChangedKind,
  by: string,
): Promise<{ connection_id: string }[]> {
  const channels = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and active order by id`,
    [tenant],
  )
  return askForSweep(tx, tenant, {
    channelIds: channels.map(channel => channel.id),
    kind,
    by,
    complete: false,
  })
}

/** Asks for all objects of a kind to be walked through for these channels, of customers for those that are told of them; one that is on begins again. */
export function askForSweep(
  tx: Tx,
  tenant: string,
  wish: { channelIds: readonly string[]; kind: ChangedKind; by: string; complete: boolean },
): Promise<{ connection_id: string }[]> {
  return tx.query<{ connection_id: string }>(
    `insert into sweep (tenant_id, channel_id, kind, connection_id, complete, asked_at, asked_by)
     select $1, h.id, $3, h.connection_id, $4, clock_timestamp(), $5 from channel h
     where h.tenant_id = $1 and h.id = any($2::uuid[]) and ($3 <> 'customer' or h.sends_customers) order by h.id
     on conflict (tenant_id, channel_id, kind, complete) do update set version = sweep.version + 1, after_id = default, told = default,
       leftovers = default, asked_at = excluded.asked_at, asked_by = excluded.asked_by, done = 0, work_ms = 0,
       paused_at = null, paused_by = null
     returning connection_id`,
    [tenant, wish.channelIds, wish.kind, wish.complete, wish.by],
  )
}

/** A change that a channel has not been told. */
export interface DueRow {
  readonly channelId: string
  readonly objectId: string
  /** As it was read: the row goes only if it still has this one. */
  readonly version: number
  readonly tries: number
}

/** Where due rows lie: the kind and the channels of one connection that are served now. */
export interface DueOf {
  readonly tenant: string
  readonly connectionId: string
  readonly channelIds: readonly string[]
  readonly kind: ChangedKind
}

/**
 * The oldest rows that may be told now, at most `limit`: those that were not tried yet, or those that got no answer before,
 * which have to wait for them, those with the fewest tries first.
 */
export async function takeDue(tx: Tx, of: DueOf, which: 'fresh' | 'tried', limit: number): Promise<DueRow[]> {
  const rows = await tx.query<{ channel_id: string; object_id: string; version: number; tries: number }>(
    `select channel_id, object_id, version, tries from due
     where tenant_id = $1 and connection_id = $2 and kind = $3 and channel_id = any($4::uuid[])
       and (not_before is null or not_before <= clock_timestamp())
       and ${which === 'fresh' ? 'tries = 0 order by since_at' : 'tries > 0 order by tries, since_at'} limit $5`,
    [of.tenant, of.connectionId, of.kind, of.channelIds, limit],
  )
  return rows.map(row => ({
    channelId: row.channel_id,
    objectId: row.object_id,
    version: row.version,
    tries: row.tries,
  }))
}

/** Those of these objects that got no answer before or were put off: their own rows say when they are told. */
export async function putOffObjects(
  tx: Tx,
  of: Pick<DueOf, 'tenant' | 'kind'> & { readonly channelId: string },
  objectIds: readonly string[],
): Promise<Set<string>> {
  if (objectIds.length === 0) return new Set()
  const rows = await tx.query<{ object_id: string }>(
    `select object_id from due where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])
       and (tries > 0 or not_before > clock_timestamp())`,
    [of.tenant, of.channelId, of.kind, objectIds],
  )
  return new Set(rows.map(row => row.object_id))
}

/** Whether there is something to tell of these kinds now, since when at the longest, and the database's time. */
export async function dueSince(
  tx: Tx,
  of: Omit<DueOf, 'kind'> & { readonly kinds: readonly ChangedKind[] },
): Promise<{ readonly oldest: Date | null; readonly now: Date }> {
  const [row] = await tx.query<{ oldest: Date | null; now: Date }>(
    `select least(
       (select min(since_at) from due where tenant_id = $1 and connection_id = $2 and kind = any($3) and channel_id = any($4::uuid[])
          and (not_before is null or not_before <= clock_timestamp())),
       (select min(asked_at) from sweep where tenant_id = $1 and connection_id = $2 and kind = any($3) and channel_id = any($4::uuid[])
          and paused_at is null)
     ) as oldest, clock_timestamp() as now`,
    [of.tenant, of.connectionId, of.kinds, of.channelIds],
  )
  if (!row) throw new TypeError('a select without from has one row')
  return row
}

/** What is told: the row goes, unless the object was changed after it was read. */
export async function dropDue(
  tx: Tx,
  of: DueOf,
  told: readonly Pick<DueRow, 'channelId' | 'objectId' | 'version'>[],
): Promise<void> {
  if (told.length === 0) return
  await tx.run(
    `delete from due d using unnest($3::uuid[], $4::uuid[], $5::int[]) as u (channel_id, object_id, version)
     where d.tenant_id = $1 and d.kind = $2 and d.channel_id = u.channel_id and d.object_id = u.object_id and d.version = u.version`,
    [
      of.tenant,
      of.kind,
      told.map(row => row.channelId),
      told.map(row => row.objectId),
      told.map(row => row.version),
    ],
  )
}

/**
 * Puts off what could not be told, for so many seconds. Also makes the row where there is none (of a sweep, which goes
 * on); one that was changed after it was read stays due now.
 */
export async function putOffDue(
  tx: Tx,
  of: DueOf,
  rows: readonly {
    readonly channelId: string
    readonly objectId: string
    readonly version?: number | undefined
    readonly seconds: number
    readonly tries: number
  }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, version, since_at, not_before, tries)
     select $1, r."channelId", $2, r."objectId", $3, coalesce(r.version, 1), clock_timestamp(),
       clock_timestamp() + make_interval(secs => r.seconds), r.tries
     from json_to_recordset($4) as r ("channelId" uuid, "objectId" uuid, version int, seconds double precision, tries int)
     order by r."channelId", r."objectId"
     on conflict (tenant_id, channel_id, kind, object_id) do update set not_before = excluded.not_before, tries = excluded.tries
       where due.version = excluded.version`,
    [of.tenant, of.kind, of.connectionId, JSON.stringify(rows)],
  )
}

/** Objects that waited for something that is there now: their rows of these kinds are due at once. */
export async function wakeDue(
  tx: Tx,
  of: Pick<DueOf, 'tenant'> & { readonly channelId: string; readonly kinds: readonly ChangedKind[] },
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return
  await tx.run(
    `update due set not_before = null, tries = 0
     where tenant_id = $1 and channel_id = $2 and kind = any($3) and object_id = any($4::uuid[]) and not_before is not null`,
    [of.tenant, of.channelId, of.kinds, objectIds],
  )
}

/** What waited for a category of this channel is due again: one was accepted for the first time. */
export async function wakeWaiting(tx: Tx, tenant: string, channelId: string, code: string): Promise<void> {
  await tx.run(
    `update due d set not_before = null, tries = 0 from channel_object o
     where o.tenant_id = $1 and o.channel_id = $2 and o.rejected_code = $3 and d.tenant_id = $1 and d.channel_id = $2
       and d.kind = o.kind and d.object_id = o.object_id and d.not_before is not null`,
    [tenant, channelId, code],
  )
}

/**
 * Manufacturers and characteristics that items wait for at a channel that never heard of them, because it did not take them until
 * now: they are due. What it refused stays refused.
 */
export async function markAwaited(
  tx: Tx,
  of: Pick<DueOf, 'tenant' | 'connectionId'> & { readonly channelId: string },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
     select $1, $2, o.kind, o.id, $3, clock_timestamp() from (
       select 'manufacturer' as kind, id from manufacturer where tenant_id = $1 and id = any($4::uuid[])
       union all select 'characteristic', id from characteristic where tenant_id = $1 and id = any($4::uuid[])) as o
     where not exists (select from channel_object c
       where c.tenant_id = $1 and c.channel_id = $2 and c.kind = o.kind and c.object_id = o.id)
     order by o.kind, o.id on conflict do nothing`,
    [of.tenant, of.channelId, of.connectionId, ids],
  )
}

/** The next objects whose change of a kind waits for a channel, in the order of their ids. */
export async function nextDueObjects(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string; readonly kind: ChangedKind },
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select object_id as id from due where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id > $4
       and (not_before is null or not_before <= clock_timestamp()) order by object_id limit $5`,
    [of.tenant, of.channelId, of.kind, afterId, limit],
  )
  return rows.map(row => row.id)
}
