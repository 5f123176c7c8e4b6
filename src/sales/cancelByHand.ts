import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type CancelResult, cancelLines, cancelOrders, type LineCancellation } from './cancelOrders.ts'
import type { Doing } from './orderStore.ts'
import {
  chosenReason,
  type GivenReason,
  listReasons,
  type Reason,
  type ReasonProblem,
} from './reasonLists.ts'

/** A cancellation that a person, or a program for one, asks for. */
export interface WantedCancellation extends GivenReason {
  readonly orderId: string
  /** Only so much of these lines. */
  readonly lines?: LineCancellation['lines'] | undefined
}

/**
 * Cancels orders, or lines of them, for a reason of the list. Refused one by one: REASON_REQUIRED, REASON_NOT_IN_LIST,
 * COMMENT_REQUIRED, COMMENT_TOO_LONG, REASON_NOT_FOR_CHANNEL (the shop of the order takes only certain reasons, and this is none of
 * them), and what `cancelOrders` and `cancelLines` refuse. One result per element, in order.
 */
export async function cancelByHand(
  tx: Tx,
  tenant: string,
  wanted: readonly WantedCancellation[],
  by: Doing,
): Promise<{ results: CancelResult[]; changed: Changed }> {
  const list = await listReasons(tx, tenant, 'cancellation_reason')
  const connections = await connectionsOf(
    tx,
    tenant,
    wanted.map(one => one.orderId),
  )
  const chosen = wanted.map(one => forOrder(list, one, connections.get(one.orderId)))
  const good = wanted.flatMap(({ orderId, comment, lines }, at) => {
    const choice = chosen[at]
    if (!choice || 'code' in choice) return []
    return [{ at, wish: { orderId, reason: comment ?? '', reasonId: choice.reason?.id, lines } }]
  })
  const lines = good.flatMap(({ at, wish }) =>
    wish.lines ? [{ at, wish: { ...wish, lines: wish.lines } }] : [],
  )
  const wholes = good.filter(({ wish }) => !wish.lines)
  // A list has one of both; where it had both, lines go first.
  const ofLines = await cancelLines(
    tx,
    tenant,
    lines.map(one => one.wish),
    by,
  )
  const ofWholes = await cancelOrders(
    tx,
    tenant,
    wholes.map(one => one.wish),
    by,
  )
  const done = new Map([
    ...lines.map(({ at }, index) => [at, ofLines.results[index]] as const),
    ...wholes.map(({ at }, index) => [at, ofWholes.results[index]] as const),
  ])
  const results = wanted.map(({ orderId }, at): CancelResult => {
    const choice = chosen[at]
    if (choice && 'code' in choice) return { orderId, did: 'refused', code: choice.code, data: choice.data }
    const result = done.get(at)
    if (!result) throw new TypeError('one result per element')
    return result
  })
  return { results, changed: changedTogether(ofLines.changed, ofWholes.changed) }
}

type Choice =
  | ReasonProblem
  | { readonly reason: Reason | undefined }
  | {
      readonly code: 'REASON_NOT_FOR_CHANNEL'
      readonly data: { readonly reason: string; readonly reasons: string }
    }

function forOrder(
  list: readonly Reason[],
  given: GivenReason,
  connection: string | null | undefined,
): Choice {
  const choice = chosenReason(list, given, true)
  if ('code' in choice || !connection) return choice
  const known = list.filter(one => one.active && one.channelValues[connection])
  if (known.length === 0 || known.some(one => one.id === choice.reason?.id)) return choice
  const reasons = known.map(one => one.code).join(', ')
  return { code: 'REASON_NOT_FOR_CHANNEL', data: { reason: choice.reason?.code ?? '', reasons } }
}

async function connectionsOf(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await tx.query<{ id: string; connection: string | null }>(
    `select id, connection_id as connection from sales_order where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, orderIds],
  )
  return new Map(rows.map(row => [row.id, row.connection]))
}
