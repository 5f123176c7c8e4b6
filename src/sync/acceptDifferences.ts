import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { insertDifferences } from '../sales/differenceStore.ts'
import { clearChecks, holdWebOrders } from '../sales/takeOverStore.ts'

/** What became of one web order. */
export interface AcceptedDifference {
  readonly id: string
  readonly did: 'accepted' | 'left'
  readonly code?: string
  readonly data?: { readonly id: string }
}

const answered = 'TOTAL_MISMATCH'

/**
 * A person accepts that the total of web orders differs from their lines: the difference becomes a line, and nothing of it keeps
 * them from being taken over any more. Left as they are: WEB_ORDER_UNKNOWN, NO_DIFFERENCE (also where it is not in the inbox any
 * more). One result per element, in order.
 */
export async function acceptDifferences(
  tx: Tx,
  of: { readonly tenant: string; readonly by: string; readonly now: Date },
  ids: readonly string[],
): Promise<AcceptedDifference[]> {
  const held = await holdWebOrders(tx, of.tenant, ids, 'wait')
  const open = held.filter(
    order => order.state === 'staged' && order.totalGross !== null && order.openChecks.includes(answered),
  )
  const openIds = open.map(order => order.id)
  await insertDifferences(tx, of.tenant, openIds, { name: of.by, now: of.now })
  await clearChecks(tx, of.tenant, openIds, [answered])
  for (const order of open) {
    if (order.ledgerCode !== answered) continue
    // Few, and the next open check of each stands there from now on.
    const next = order.checkData?.find(check => check.code !== answered)
    const to = { outcome: 'staged' as const, code: next?.code ?? null, data: next?.data ?? null }
    await setOutcome(tx, of, [order.id], to, newId)
  }
  const done = new Set(openIds)
  const known = new Set(held.map(order => order.id))
  return ids.map((id, at): AcceptedDifference => {
    if (done.has(id) && ids.indexOf(id) === at) return { id, did: 'accepted' }
    return { id, did: 'left', code: known.has(id) ? 'NO_DIFFERENCE' : 'WEB_ORDER_UNKNOWN', data: { id } }
  })
}
