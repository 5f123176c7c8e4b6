import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { moneyStands } from './refundsDue.ts'
import { paymentStateOf } from './webPayments.ts'

/**
 * Decides anew how far orders are paid, and answers those of which that became another: measured by what is still owed, once lines
 * were cancelled or came back; by the total where all was cancelled, so that an order that was cancelled unpaid is not called
 * paid. Refunded is what had money and gave all of it back, and what its shop calls so. To be called, with the orders
 * locked, whenever payments, lines or returns became others.
 */
export async function judgePayments(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const stands = await moneyStands(tx, tenant, orderIds)
  const other = stands.flatMap(one => {
    const paid = exact(one.paid)
    const back =
      !paid.greaterThan(0) && (one.state === 'refunded' || (one.hasRefund && exact(one.total).greaterThan(0)))
    // Nothing is owed of what was never paid either: then the total says how far it was.
    const due = one.cancelled || (exact(one.owed).isZero() && !paid.greaterThan(0)) ? one.total : one.owed
    const next = back ? 'refunded' : paymentStateOf(one.paid, due)
    return next === one.state ? [] : [{ id: one.orderId, next }]
  })
  if (other.length === 0) return []
  await tx.run(
    `update sales_order o set payment_state = r.next, version = o.version + 1, changed_at = $3
     from json_to_recordset($2) as r (id uuid, next text) where o.tenant_id = $1 and o.id = r.id`,
    [tenant, JSON.stringify(other), now],
  )
  return other.map(one => one.id)
}
