import type { Changed, ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { BatchOf } from './ledgerStore.ts'
import { noHash } from './sentStore.ts'

/**
 * Orders that a system gives out until it knows that they are stored here, and gives out again although it had said that it
 * knows: it forgot, or never wrote it down, and what it was told of them meanwhile it may not have understood. Their states
 * count as unknown, and what it refused as belonging to nothing it knows is forgotten. Answers what is to be told anew, for
 * the same transaction. Orders whose acknowledgement is still open were never in doubt; those not taken over were told nothing.
 */
export async function forgetToldOfOrders(
  tx: Tx,
  of: BatchOf,
  externalIds: readonly string[],
): Promise<Changed> {
  if (externalIds.length === 0) return {}
  const rows = await tx.query<{ kind: ChangedKind; id: string }>(
    `with come as (
       select s.id, s.channel_id from ledger l join sales_order s on s.tenant_id = $1 and s.web_order_id = l.id and s.channel_id is not null
       where l.tenant_id = $1 and l.connection_id = $2 and l.kind = $3 and l.external_id = any($4::text[])
         and not exists (select from ack_outbox a where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3
           and a.external_id = l.external_id and a.gone_at is null)
     ), told as (
       select 'order' as kind, id, channel_id from come
       union all select 'delivery', d.id, c.channel_id from come c join delivery d on d.tenant_id = $1 and d.order_id = c.id
       union all select case when p.amount > 0 then 'payment' else 'refund' end, p.id, c.channel_id
         from come c join payment p on p.tenant_id = $1 and p.order_id = c.id
       union all select 'cancellation', x.id, c.channel_id from come c join order_cancellation x on x.tenant_id = $1 and x.order_id = c.id
       union all select 'return', r.id, c.channel_id from come c join order_return r on r.tenant_id = $1 and r.order_id = c.id
     ), locked as (
       select o.channel_id, o.kind, o.object_id, o.rejected_code is not distinct from 'REMOTE_DELETED' as refused
       from told t join channel_object o on o.tenant_id = $1 and o.channel_id = t.channel_id and o.kind = t.kind and o.object_id = t.id
       where o.kind = 'order' or o.rejected_code = 'REMOTE_DELETED'
       order by o.channel_id, o.kind, o.object_id for update of o
     )
     update channel_object o set
       data_hash = case when o.kind = 'order' and o.data_hash is not null then '${noHash}'::uuid else o.data_hash end,
       ${['kind', 'hash', 'code', 'field', 'text', 'at'].map(column => `rejected_${column} = case when not k.refused then o.rejected_${column} end`).join(', ')}
     from locked k where o.tenant_id = $1 and o.channel_id = k.channel_id and o.kind = k.kind and o.object_id = k.object_id
     returning case when o.kind = 'order' then 'order_status' else o.kind end as kind, o.object_id as id`,
    [of.tenant, of.connectionId, of.kind, externalIds],
  )
  const byKind = Map.groupBy(rows, row => row.kind)
  return Object.fromEntries([...byKind].map(([kind, list]) => [kind, list.map(row => row.id)]))
}
