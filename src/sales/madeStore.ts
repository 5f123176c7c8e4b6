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
