import type { Tx } from '../base/database.ts'

/**
 * Those of these sales orders whose cancellation their shop shows because of us: they are cancelled here by ourselves, or the shop was told
 * so last and they were opened again here since. That their record says so is an echo, and no news. One statement, none without ids.
 */
export async function cancelledByUs(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (orderIds.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select o.id from sales_order o where o.tenant_id = $1 and o.id = any($2::uuid[]) and (
       exists (select from order_cancellation c where c.tenant_id = o.tenant_id and c.order_id = o.id and c.whole
         and c.undone_at is null and c.from_ledger_id is null)
       or exists (select from channel_object x where x.tenant_id = o.tenant_id and x.channel_id = o.channel_id and x.kind = 'order'
         and x.object_id = o.id and x.data_sent ->> 'delivery' = 'cancelled'))`,
    [tenant, orderIds],
  )
  return new Set(rows.map(row => row.id))
}
