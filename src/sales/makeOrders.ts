import { type Changed, changedTogether } from '../base/changed.ts'
import { sqlState, TryAgain, type Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { idAt, newId } from '../base/ids.ts'
import type { Address } from '../customers/address.ts'
import { createCustomers, type NewCustomer } from '../customers/changeCustomers.ts'
import { type DraftOrder, decideOrders } from './decideOrders.ts'
import { insertMade, lockStockOfItems } from './insertOrders.ts'
import { madeBefore, partsOfKits } from './madeStore.ts'
import type { Doing } from './orderStore.ts'
import { refreshOrderTerms } from './orderTerms.ts'
import { rememberOrders } from './takeOverStore.ts'
import { raiseTasks } from './tasks.ts'
import { paymentStateOf } from './webPayments.ts'

/** A line of an order that is to be made. Amounts and quantities as decimal text. */
export interface NewLine {
  readonly kind:
    | 'item'
    | 'shipping'
    | 'payment'
    | 'discount'
    | 'voucher'
    | 'surcharge'
    | 'custom'
    | 'difference'
  readonly itemId?: string | undefined
  /** The item by its number, where no id is given. */
  readonly sku?: string | undefined
  /** Absent: the item's, in the language of the customer. */
  readonly name?: string | undefined
  readonly quantity: string
  /** Neither: the price that holds for the customer and the quantity. */
  readonly unitNet?: string | undefined
  readonly unitGross?: string | undefined
  readonly discountPercent?: string | undefined
  /** Absent: the item's; costs, discounts and vouchers bear the taxes of what is sold. */
  readonly taxClassId?: string | undefined
  /** Instead of the rate that is decided. */
  readonly taxRate?: string | undefined
  readonly note?: string | undefined
}

/** An order that is to be made. */
export interface NewOrder {
  readonly kind: 'instant' | 'customer' | 'csv' | 'api' | 'exchange'
  /** Absent: that of the channel, or the only one. */
  readonly companyId?: string | undefined
  readonly customer: { readonly id: string } | { readonly make: NewCustomer }
  readonly channelId?: string | undefined
  /** Absent: as it stands with the customer. */
  readonly billing?: Address | undefined
  readonly shipping?: Address | undefined
  /** Absent: the company's. */
  readonly currency?: string | undefined
  /** Absent: with tax for consumers, without for businesses and where none is charged. */
  readonly pricesGross?: boolean | undefined
  readonly lines: readonly NewLine[]
  readonly paymentMethod?: string | undefined
  readonly shippingMethod?: string | undefined
  readonly customerNote?: string | undefined
  readonly note?: string | undefined
  /** The same one of a channel (or of none) is made once. */
  readonly externalNumber?: string | undefined
  readonly placedAt?: Date | undefined
  readonly exchangeFor?: string | undefined
  /** What somebody else reckoned: what differs by less than the tolerance is a line, by more a task that holds the order. */
  readonly expectedGross?: string | undefined
}

/** What became of one order. `already`: it was made before, by its external number. */
export interface MadeOrder {
  readonly did: 'made' | 'already' | 'refused'
  readonly orderId?: string
  readonly orderNumber?: string
  readonly customerId?: string
  readonly code?: string
  readonly data?: ProblemData
}

/** So many orders are made at once, at most. */
export const mostOrders = 500

/**
 * Makes orders by hand, of a file or for a program: with a customer who exists or is made with it, prices and taxes decided
 * (`decideOrders`), stock set aside in the order of the queue, all in the caller's transaction. `numbers` are reserved
 * beforehand, by the place in the list. Refused one by one with the first blocker of the draft; then nothing of it is made, its
 * customer neither. One result per element, in order.
 */
export async function makeOrders(
  tx: Tx,
  tenant: string,
  orders: readonly NewOrder[],
  by: Doing,
  numbers: { readonly order: (at: number) => string; readonly customer: (at: number) => string },
): Promise<{ results: MadeOrder[]; changed: Changed }> {
  const drafts = await decideOrders(tx, tenant, orders, by.now)
  const before = await madeBefore(tx, tenant, orders)
  const seen = new Set<string>()
  const going: Going[] = []
  for (const [at, draft] of drafts.entries()) {
    const key = sameKey(draft.order)
    if (before[at] || draft.blockers.length > 0 || (key !== undefined && seen.has(key))) continue
    if (key !== undefined) seen.add(key)
    const id = draft.order.placedAt ? idAt(draft.order.placedAt) : newId(by.now.getTime())
    going.push({ at, draft, id, number: numbers.order(at), customerId: draft.customerId ?? '' })
  }
  const made = await withCustomers(tx, tenant, going, by, numbers.customer)
  const changed = made.length > 0 ? await write(tx, tenant, made, by) : {}
  const byPlace = new Map(made.map(one => [one.at, one]))
  const byKey = new Map(made.map(one => [sameKey(one.draft.order), one]))
  const results = drafts.map((draft, at): MadeOrder => {
    const known = before[at]
    if (known) return { did: 'already', ...known }
    const [blocker] = draft.blockers
    if (blocker) return { did: 'refused', ...blocker }
    const one = byPlace.get(at)
    if (one) return { did: 'made', ...madeOf(one) }
    const twin = byKey.get(sameKey(draft.order))
    if (!twin) throw new TypeError('an order without a result')
    return { did: 'already', ...madeOf(twin) }
  })
  return { results, changed }
}

interface Going {
  readonly at: number
  readonly draft: DraftOrder
  readonly id: string
  readonly number: string
  readonly customerId: string
}

function madeOf({ id, number, customerId }: Going) {
  return { orderId: id, orderNumber: number, customerId }
}

function sameKey(order: NewOrder): string | undefined {
  return order.externalNumber === undefined ? undefined : `${order.channelId ?? ''} ${order.externalNumber}`
}

async function withCustomers(
  tx: Tx,
  tenant: string,
  going: readonly Going[],
  by: Doing,
  numberOf: (at: number) => string,
): Promise<Going[]> {
  const fresh = going.flatMap(one => (one.draft.make ? [{ one, make: one.draft.make }] : []))
  if (fresh.length === 0) return [...going]
  const created = await createCustomers(
    tx,
    tenant,
    fresh.map(({ make }) => make),
    { name: by.name, numbers: fresh.map(({ one }) => numberOf(one.at)) },
  )
  const ids = new Map(fresh.map(({ one }, index) => [one.at, created[index]?.id ?? '']))
  return going.map(one => ({ ...one, customerId: ids.get(one.at) ?? one.customerId }))
}

async function write(tx: Tx, tenant: string, made: readonly Going[], by: Doing): Promise<Changed> {
  const items = [...new Set(made.flatMap(({ draft }) => draft.lines.flatMap(line => line.itemId ?? [])))]
  const stock = await lockStockOfItems(tx, tenant, items)
  const orders = { heads: made.map(one => headOf(one, by)), lines: made.flatMap(linesOf) }
  await insertMade(tx, tenant, orders, stock, by).catch((error: unknown) => {
    // Somebody else has made one of the same external number since we looked.
    if (sqlState(error) === '23505' && String(error).includes('sales_order_made_once'))
      throw new TryAgain('an order was made meanwhile')
    throw error
  })
  await refreshOrderTerms(
    tx,
    tenant,
    made.map(one => one.id),
  )
  await rememberOrders(tx, tenant, made.map(eventOf), by)
  await raiseTasks(
    tx,
    tenant,
    made.flatMap(({ draft, id }) =>
      draft.mismatch ? [{ code: 'TOTAL_MISMATCH', orderId: id, data: draft.mismatch, hold: true }] : [],
    ),
    by,
  )
  return changedTogether({ stock: [...items, ...(await partsOfKits(tx, tenant, items))] })
}

function headOf({ draft, id, number, customerId }: Going, by: Doing): object {
  const { order, totals, tax, company } = draft
  return {
    id,
    number,
    kind: order.kind,
    company_id: company?.id,
    connection_id: draft.connectionId,
    channel_id: draft.channelId,
    external_number: order.externalNumber ?? null,
    customer_id: customerId,
    reason: { how: draft.make ? 'new' : 'person', score: draft.make ? 0 : 100, candidates: [], by: by.name },
    customer_name: draft.customerName,
    placed_at: order.placedAt ?? by.now,
    currency: draft.currency,
    total_gross: totals.gross,
    total_minor: draft.totalMinor,
    country: draft.country,
    billing: draft.billing,
    shipping: draft.shipping,
    payment_method: order.paymentMethod ?? '',
    shipping_method: order.shippingMethod ?? '',
    language: draft.language,
    customer_note: order.customerNote ?? '',
    note: order.note ?? '',
    payment: paymentStateOf('0', totals.gross),
    prices_gross: draft.pricesGross,
    tax_treatment: tax?.treatment ?? null,
    tax_country: tax?.country || null,
    customer_vat_id: tax?.vatId ?? null,
    total_net: totals.net,
    tax_sums: totals.rates,
    exchange_for: order.exchangeFor ?? null,
  }
}

function linesOf({ draft, id }: Going): object[] {
  return draft.lines.map((line, at) => ({
    order_id: id,
    line_no: at + 1,
    kind: line.kind,
    item_id: line.itemId,
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_net: line.unitNet,
    unit_gross: line.unitGross,
    tax_rate: line.taxRate,
    discount_percent: line.discountPercent,
    tax_class_id: line.taxClassId,
    note: line.note,
    net: line.net,
    gross: line.gross,
  }))
}

function eventOf({ draft, id, customerId }: Going) {
  const { order, lines, make, notes } = draft
  const data = {
    kind: order.kind,
    customer: customerId,
    newCustomer: make !== null,
    lines: lines.length,
    ...(notes.length > 0 ? { notes: notes.map(note => note.code) } : {}),
  }
  return { orderId: id, event: 'made', data }
}
