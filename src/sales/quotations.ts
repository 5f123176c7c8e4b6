import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { createCustomers } from '../customers/changeCustomers.ts'
import { type DraftOrder, decideOrders } from './decideOrders.ts'
import type { NewOrder } from './makeOrders.ts'
import type { Doing } from './orderStore.ts'
import {
  endQuotations,
  lockQuotations,
  readQuotations,
  type StoredQuotation,
  writeQuotations,
} from './quotationStore.ts'

/** What is offered to a customer: an order's content, without any effect on stock. */
export interface NewQuotation
  extends Omit<NewOrder, 'kind' | 'externalNumber' | 'exchangeFor' | 'expectedGross'> {
  /** The last day, YYYY-MM-DD, the company's; absent: without end. */
  readonly validUntil?: string | undefined
}

export interface QuotationResult {
  readonly did: 'made' | 'changed' | 'declined' | 'refused'
  readonly quotationId?: string
  readonly quotationNumber?: string
  readonly customerId?: string
  readonly code?: string
  readonly data?: ProblemData
}

interface Numbers {
  readonly quotation: (at: number) => string
  readonly customer: (at: number) => string
}

/**
 * Makes quotations, with prices, taxes and sums as orders have them (`decideOrders`). Refused one by one with the first blocker
 * of the draft. One result per element, in order.
 */
export async function makeQuotations(
  tx: Tx,
  tenant: string,
  quotations: readonly NewQuotation[],
  by: Doing,
  numbers: Numbers,
): Promise<{ results: QuotationResult[]; changed: Record<string, never> }> {
  const drafts = await decideOrders(tx, tenant, quotations.map(asOrder), by.now)
  const going = drafts.flatMap((draft, at) =>
    draft.blockers.length > 0
      ? []
      : [{ at, draft, id: newId(by.now.getTime()), number: numbers.quotation(at) }],
  )
  const written = await write(tx, tenant, going, quotations, by, numbers.customer)
  const results = drafts.map((draft, at): QuotationResult => {
    const [blocker] = draft.blockers
    const one = written.get(at)
    if (blocker || !one) return { did: 'refused', code: blocker?.code ?? '', data: blocker?.data ?? {} }
    return { did: 'made', ...one }
  })
  return { results, changed: {} }
}

/** A quotation as it shall be from now on, with all of it. */
export interface QuotationChange {
  readonly quotationId: string
  readonly version: number
  readonly to: NewQuotation
}

/**
 * Writes quotations anew; their numbers stay. Refused one by one: QUOTATION_UNKNOWN, QUOTATION_CHANGED, QUOTATION_ORDERED,
 * QUOTATION_DECLINED, ORDER_TWICE (named twice in the list), and the blockers of the draft. One result per element, in order.
 */
export async function changeQuotations(
  tx: Tx,
  tenant: string,
  changes: readonly QuotationChange[],
  by: Doing,
  numbers: Pick<Numbers, 'customer'>,
): Promise<{ results: QuotationResult[]; changed: Record<string, never> }> {
  const ids = changes.map(one => one.quotationId)
  const known = await held(tx, tenant, ids, by)
  const drafts = await decideOrders(
    tx,
    tenant,
    changes.map(one => asOrder(one.to)),
    by.now,
  )
  const refusals = changes.map(({ quotationId, version }, at) => {
    const quotation = known.get(quotationId)
    const stands = standing(quotationId, quotation, ['ordered', 'declined'])
    if (stands || !quotation) return stands
    if (ids.indexOf(quotationId) !== at) return { code: 'ORDER_TWICE', data: { order: quotation.number } }
    if (quotation.version !== version)
      return { code: 'QUOTATION_CHANGED', data: { quotation: quotation.number } }
    return drafts[at]?.blockers[0]
  })
  const going = drafts.flatMap((draft, at) => {
    const quotation = known.get(ids[at] ?? '')
    return refusals[at] || !quotation ? [] : [{ at, draft, id: quotation.id, number: quotation.number }]
  })
  const written = await write(
    tx,
    tenant,
    going,
    changes.map(one => one.to),
    by,
    numbers.customer,
  )
  const results = changes.map(({ quotationId }, at): QuotationResult => {
    const refusal = refusals[at]
    if (refusal) return { did: 'refused', quotationId, ...refusal }
    return { did: 'changed', ...written.get(at) }
  })
  return { results, changed: {} }
}

