import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type Exact, exact, minorUnits } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { idAt, newId } from '../base/ids.ts'
import { type EditableLine, type EditableOrder, editsSince, readEditable, writeLines } from './editStore.ts'
import { holdOrders } from './holdOrders.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, lockStockOfOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { refreshOrderTerms } from './orderTerms.ts'
import { type OrderTotals, orderTotals } from './orderTotals.ts'
import {
  type AsideRow,
  insertSplits,
  type MovedLine,
  moveLines,
  readAside,
  shrinkLines,
  writeSums,
} from './splitStore.ts'
import { rememberOrders } from './takeOverStore.ts'
import { insertPayments } from './webPayments.ts'

/** What of an order becomes one of its own. */
export interface OrderSplit {
  readonly orderId: string
  /** Of the order that was looked at; absent: as it is. */
  readonly version?: number | undefined
  /** Open pieces of lines with items; of other lines all of it. Costs that nobody names stay. */
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
  /** So much of what was paid goes along; absent: all of it stays. */
  readonly payment?: string | undefined
}

export interface SplitResult {
  readonly orderId: string
  readonly did: 'split' | 'refused'
  readonly newOrderId?: string
  readonly newOrderNumber?: string
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Makes orders of parts of others: the same customer, place and terms, a number of its own (`numberOf`, by the place in the list).
 * What is set aside goes with its lines; of a line that is parted the old order keeps what it still needs, as the queue would
 * have it. Both together cost what the one did: a cent of rounding is a line of the old one. Refused one by one:
 * ORDER_UNKNOWN, ORDER_CHANGED, ORDER_TWICE, the blockers of `orderActions` (an order of a shop is one there), LINE_UNKNOWN, QUANTITY_INVALID,
 * LINE_HAS_DOCUMENTS, SPLIT_TAKES_ALL, SPLIT_WITHOUT_GOODS, AMOUNT_INVALID. One result per element, in order.
 */
export async function splitOrders(
  tx: Tx,
  tenant: string,
  splits: readonly OrderSplit[],
  by: Doing,
  numberOf: (at: number) => string,
): Promise<{ results: SplitResult[]; changed: Changed }> {
  const ids = [...new Set(splits.map(one => one.orderId))].sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const [facts, standing, aside, since] = await Promise.all([
    readOrderFacts(tx, tenant, ids),
    readEditable(tx, tenant, ids),
    readAside(tx, tenant, ids),
    editsSince(
      tx,
      tenant,
      splits.flatMap(({ orderId, version }) => (version === undefined ? [] : [{ orderId, version }])),
    ),
  ])
  const made: Split[] = []
  const results = splits.map((split, at): SplitResult => {
    const { orderId } = split
    const refused = (code: string, data: ProblemData): SplitResult => ({
      orderId,
      did: 'refused',
      code,
      data,
    })
    const order = facts.get(orderId)
    const now = standing.get(orderId)
    if (!order || !now) return refused('ORDER_UNKNOWN', { order: orderId })
    if (made.some(one => one.order.id === orderId))
      return refused('ORDER_TWICE', { order: order.orderNumber })
    const last = since.findLast(one => one.orderId === orderId)
    if (last) return refused('ORDER_CHANGED', { by: last.actor, at: last.at.toISOString() })
    const [blocker] = [...blockersOf('split', order), ...splitBlockers(split, now)]
    if (blocker) return refused(blocker.code, blocker.data)
    const one = planSplit(split, now, aside, { id: idAt(now.order.placedAt), number: numberOf(at) })
    made.push(one)
    return { orderId, did: 'split', newOrderId: one.id, newOrderNumber: one.number }
  })
  if (made.length > 0) await write(tx, tenant, made, facts, by)
  // As many pieces are open as before, and no shop knows of these orders: nothing has to be told.
  return { results, changed: changedTogether() }
}

interface Standing {
  readonly order: EditableOrder
  readonly lines: readonly EditableLine[]
}

function splitBlockers(split: OrderSplit, { order, lines }: Standing): { code: string; data: ProblemData }[] {
  const found: { code: string; data: ProblemData }[] = []
  const block = (code: string, data: ProblemData) => void found.push({ code, data })
  if (split.lines.length === 0) block('LINE_UNKNOWN', { line: 0 })
  const taken = new Map<number, string>()
  for (const { line: number, quantity } of split.lines) {
    const line = lines.find(one => one.line === number)
    if (!line || taken.has(number)) block('LINE_UNKNOWN', { line: number })
    else if (!isPart(line, quantity)) block('QUANTITY_INVALID', { line: number, quantity })
    else if (line.hasDocuments && exact(quantity).equals(line.quantity))
      block('LINE_HAS_DOCUMENTS', { line: number })
    taken.set(number, quantity)
  }
  if (found.length > 0) return found
  const stays = lines.some(
    line => line.kind === 'item' && exact(line.quantity).greaterThan(taken.get(line.line) ?? '0'),
  )
  if (!stays) block('SPLIT_TAKES_ALL', {})
  if (!lines.some(line => line.kind === 'item' && taken.has(line.line))) block('SPLIT_WITHOUT_GOODS', {})
  const { payment } = split
  const isAmount = payment === undefined || /^\d{1,12}(\.\d{1,10})?$/.test(payment)
  if (
    payment !== undefined &&
    (!isAmount || exact(payment).isZero() || exact(payment).greaterThan(order.paid))
  )
    block('AMOUNT_INVALID', { amount: payment })
  return found
}

function isPart(line: EditableLine, quantity: string): boolean {
  if (!/^-?\d{1,9}(\.\d{1,10})?$/.test(quantity)) return false
  if (line.kind !== 'item') return exact(quantity).equals(line.quantity)
  return exact(quantity).greaterThan(0) && exact(quantity).lessThanOrEqualTo(line.open)
}

interface Split {
  readonly id: string
  readonly number: string
  readonly order: EditableOrder
  readonly moves: readonly MovedLine[]
  /** Lines that go as a whole, and those of which something stays. */
  readonly gone: readonly number[]
  readonly kept: readonly { readonly line: number; readonly quantity: string }[]
  readonly here: Sums
  readonly there: Sums
  /** What both together would cost more or less than the one did. */
  readonly difference: string
  readonly payment: string | undefined
}

interface Sums {
  readonly totals: OrderTotals
  /** In the order of the amounts of the totals. */
  readonly lines: readonly number[]
}

function planSplit(
  split: OrderSplit,
  { order, lines }: Standing,
  aside: readonly AsideRow[],
  made: { readonly id: string; readonly number: string },
): Split {
  const wanted = split.lines.map(({ line: number, quantity }, at) => {
    const line = lines.find(one => one.line === number)
    if (!line) throw new TypeError('a line that was checked is there')
    return { line, quantity, toLine: at + 1 }
  })
  const moves = wanted.map(
    ({ line, quantity, toLine }): MovedLine => ({
      orderId: order.id,
      line: line.line,
      toOrderId: made.id,
      toLine,
      quantity,
      aside: piecesFor(line, quantity, aside),
    }),
  )
  const rest = (line: EditableLine) =>
    exact(line.quantity).minus(wanted.find(one => one.line === line)?.quantity ?? '0')
  const here = lines.filter(line => !rest(line).isZero())
  const hereSums = sumsOf(
    order,
    here.map(line => ({ ...line, quantity: rest(line).toFixed() })),
  )
  const thereSums = sumsOf(
    order,
    wanted.map(({ line, quantity, toLine }) => ({ ...line, line: toLine, quantity })),
  )
  const difference = exact(order.totalGross).minus(hereSums.totals.gross).minus(thereSums.totals.gross)
  const last = Math.max(...lines.map(line => line.line))
  return {
    ...made,
    order,
    moves,
    gone: lines.flatMap(line => (rest(line).isZero() ? [line.line] : [])),
    kept: wanted.flatMap(({ line, quantity }) =>
      rest(line).isZero() ? [] : [{ line: line.line, quantity }],
    ),
    here: difference.isZero()
      ? hereSums
      : sumsOf(order, [
          ...here.map(line => ({ ...line, quantity: rest(line).toFixed() })),
          roundingLine(order, last + 1, difference.toFixed()),
        ]),
    there: thereSums,
    difference: difference.toFixed(),
    payment: split.payment,
  }
}

/**
 * What goes with so much of a line: of what is set aside for it all that the rest does not need. Of a kit part by part. The
 * warehouse that is used last is taken first.
 */
function piecesFor(line: EditableLine, quantity: string, aside: readonly AsideRow[]): MovedLine['aside'] {
  const mine = aside.filter(one => one.orderId === line.orderId && one.line === line.line)
  return [...Map.groupBy(mine, one => one.itemId).values()].flatMap(rows => {
    const [first] = rows
    const needed = exact(line.open)
      .minus(quantity)
      .times(first?.perKit ?? '1')
    const have = rows.reduce((sum, one) => sum.plus(one.quantity), exact('0'))
    let goes: Exact = have.minus(needed)
    return rows.toReversed().flatMap(({ itemId, warehouseId, quantity: lies }) => {
      if (goes.lessThanOrEqualTo(0)) return []
      const took = goes.lessThan(lies) ? goes : exact(lies)
      goes = goes.minus(took)
      return [{ itemId, warehouseId, quantity: took.toFixed() }]
    })
  })
}

type SummedLine = Pick<
  EditableLine,
  'line' | 'quantity' | 'unitNet' | 'unitGross' | 'discountPercent' | 'taxRate'
>

/** The document's sums of these lines in the terms of an order. */
export function sumsOf(
  { pricesGross, minorDigits }: Pick<EditableOrder, 'pricesGross' | 'minorDigits'>,
  lines: readonly SummedLine[],
): Sums {
  const totals = orderTotals({
    pricesGross,
    minorDigits,
    lines: lines.map(line => ({ ...line, taxRate: line.taxRate ?? '0' })),
  })
  return { totals, lines: lines.map(line => line.line) }
}

/** The same as rows that are written. */
export function sumsRow(
  id: string,
  { minorDigits }: Pick<EditableOrder, 'minorDigits'>,
  { totals, lines }: Sums,
) {
  const { gross, net, rates } = totals
  const amounts = lines.map((line, at) => ({
    line,
    net: totals.lines[at]?.net ?? '0',
    gross: totals.lines[at]?.gross ?? '0',
  }))
  return { id, gross, net, minor: minorUnits(exact(gross), minorDigits), rates, lines: amounts }
}

function roundingLine(order: EditableOrder, line: number, amount: string): EditableLine {
  return {
    orderId: order.id,
    line,
    kind: 'difference',
    itemId: null,
    sku: null,
    name: order.language === 'en' ? 'Difference' : 'Differenz',
    quantity: '1',
    delivered: '0',
    cancelled: '0',
    open: '0',
    unitNet: amount,
    unitGross: amount,
    discountPercent: null,
    taxClassId: null,
    taxRate: '0',
    note: '',
    hasDocuments: false,
  }
}

async function write(
  tx: Tx,
  tenant: string,
  made: readonly Split[],
  facts: Awaited<ReturnType<typeof readOrderFacts>>,
  by: Doing,
): Promise<void> {
  await insertSplits(
    tx,
    tenant,
    made.map(({ id, number, order }) => ({ id, number, from: order.id })),
    by,
  )
  await moveLines(
    tx,
    tenant,
    made.flatMap(one => one.moves),
  )
  await shrinkLines(
    tx,
    tenant,
    made.flatMap(one => one.kept.map(kept => ({ orderId: one.order.id, ...kept }))),
  )
  await writeLines(tx, tenant, {
    changed: [],
    added: made.flatMap(one =>
      exact(one.difference).isZero() ? [] : [differenceRow(one.order, one.here, one.difference)],
    ),
    removed: made.flatMap(one => one.gone.map(line => ({ orderId: one.order.id, line }))),
  })
  await refreshOrderTerms(
    tx,
    tenant,
    made.flatMap(one => [one.order.id, one.id]),
  )
  await insertPayments(
    tx,
    tenant,
    made.flatMap(one => paymentsOf(one, by)),
    by,
  )
  await writeSums(
    tx,
    tenant,
    made.flatMap(one => [sumsRow(one.order.id, one.order, one.here), sumsRow(one.id, one.order, one.there)]),
    by,
  )
  await refreshOrders(
    tx,
    tenant,
    made.flatMap(one => [one.order.id, one.id]),
    by.now,
  )
  await rememberOrders(tx, tenant, made.flatMap(eventsOf), by)
  const holds = made.flatMap(({ id, order }) => {
    const reason = facts.get(order.id)?.hold
    return reason ? [{ orderId: id, reason }] : []
  })
  await holdOrders(tx, tenant, holds, by)
}

function differenceRow(order: EditableOrder, { lines }: Sums, amount: string) {
  const { line, kind, name, note } = roundingLine(order, lines.at(-1) ?? 1, amount)
  return {
    order_id: order.id,
    line_no: line,
    kind,
    item_id: null,
    sku: null,
    name,
    quantity: '1',
    unit_net: amount,
    unit_gross: amount,
    tax_rate: '0',
    discount_percent: null,
    tax_class_id: null,
    note,
    net: amount,
    gross: amount,
  }
}

function paymentsOf({ payment, order, id }: Split, by: Doing) {
  if (payment === undefined) return []
  const row = {
    currency: order.currency,
    method: order.paymentMethod,
    transactionId: null,
    webPaymentId: null,
    implied: false,
    paidAt: by.now,
  }
  return [
    { ...row, id: newId(), orderId: order.id, amount: exact(payment).negated().toFixed() },
    { ...row, id: newId(), orderId: id, amount: exact(payment).toFixed() },
  ]
}

function eventsOf({ id, number, order, moves, payment }: Split) {
  const lines = moves.map(({ line, quantity }) => ({ line, quantity }))
  const paid = payment === undefined ? {} : { payment }
  return [
    { orderId: order.id, event: 'split', data: { order: id, number, lines, ...paid } },
    { orderId: id, event: 'split_off', data: { order: order.id, number: order.number, lines, ...paid } },
  ]
}
