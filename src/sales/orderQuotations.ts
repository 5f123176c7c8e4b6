import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { decideOrders } from './decideOrders.ts'
import { makeOrders, type NewLine, type NewOrder } from './makeOrders.ts'
import type { Doing } from './orderStore.ts'
import {
  endQuotations,
  lockQuotations,
  type QuotationLine,
  readQuotations,
  type StoredQuotation,
} from './quotationStore.ts'
import { standing } from './quotations.ts'
import { rememberOrders } from './takeOverStore.ts'

/** A quotation that a customer accepts. */
export interface QuotationOrder {
  readonly quotationId: string
  /** Although its last day is over. */
  readonly evenExpired?: boolean | undefined
  /** Although taxes of today give another total. */
  readonly acceptTotal?: boolean | undefined
}

export interface QuotationOrdered {
  readonly quotationId: string
  /** `already`: there is an order of it. */
  readonly did: 'ordered' | 'already' | 'refused'
  readonly orderId?: string
  readonly orderNumber?: string
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Makes orders out of quotations, each once: their prices hold, taxes are those of the day. Refused one by one: QUOTATION_UNKNOWN,
 * QUOTATION_DECLINED, QUOTATION_EXPIRED, QUOTATION_TOTAL_CHANGED, and the blockers of `makeOrders`. `numberOf` gives order numbers
 * by the place in the list. One result per element, in order.
 */
export async function orderQuotations(
  tx: Tx,
  tenant: string,
  wishes: readonly QuotationOrder[],
  by: Doing,
  numberOf: (at: number) => string,
): Promise<{ results: QuotationOrdered[]; changed: Changed }> {
  const ids = [...new Set(wishes.map(one => one.quotationId))].sort()
  await lockQuotations(tx, tenant, ids)
  const known = await readQuotations(tx, tenant, ids, by.now)
  const orders = wishes.flatMap(({ quotationId }, at) => {
    const one = known.get(quotationId)
    return one ? [{ at, order: asOrder(one.quotation, one.lines) }] : []
  })
  const drafts = await decideOrders(
    tx,
    tenant,
    orders.map(one => one.order),
    by.now,
  )
  const totals = new Map(orders.map(({ at }, index) => [at, drafts[index]?.totals.gross]))
  const refusals = wishes.map((wish, at) =>
    refusalOf(wish, known.get(wish.quotationId)?.quotation, totals.get(at)),
  )
  const going = orders.filter(
    ({ at }) =>
      !refusals[at] &&
      known.get(wishes[at]?.quotationId ?? '')?.quotation.orderId === null &&
      wishes.findIndex(one => one.quotationId === wishes[at]?.quotationId) === at,
  )
  const { results: made, changed } = await makeOrders(
    tx,
    tenant,
    going.map(one => one.order),
    by,
    { order: index => numberOf(going[index]?.at ?? 0), customer: () => '' },
  )
  const byPlace = new Map(going.map(({ at }, index) => [at, made[index]]))
  const ends = going.flatMap(({ at }) => {
    const orderId = byPlace.get(at)?.orderId
    return orderId ? [{ id: wishes[at]?.quotationId ?? '', orderId, reason: '' }] : []
  })
  await endQuotations(tx, tenant, ends, by)
  await rememberOrders(
    tx,
    tenant,
    ends.map(({ id, orderId }) => ({
      orderId,
      event: 'quotation_ordered',
      data: { quotation: id, number: known.get(id)?.quotation.number ?? '' },
    })),
    by,
  )
  const results = wishes.map(({ quotationId }, at): QuotationOrdered => {
    const refusal = refusals[at]
    if (refusal) return { quotationId, did: 'refused', ...refusal }
    const before = known.get(quotationId)?.quotation
    if (before?.orderId)
      return { quotationId, did: 'already', orderId: before.orderId, orderNumber: before.orderNumber ?? '' }
    const first = wishes.findIndex(one => one.quotationId === quotationId)
    const one = byPlace.get(first)
    if (one?.did !== 'made')
      return { quotationId, did: 'refused', code: one?.code ?? '', data: one?.data ?? {} }
    const { orderId = '', orderNumber = '' } = one
    return { quotationId, did: first === at ? 'ordered' : 'already', orderId, orderNumber }
  })
  return { results, changed }
}

function refusalOf(wish: QuotationOrder, quotation: StoredQuotation | undefined, total: string | undefined) {
  const over = standing(
    wish.quotationId,
    quotation,
    wish.evenExpired ? ['declined'] : ['declined', 'expired'],
  )
  if (over || !quotation || quotation.orderId !== null) return over
  if (wish.acceptTotal || total === undefined || exact(total).equals(quotation.totalGross)) return undefined
  return { code: 'QUOTATION_TOTAL_CHANGED', data: { before: quotation.totalGross, now: total } }
}

function asOrder(quotation: StoredQuotation, lines: readonly QuotationLine[]): NewOrder {
  const { customerId, companyId, billing, shipping, currency, pricesGross } = quotation
  return {
    kind: 'instant',
    customer: { id: customerId },
    companyId,
    billing: billing ?? undefined,
    shipping: shipping ?? undefined,
    currency,
    pricesGross,
    lines: lines.map(line => asLine(line, pricesGross)),
    paymentMethod: quotation.paymentMethod,
    shippingMethod: quotation.shippingMethod,
    customerNote: quotation.customerNote,
    note: quotation.note,
  }
}

// What the price is said in stays; a rate that was decided is decided again.
function asLine(line: QuotationLine, isGross: boolean): NewLine {
  return {
    kind: line.kind,
    itemId: line.itemId ?? undefined,
    name: line.name,
    quantity: line.quantity,
    ...(isGross ? { unitGross: line.unitGross ?? undefined } : { unitNet: line.unitNet ?? undefined }),
    discountPercent: line.discountPercent ?? undefined,
    ...(line.taxClassId === null ? { taxRate: line.taxRate ?? undefined } : { taxClassId: line.taxClassId }),
    note: line.note,
  }
}