/** Notes that customers declined, with their reason. Refused one by one: QUOTATION_UNKNOWN, QUOTATION_ORDERED, QUOTATION_DECLINED. */
export async function declineQuotations(
  tx: Tx,
  tenant: string,
  declined: readonly { readonly quotationId: string; readonly reason: string }[],
  by: Doing,
): Promise<{ results: QuotationResult[]; changed: Record<string, never> }> {
  const ids = declined.map(one => one.quotationId)
  const known = await held(tx, tenant, ids, by)
  const results = declined.map(({ quotationId }, at): QuotationResult => {
    const quotation = known.get(quotationId)
    const twice = ids.indexOf(quotationId) !== at && quotation
    const refusal = twice
      ? { code: 'QUOTATION_DECLINED', data: { quotation: quotation.number } }
      : standing(quotationId, quotation, ['ordered', 'declined'])
    if (refusal) return { did: 'refused', quotationId, ...refusal }
    return { did: 'declined', quotationId, quotationNumber: quotation?.number ?? '' }
  })
  const ends = results.flatMap((one, at) =>
    one.did === 'declined' ? [{ id: ids[at] ?? '', orderId: null, reason: declined[at]?.reason ?? '' }] : [],
  )
  await endQuotations(tx, tenant, ends, by)
  return { results, changed: {} }
}

async function held(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<Map<string, StoredQuotation>> {
  await lockQuotations(tx, tenant, ids)
  const found = await readQuotations(tx, tenant, ids, by.now)
  return new Map([...found].map(([id, one]) => [id, one.quotation]))
}

/** Why a quotation is not one any more that something can be done with; undefined: it is. */
export function standing(
  id: string,
  quotation: StoredQuotation | undefined,
  over: readonly StoredQuotation['state'][],
): { readonly code: string; readonly data: ProblemData } | undefined {
  if (!quotation) return { code: 'QUOTATION_UNKNOWN', data: { quotation: id } }
  const { state, number, validUntil } = quotation
  if (!over.includes(state)) return undefined
  return { code: `QUOTATION_${state.toUpperCase()}`, data: { quotation: number, until: validUntil } }
}

function asOrder({ validUntil: _, ...quotation }: NewQuotation): NewOrder {
  return { ...quotation, kind: 'instant' }
}

interface Going {
  readonly at: number
  readonly draft: DraftOrder
  readonly id: string
  readonly number: string
}

async function write(
  tx: Tx,
  tenant: string,
  going: readonly Going[],
  wanted: readonly NewQuotation[],
  by: Doing,
  customerNumber: (at: number) => string,
): Promise<Map<number, { quotationId: string; quotationNumber: string; customerId: string }>> {
  if (going.length === 0) return new Map()
  const fresh = going.flatMap(one => (one.draft.make ? [{ at: one.at, make: one.draft.make }] : []))
  const made =
    fresh.length === 0
      ? []
      : await createCustomers(
          tx,
          tenant,
          fresh.map(one => one.make),
          { name: by.name, numbers: fresh.map(one => customerNumber(one.at)) },
        )
  const customers = new Map(fresh.map((one, index) => [one.at, made[index]?.id ?? '']))
  const customerOf = ({ at, draft }: Going) => customers.get(at) ?? draft.customerId ?? ''
  await writeQuotations(
    tx,
    tenant,
    {
      heads: going.map(one => headOf(one, customerOf(one), wanted[one.at]?.validUntil, by)),
      lines: going.flatMap(({ id, draft }) =>
        draft.lines.map((line, at) => ({
          quotation_id: id,
          line_no: at + 1,
          kind: line.kind,
          item_id: line.itemId,
          sku: line.sku,
          name: line.name,
          quantity: line.quantity,
          unit_net: line.unitNet,
          unit_gross: line.unitGross,
          discount_percent: line.discountPercent,
          tax_class_id: line.taxClassId,
          tax_rate: line.taxRate,
          net: line.net,
          gross: line.gross,
          note: line.note,
        })),
      ),
    },
    by,
  )
  return new Map(
    going.map(one => [
      one.at,
      { quotationId: one.id, quotationNumber: one.number, customerId: customerOf(one) },
    ]),
  )
}

function headOf(
  { draft, id, number }: Going,
  customerId: string,
  validUntil: string | undefined,
  by: Doing,
): object {
  const { order, totals, tax, company } = draft
  return {
    id,
    number,
    company_id: company?.id,
    customer_id: customerId,
    customer_name: draft.customerName,
    placed_at: order.placedAt ?? by.now,
    valid_until: validUntil ?? null,
    currency: draft.currency,
    prices_gross: draft.pricesGross,
    total_gross: totals.gross,
    total_minor: draft.totalMinor,
    total_net: totals.net,
    tax_sums: totals.rates,
    tax_treatment: tax?.treatment ?? null,
    tax_country: tax?.country || null,
    customer_vat_id: tax?.vatId ?? null,
    country: draft.country,
    billing: draft.billing,
    shipping: draft.shipping,
    payment_method: order.paymentMethod ?? '',
    shipping_method: order.shippingMethod ?? '',
    language: draft.language,
    customer_note: order.customerNote ?? '',
    note: order.note ?? '',
  }
}
