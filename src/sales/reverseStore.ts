import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { Doing } from './orderStore.ts'
import type { NewTask } from './tasks.ts'

/**
 * Puts the goods of deliveries back where they left from, takes their quantities off the lines, and opens orders that were
 * completed. Stock and orders are locked. Answers the items, of kits also what they are made of.
 */
export async function putBack(
  tx: Tx,
  tenant: string,
  list: readonly { readonly id: string; readonly reason: string }[],
  by: Doing,
): Promise<string[]> {
  const ids = list.map(one => one.id)
  const left = await tx.query<{ delivery: string; itemId: string; warehouse: string; quantity: string }>(
    `select cause_id as delivery, item_id as "itemId", warehouse_id as warehouse, -sum(quantity) as quantity from stock_movement
     where tenant_id = $1 and cause_kind = 'delivery' and cause_id = any($2::uuid[]) group by 1, 2, 3 having sum(quantity) < 0
     order by 1, 2, 3`,
    [tenant, ids],
  )
  await tx.run(
    `with back as materialized (
       select * from json_to_recordset($2) as r (movement uuid, delivery uuid, "itemId" uuid, warehouse uuid, quantity numeric)
     ), moved as (
       insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, cause_kind, cause_id, actor, at)
       select $1, movement, "itemId", warehouse, quantity, 'delivery', 'delivery', delivery, $3, $4 from back
     )
     update stock_level s set on_hand = s.on_hand + t.quantity
     from (select "itemId", warehouse, sum(quantity) as quantity from back group by 1, 2) as t
     where s.tenant_id = $1 and s.item_id = t."itemId" and s.warehouse_id = t.warehouse`,
    [tenant, JSON.stringify(left.map(row => ({ ...row, movement: newId() }))), by.name, by.now],
  )
  await tx.run(
    `with given as materialized (select * from json_to_recordset($2) as r (id uuid, reason text)
     ), noted as (
       update delivery d set reversed_at = $3, reversed_by = $4, reverse_reason = g.reason from given g
       where d.tenant_id = $1 and d.id = g.id returning d.order_id
     ), unfound as (
       update delivery_package k set order_id = null from given g where k.tenant_id = $1 and k.delivery_id = g.id
     ), opened as (
       update sales_order o set delivery_state = 'open', completed_at = null, completed_by = null, complete_reason = null
       where o.tenant_id = $1 and o.completed_at is not null and o.id in (select order_id from noted)
     )
     update sales_order_line n set delivered = n.delivered - t.quantity
     from (select x.order_id, x.line_no, sum(x.quantity) as quantity from given g
           join delivery_line x on x.tenant_id = $1 and x.delivery_id = g.id group by 1, 2) as t
     where n.tenant_id = $1 and n.order_id = t.order_id and n.line_no = t.line_no`,
    [tenant, JSON.stringify(list), by.now, by.name],
  )
  const items = await tx.query<{ id: string }>(
    `with line as materialized (
       select distinct order_id, line_no from delivery_line where tenant_id = $1 and delivery_id = any($2::uuid[]))
     select n.item_id as id from line l join sales_order_line n on n.tenant_id = $1 and n.order_id = l.order_id and n.line_no = l.line_no
     union
     select p.item_id from line l join sales_order_part p on p.tenant_id = $1 and p.order_id = l.order_id and p.line_no = l.line_no
     order by 1`,
    [tenant, ids],
  )
  return items.map(row => row.id)
}

/**
 * Deliveries that were taken back, that a channel of this connection has accepted all the same, and of which no task was ever
 * raised: the call was being made up while they were taken back.
 */
export async function acceptedAfterAll(tx: Tx, tenant: string, connectionId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select d.id from delivery d
       join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id and o.connection_id = $2
       join channel_object c on c.tenant_id = d.tenant_id and c.channel_id = o.channel_id and c.kind = 'delivery' and c.object_id = d.id
     where d.tenant_id = $1 and d.reversed_at is not null and c.accepted_at is not null and not exists (
       select from task t where t.tenant_id = d.tenant_id and t.order_id = o.id and t.code = 'DELIVERY_TAKEN_BACK'
         and t.subject = d.id::text)
     order by d.id`,
    [tenant, connectionId],
  )
  return rows.map(row => row.id)
}

/**
 * Tasks for deliveries that were taken back and that their shops have accepted, may be accepting now, or know by the state of the
 * order.
 */
export async function toldAtShop(tx: Tx, tenant: string, deliveryIds: readonly string[]): Promise<NewTask[]> {
  if (deliveryIds.length === 0) return []
  const rows = await tx.query<{ id: string; number: string; orderId: string; channelId: string }>(
    `select d.id, d.delivery_number as number, d.order_id as "orderId", o.channel_id as "channelId"
     from delivery d join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id and o.channel_id is not null
     where d.tenant_id = $1 and d.id = any($2::uuid[]) and exists (
       select from channel_object c where c.tenant_id = $1 and c.channel_id = o.channel_id and (
         c.kind = 'delivery' and c.object_id = d.id and (c.accepted_at is not null or c.in_flight_run is not null or c.ticket is not null)
         or c.kind = 'order' and c.object_id = o.id and (c.in_flight_run is not null or c.ticket is not null
           or c.data_sent ->> 'delivery' in ('partly_shipped', 'shipped', 'completed'))))
     order by d.id`,
    [tenant, deliveryIds],
  )
  return rows.map(({ id, number, orderId, channelId }) => ({
    code: 'DELIVERY_TAKEN_BACK',
    subject: id,
    orderId,
    channelId,
    data: { delivery: number },
  }))
}
