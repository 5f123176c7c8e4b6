import type { Changed, ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { inDoubt, noHash, refusalCleared, type SentOf } from './sentStore.ts'

/**
 * A shop that was told an absolute quantity subtracts what it sells: what it shows of these items now is not what it
 * accepted, nor what it is being told. The next quantity is sent whatever it is.
 */
export async function forgetStock(
  tx: Tx,
  of: { readonly tenant: string; readonly channelIds: readonly string[] },
  itemIds: readonly string[],
): Promise<void> {
  if (itemIds.length === 0 || of.channelIds.length === 0) return
  await tx.run(
    `update channel_object o set stock_hash = null, forgotten_xid = pg_current_xact_id(), ticket_sent = ${inDoubt('o.ticket_sent')}
     from (select channel_id, object_id from channel_object where tenant_id = $1 and channel_id = any($2::uuid[]) and kind = 'item'
       and object_id = any($3::uuid[]) and (stock_hash is not null or in_flight_run is not null) order by channel_id, object_id for update) as sold
     where o.tenant_id = $1 and o.channel_id = sold.channel_id and o.kind = 'item' and o.object_id = sold.object_id`,
    [of.tenant, of.channelIds, itemIds],
  )
}

/**
 * A shop that takes off what was not acknowledged yet took it off once more from each quantity that it was told between the storing
 * of an order here, which counts from then on, and its acknowledgement: it shows fewer than there are. These quantities are in doubt
 * once the acknowledgement is accepted. Clocks may differ by 2 s. Answers what is to be told anew, for the same transaction.
 */
export async function forgetTakenTwice(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly channelIds: readonly string[] },
  externalIds: readonly string[],
): Promise<Changed> {
  if (externalIds.length === 0) return {}
  const rows = await tx.query<{ id: string }>(
    `select distinct o.object_id as id
     from ledger l cross join lateral (
         select n.item_id from web_order_line n where n.tenant_id = $1 and n.web_order_id = l.id
         union all select p.item_id from parked_line p where p.tenant_id = $1 and p.ledger_id = l.id) as w
       join channel_object o on o.tenant_id = $1 and o.channel_id = any($3::uuid[]) and o.kind = 'item' and o.object_id = w.item_id
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = any($4::text[])
       and (o.in_flight_run is not null or o.accepted_at >= l.first_seen_at - interval '2 s')`,
    [of.tenant, of.connectionId, of.channelIds, externalIds],
  )
  const ids = rows.map(row => row.id).sort()
  await forgetStock(tx, of, ids)
  return ids.length > 0 ? { stock: ids } : {}
}

/**
 * A system that accepts an acknowledgement of an order knows it under our number from now on. Whatever it was told of that
 * order before, it may have dropped without a word: it had forgotten the order (a shop whose links were restored from
 * yesterday), or never wrote down what it had acknowledged. So the state of the order counts as unknown, and what was refused as
 * belonging to nothing it knows is sent again. In peace nothing was told before the acknowledgement, and nothing is found.
 * Answers what is to be told anew, for the same transaction.
 */
export async function forgetToldOfOrders(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string },
  externalIds: readonly string[],
): Promise<Changed> {
  if (externalIds.length === 0) return {}
  const rows = await tx.query<{ kind: ChangedKind; id: string }>(
    `with locked as (
       select o.channel_id, o.kind, o.object_id
       from ledger l join sales_order s on s.tenant_id = $1 and s.web_order_id = l.id and s.channel_id is not null
         cross join lateral ${toldOf('s')}
         join channel_object o on o.tenant_id = $1 and o.channel_id = s.channel_id and o.kind = t.kind and o.object_id = t.id
       where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = any($3::text[])
         and (o.kind = 'order' or o.in_flight_run is not null or ${isGone})
       order by o.channel_id, o.kind, o.object_id for update of o
     )
     update channel_object o set forgotten_xid = pg_current_xact_id(),
       data_hash = case when o.kind = 'order' and o.data_hash is not null then '${noHash}'::uuid else o.data_hash end,
       ticket_sent = case when o.kind = 'order' then ${inDoubt('o.ticket_sent')} else o.ticket_sent end, ${refusalCleared(isGone)}
     from locked k where o.tenant_id = $1 and o.channel_id = k.channel_id and o.kind = k.kind and o.object_id = k.object_id
     returning case when o.kind = 'order' then 'order_status' else o.kind end as kind, o.object_id as id`,
    [of.tenant, of.connectionId, externalIds],
  )
  const byKind = Map.groupBy(rows, row => row.kind)
  return Object.fromEntries([...byKind].map(([kind, list]) => [kind, list.map(row => row.id)]))
}

const isGone = `o.rejected_code is not distinct from 'REMOTE_DELETED'`

/**
 * Refused just now as belonging to nothing that the system knows: it may know it since, without the sender having seen it. Those
 * are not refused for good; they are due.
 */
export async function releaseInDoubt(
  tx: Tx,
  of: SentOf,
  refused: readonly { readonly objectId: string; readonly seen?: string }[],
): Promise<void> {
  if (refused.length === 0) return
  await tx.run(
    `update channel_object o set ${refusalCleared('true')} from jsonb_to_recordset($4) as r ("objectId" uuid, seen pg_snapshot)
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = r."objectId" and r.seen is not null
       and not pg_visible_in_snapshot(o.forgotten_xid, r.seen)`,
    [of.tenant, of.channelId, of.object, JSON.stringify(refused)],
  )
}

// All that is told of an order, as (kind, id) of channel_object.
function toldOf(order: string): string {
  const its = (kind: string, table: string) =>
    `select ${kind}, x.id from ${table} x where x.tenant_id = ${order}.tenant_id and x.order_id = ${order}.id`
  return `(select 'order' as kind, ${order}.id as id
     union all ${its(`'delivery'`, 'delivery')}
     union all ${its(`case when x.entry = 'refund' then 'refund' else 'payment' end`, 'payment')}
     union all ${its(`'cancellation'`, 'order_cancellation')}
     union all ${its(`'return'`, 'order_return')}
     union all ${its(`'document'`, 'order_document')}) as t`
}
