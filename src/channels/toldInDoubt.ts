import type { Changed, ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { noHash } from './sentStore.ts'

/** What was told of orders, of which nobody knows any more whether it was understood. */
export interface ToldInDoubt {
  /** To be told anew, in the same transaction. */
  readonly changed: Changed
  /** External ids of orders of which something is on its way just now: of these nothing was forgotten. */
  readonly busy: readonly string[]
}

/**
 * A system that accepts an acknowledgement of an order knows it under our number from now on. Whatever it was told of that
 * order before, it may have dropped without a word: it had forgotten the order (a shop whose links were restored from
 * yesterday), or never wrote down what it had acknowledged. So the state of the order counts as unknown, and what was refused as
 * belonging to nothing it knows is sent again. In peace nothing was told before the acknowledgement, and nothing is found.
 */
export async function forgetToldOfOrders(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string },
  externalIds: readonly string[],
): Promise<ToldInDoubt> {
  if (externalIds.length === 0) return { changed: {}, busy: [] }
  const orders = await tx.query<{ id: string; theirs: string; busy: boolean }>(
    `select s.id, l.external_id as theirs, exists (select from ${toldOf('s')} join channel_object o
         on o.tenant_id = $1 and o.channel_id = s.channel_id and o.kind = t.kind and o.object_id = t.id
         where o.in_flight_until > clock_timestamp()) as busy
     from ledger l join sales_order s on s.tenant_id = $1 and s.web_order_id = l.id and s.channel_id is not null
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = any($3::text[])`,
    [of.tenant, of.connectionId, externalIds],
  )
  const busy = orders.flatMap(order => (order.busy ? [order.theirs] : []))
  const quiet = orders.flatMap(order => (order.busy ? [] : [order.id]))
  if (quiet.length === 0) return { changed: {}, busy }
  const rows = await tx.query<{ kind: ChangedKind; id: string }>(
    `with locked as (
       select o.channel_id, o.kind, o.object_id, o.rejected_code is not distinct from 'REMOTE_DELETED' as refused
       from sales_order s cross join lateral ${toldOf('s')}
         join channel_object o on o.tenant_id = $1 and o.channel_id = s.channel_id and o.kind = t.kind and o.object_id = t.id
       where s.tenant_id = $1 and s.id = any($2::uuid[]) and (o.kind = 'order' or o.rejected_code = 'REMOTE_DELETED')
       order by o.channel_id, o.kind, o.object_id for update of o
     )
     update channel_object o set
       data_hash = case when o.kind = 'order' and o.data_hash is not null then '${noHash}'::uuid else o.data_hash end,
       ${['kind', 'hash', 'code', 'field', 'text', 'at'].map(column => `rejected_${column} = case when not k.refused then o.rejected_${column} end`).join(', ')}
     from locked k where o.tenant_id = $1 and o.channel_id = k.channel_id and o.kind = k.kind and o.object_id = k.object_id
     returning case when o.kind = 'order' then 'order_status' else o.kind end as kind, o.object_id as id`,
    [of.tenant, quiet],
  )
  const byKind = Map.groupBy(rows, row => row.kind)
  const changed = Object.fromEntries([...byKind].map(([kind, list]) => [kind, list.map(row => row.id)]))
  return { changed, busy }
}

// All that is told of an order, as (kind, id) of channel_object.
function toldOf(order: string): string {
  const its = (kind: string, table: string) =>
    `select ${kind}, x.id from ${table} x where x.tenant_id = ${order}.tenant_id and x.order_id = ${order}.id`
  return `(select 'order' as kind, ${order}.id as id
     union all ${its(`'delivery'`, 'delivery')}
     union all ${its(`case when x.amount > 0 then 'payment' else 'refund' end`, 'payment')}
     union all ${its(`'cancellation'`, 'order_cancellation')}
     union all ${its(`'return'`, 'order_return')}) as t`
}
