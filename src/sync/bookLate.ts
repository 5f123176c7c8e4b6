import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { bookReported } from '../sales/bookReported.ts'
import { ordersToTellOf } from '../sales/statesToTell.ts'
import { markDue } from './markDue.ts'

/**
 * Payments that arrived now, of orders that may have been taken over before: those are booked, and their ledger rows say
 * so, and a shop that says otherwise of the order's money is told. The others stay staged until their order is taken over.
 */
export async function bookLate(
  tx: Tx,
  of: { readonly tenant: string; readonly now: Date; readonly by: string },
  webPaymentIds: readonly string[],
): Promise<void> {
  const booked = await bookReported(tx, of.tenant, webPaymentIds, { name: of.by, now: of.now })
  await setOutcome(tx, of, booked, { outcome: 'taken_over', code: null, data: null }, newId)
  // As at a take-over: it must not matter which of both comes first.
  await markDue(tx, of.tenant, { order_status: await ordersToTellOf(tx, of.tenant, booked) }, of.by)
}
