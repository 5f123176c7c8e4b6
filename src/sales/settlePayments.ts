import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { Doing } from './orderStore.ts'
import { askForRefunds, type MoneyStand, moneyStands } from './refundsDue.ts'
import { settleMoney } from './tasks.ts'
import { paymentStateOf } from './webPayments.ts'

/**
 * Puts orders in accordance with their money: how far they are paid, matters of money that are over, and what is to be refunded.
 * To be called, with the orders locked, whenever payments, lines or returns became others, so that an order ends the same in
 * whatever order they did. Answers those of which the payment state became another.
 */
export async function settlePayments(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  by: Doing,
): Promise<string[]> {
  if (orderIds.length === 0) return []
  const stands = await moneyStands(tx, tenant, orderIds)
  const judged = await judgePayments(tx, tenant, stands, by)
  await settleMoney(tx, tenant, orderIds, by)
  await askForRefunds(tx, tenant, stands, by)
  return judged
}

// Measured by what is still owed, once lines were cancelled or came back; by the total where all was cancelled, so that an order
// that was cancelled unpaid is not called paid. Refunded is what had money and gave all of it back, and what its shop calls so.
async function judgePayments(
  tx: Tx,
  tenant: string,
  stands: readonly MoneyStand[],
  by: Doing,
): Promise<string[]> {
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
    [tenant, JSON.stringify(other), by.now],
  )
  return other.map(one => one.id)
}
