import type { Tx } from '../base/database.ts'

const differs = `((o.payment_state <> w.payment_state and w.payment_state <> 'failed')
   or (o.delivery_state = 'completed' and o.fulfilled_by is null and w.remote_state not in ('shipped', 'completed')))`

/**
 * Ids of the sales orders of these web orders that stand otherwise here than their shop says (money that came apart from
 * the order, nothing in it to deliver): the shop has to be told.
 */
export async function ordersToTell(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select o.id from sales_order o join web_order w on w.tenant_id = o.tenant_id and w.id = o.web_order_id
     where o.tenant_id = $1 and o.web_order_id = any($2::uuid[]) and ${differs} order by o.id`,
    [tenant, webOrderIds],
  )
  return rows.map(row => row.id)
}

/** The same for payments that were reported and are booked now. */
export async function ordersToTellOf(
  tx: Tx,
  tenant: string,
  webPaymentIds: readonly string[],
): Promise<string[]> {
  if (webPaymentIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct web_order_id as id from web_payment where tenant_id = $1 and id = any($2::uuid[]) and web_order_id is not null`,
    [tenant, webPaymentIds],
  )
  return ordersToTell(
    tx,
    tenant,
    rows.map(row => row.id),
  )
}
