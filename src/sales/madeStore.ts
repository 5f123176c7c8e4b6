import type { Tx } from '../base/database.ts'
import type { NewOrder } from './makeOrders.ts'

/** Orders that were made before of the same external number and channel, by the place in the list. */
export async function madeBefore(
  tx: Tx,
  tenant: string,
  orders: readonly NewOrder[],
): Promise<({ orderId: string; orderNumber: string; customerId: string } | undefined)[]> {
  const asked = orders.flatMap(({ externalNumber, channelId }, at) =>
    externalNumber === undefined ? [] : [{ at, number: externalNumber, channel: channelId ?? null }],
  )
  if (asked.length === 0) return orders.map(() => undefined)
  const rows = await tx.query<{ at: number; orderId: string; orderNumber: string; customerId: string }>(
    `select r.at, o.id as "orderId", o.order_number as "orderNumber", o.customer_id as "customerId"
     from json_to_recordset($2) as r (at int, number text, channel uuid)
       join sales_order o on o.tenant_id = $1 and o.external_number = r.number and o.channel_id is not distinct from r.channel
         and o.web_order_id is null and o.split_from is null`,
    [tenant, JSON.stringify(asked)],
  )
  const found = new Map(rows.map(({ at, ...order }) => [at, order]))
  return orders.map((_, at) => found.get(at))
}

/** What lies in a warehouse of these items that are kits. */
export async function partsOfKits(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct item_id as id from kit_content where tenant_id = $1 and kit_id = any($2::uuid[]) order by id`,
    [tenant, itemIds],
  )
  return rows.map(row => row.id)
}

/** What lies in warehouses that deliver, and what of it nobody has; of kits what their parts make. Items without stock are absent. */
export async function freeOfItems(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<Map<string, { readonly onHand: string; readonly free: string }>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx.query<{ id: string; onHand: string; free: string }>(
    `with needed as (
       select i.id, i.id as item_id, 1 as per_kit from item i
       where i.tenant_id = $1 and i.id = any($2::uuid[]) and i.stock_managed and i.kind <> 'kit'
       union all
       select c.kit_id, c.item_id, c.quantity from kit_content c join item i on i.tenant_id = c.tenant_id and i.id = c.item_id
       where c.tenant_id = $1 and c.kit_id = any($2::uuid[]) and i.stock_managed
     ), lying as (
       select n.id, n.item_id, n.per_kit, coalesce(sum(s.on_hand), 0) as on_hand, coalesce(sum(s.on_hand - s.allocated), 0) as free
       from needed n left join (stock_level s join warehouse h on h.tenant_id = s.tenant_id and h.id = s.warehouse_id
           and h.active and not h.lock_shipment) on s.tenant_id = $1 and s.item_id = n.item_id
       group by 1, 2, 3
     )
     select id, trim_scale(min(case when item_id = id then on_hand else div(on_hand, per_kit) end))::text as "onHand",
       trim_scale(min(case when item_id = id then free else div(free, per_kit) end))::text as free
     from lying group by id`,
    [tenant, itemIds],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** The lines of orders as they are compared with what would be made again. */
export async function linesOfMade(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<Map<string, { kind: string; sku: string | null; quantity: string }[]>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx.query<{ orderId: string; kind: string; sku: string | null; quantity: string }>(
    `select order_id as "orderId", kind, sku, quantity from sales_order_line where tenant_id = $1 and order_id = any($2::uuid[])
     order by order_id, line_no`,
    [tenant, orderIds],
  )
  return Map.groupBy(rows, row => row.orderId)
}
