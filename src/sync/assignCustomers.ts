import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { clearChecks, holdWebOrders, storeAssignments } from '../sales/takeOverStore.ts'

/** What a choice of customer answers. */
const answered = ['CUSTOMER_AMBIGUOUS', 'CUSTOMER_UNSURE', 'CUSTOMER_BLOCKED', 'CUSTOMER_UNKNOWN']

/**
 * A person says whose orders these are, before they are taken over, or that they are of nobody who is known (`isNew`); neither
 * takes that back. It wins against everything that the
 * order looks like. Orders that are not in the inbox any more are left as they are: `left`.
 */
export async function assignCustomers(
  tx: Tx,
  of: { readonly tenant: string; readonly by: string; readonly now: Date },
  ids: readonly string[],
  to: { readonly customerId: string | null; readonly isNew: boolean },
): Promise<{ id: string; did: 'assigned' | 'left' }[]> {
  const held = (await holdWebOrders(tx, of.tenant, ids, 'wait')).filter(order => order.state === 'staged')
  const open = held.map(order => order.id)
  await storeAssignments(tx, of.tenant, open, { ...to, by: of.by })
  await clearChecks(tx, of.tenant, open, answered)
  for (const order of held) {
    if (!answered.includes(order.ledgerCode ?? '')) continue
    // Few, and the next open check of each stands there from now on.
    const next = order.checkData?.find(check => !answered.includes(check.code))
    const to = { outcome: 'staged' as const, code: next?.code ?? null, data: next?.data ?? null }
    await setOutcome(tx, of, [order.id], to, newId)
  }
  const done = new Set(open)
  return ids.map(id => ({ id, did: done.has(id) ? 'assigned' : 'left' }))
}

/** After customers were unblocked: orders that stayed for it are looked at again by whoever takes over next. */
export async function reopenBlocked(
  tx: Tx,
  of: { readonly tenant: string; readonly by: string; readonly now: Date },
): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `select id from web_order where tenant_id = $1 and state = 'staged' and open_checks @> array['CUSTOMER_BLOCKED'] order by id limit 10000`,
    [of.tenant],
  )
  const ids = rows.map(row => row.id)
  const held = await holdWebOrders(tx, of.tenant, ids, 'wait')
  await clearChecks(tx, of.tenant, ids, ['CUSTOMER_BLOCKED'])
  const coded = held.filter(order => order.ledgerCode === 'CUSTOMER_BLOCKED').map(order => order.id)
  await setOutcome(tx, of, coded, { outcome: 'staged', code: null, data: null }, newId)
}
