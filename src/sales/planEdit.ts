import { exact, minorUnits } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import type { Finding } from './checkWebOrder.ts'
import type { DraftOrder } from './decideOrders.ts'
import type { DraftLine } from './draftLines.ts'
import type { LineChange, OrderEdit } from './editOrders.ts'
import type { EditableLine, EditableOrder, HeadRow, LineRow } from './editStore.ts'
import type { NewLine, NewOrder } from './makeOrders.ts'

/** An order as it is, with its lines. */
export interface Standing {
  readonly order: EditableOrder
  readonly lines: readonly EditableLine[]
}

/** What an edit does to an order. */
export interface EditPlan {
  readonly head: HeadRow
  readonly changed: readonly LineRow[]
  readonly added: readonly LineRow[]
  readonly removed: readonly { readonly orderId: string; readonly line: number }[]
  /** Lines of items with the pieces that are open from now on, where that is another number. */
  readonly open: readonly { readonly orderId: string; readonly line: number; readonly open: string }[]
  /** Items of lines that are added. */
  readonly items: readonly string[]
  /** Old and new values by field; of fields that tell of a person the values stand apart. */
  readonly changes: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>
  readonly personal: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[]
}

/** True where an edit touches what was sold: lines, quantities, prices, taxes. */
export function touchesLines({ add = [], change = [], remove = [] }: OrderEdit): boolean {
  return (
    add.length + remove.length > 0 ||
    change.some(one =>
      [one.quantity, one.unitNet, one.unitGross, one.discountPercent, one.taxClassId, one.taxRate].some(
        value => value !== undefined,
      ),
    )
  )
}

/** True where taxes have to be decided anew: another buyer or another place, of an order whose taxes were decided here. */
export function movesTaxes(edit: OrderEdit, { order }: Standing): boolean {
  return (
    order.taxTreatment !== null &&
    (edit.customerId !== undefined || edit.billing !== undefined || edit.shipping !== undefined)
  )
}

/** What of an edit cannot be, before anything is reckoned. */
export function editBlockers(edit: OrderEdit, { order, lines }: Standing): Finding[] {
  const found: Finding[] = []
  const block = (code: string, data: ProblemData) => void found.push({ code, data })
  const known = new Map(lines.map(line => [line.line, line]))
  const named = [...(edit.change ?? []).map(one => one.line), ...(edit.remove ?? [])]
  for (const [at, line] of named.entries())
    if (!known.has(line) || named.indexOf(line) !== at) block('LINE_UNKNOWN', { line })
  if (touchesLines(edit) && order.webOrderId !== null && !edit.knowingly) block('SOLD_AT_SHOP', {})
  for (const number of edit.remove ?? [])
    if (known.get(number)?.hasDocuments) block('LINE_HAS_DOCUMENTS', { line: number })
  for (const { line: number, quantity } of edit.change ?? []) {
    const line = known.get(number)
    if (!line || quantity === undefined || !isQuantity(quantity)) continue
    const least = exact(line.delivered).plus(line.cancelled)
    if (line.kind === 'item' && exact(quantity).lessThan(least))
      block('QUANTITY_BELOW_DELIVERED', { line: number, quantity, least: least.toFixed() })
  }
  return found
}

const isQuantity = (text: string) => /^-?\d{1,12}(\.\d{1,30})?$/.test(text)

/** The edited order as one that would be made, for `decideOrders`: what stays is said, what is new is decided. */
export function asNewOrder(edit: OrderEdit, standing: Standing): NewOrder {
  const { order } = standing
  const again = movesTaxes(edit, standing)
  const billing = edit.billing ?? order.billing ?? undefined
  const shipping = edit.shipping === undefined ? order.shipping : edit.shipping
  return {
    kind: 'instant',
    companyId: order.companyId,
    channelId: order.channelId ?? undefined,
    customer: { id: edit.customerId ?? order.customerId },
    billing,
    shipping: shipping ?? billing,
    currency: order.currency,
    pricesGross: order.pricesGross,
    placedAt: order.placedAt,
    lines: [
      ...keptLines(edit, standing).map(one => asNewLine(one.line, one.change, order.pricesGross, again)),
      ...(edit.add ?? []),
    ],
  }
}

function keptLines(edit: OrderEdit, { lines }: Standing) {
  const gone = new Set(edit.remove)
  const changes = new Map((edit.change ?? []).map(one => [one.line, one]))
  return lines.flatMap(line => (gone.has(line.line) ? [] : [{ line, change: changes.get(line.line) }]))
}

function asNewLine(
  line: EditableLine,
  change: LineChange | undefined,
  isGross: boolean,
  again: boolean,
): NewLine {
  const price =
    change?.unitNet !== undefined || change?.unitGross !== undefined
      ? { unitNet: change.unitNet, unitGross: change.unitGross }
      : isGross
        ? {
            unitGross: line.unitGross ?? undefined,
            unitNet: line.unitGross === null ? (line.unitNet ?? undefined) : undefined,
          }
        : {
            unitNet: line.unitNet ?? undefined,
            unitGross: line.unitNet === null ? (line.unitGross ?? undefined) : undefined,
          }
  const discount = change?.discountPercent === undefined ? line.discountPercent : change.discountPercent
  return {
    kind: line.kind,
    itemId: line.itemId ?? undefined,
    name: change?.name ?? line.name,
    quantity: change?.quantity ?? line.quantity,
    ...price,
    discountPercent: discount ?? undefined,
    ...taxOf(line, change, again),
    note: change?.note ?? line.note,
  }
}

// What was decided stays, unless buyer or place are other ones. A rate that a person said stays in any case.
function taxOf(line: EditableLine, change: LineChange | undefined, again: boolean): Partial<NewLine> {
  if (change?.taxRate !== undefined) return { taxRate: change.taxRate }
  if (change?.taxClassId !== undefined) return { taxClassId: change.taxClassId }
  if (again && line.taxClassId !== null) return { taxClassId: line.taxClassId }
  if (again && bearing.has(line.kind)) return {}
  return line.taxRate === null ? {} : { taxRate: line.taxRate }
}
const bearing: ReadonlySet<string> = new Set(['shipping', 'payment', 'discount', 'voucher', 'surcharge'])

/** The blockers of the draft that concern this edit: what stays in the order may be blocked by now, it was sold all the same. */
export function draftBlockers(edit: OrderEdit, standing: Standing, draft: DraftOrder): Finding[] {
  const kept = keptLines(edit, standing).length
  const ofKept = new Set(['ITEM_BLOCKED', 'ITEM_IS_PARENT', 'LINE_NAME_MISSING'])
  const line = (one: Finding) => Number(one.data['line'] ?? 0)
  return draft.blockers
    .filter(
      one =>
        !(line(one) > 0 && line(one) <= kept && ofKept.has(one.code)) &&
        !(one.code === 'CUSTOMER_BLOCKED' && edit.customerId === undefined),
    )
    .map(one =>
      line(one) > 0 ? { ...one, data: { ...one.data, line: shownLine(edit, standing, line(one)) } } : one,
    )
}

// The number that the line has in the order, or would get.
function shownLine(edit: OrderEdit, standing: Standing, place: number): number {
  const kept = keptLines(edit, standing)
  return kept[place - 1]?.line.line ?? nextLine(standing) + place - kept.length - 1
}

function nextLine({ lines }: Standing): number {
  return Math.max(0, ...lines.map(line => line.line)) + 1
}

/** What is written for an edit, and what history says of it. Pure. */
export function planEdit(edit: OrderEdit, standing: Standing, draft: DraftOrder): EditPlan {
  const { order } = standing
  const orderId = order.id
  const kept = keptLines(edit, standing)
  const reckoned = touchesLines(edit) || movesTaxes(edit, standing)
  const changed: LineRow[] = []
  const added: LineRow[] = []
  const open: { orderId: string; line: number; open: string }[] = []
  const changes: Record<string, { from?: unknown; to?: unknown }> = {}
  const notes: { field: string; before: unknown; after: unknown }[] = []
  let next = nextLine(standing)
  const taken = new Set<number>()
  for (const drafted of draft.lines) {
    const one = kept[drafted.from]
    if (one && !taken.has(drafted.from)) {
      taken.add(drafted.from)
      const row = rowOf(drafted, orderId, one.line.line, one.line, one.change, reckoned)
      const differences = lineDifferences(one.line, row)
      if (Object.keys(differences).length === 0 && !reckoned) continue
      changed.push(row)
      for (const [name, value] of Object.entries(differences)) {
        const field = `lines.${one.line.line}.${name}`
        changes[field] = name === 'note' ? {} : value
        if (name === 'note') notes.push({ field, before: value.from, after: value.to })
      }
      const stays = exact(row.quantity).minus(one.line.delivered).minus(one.line.cancelled)
      if (one.line.kind === 'item' && !stays.equals(one.line.open))
        open.push({ orderId, line: one.line.line, open: stays.toFixed() })
    } else {
      const row = rowOf(drafted, orderId, next++, undefined, undefined, true)
      added.push(row)
      changes[`lines.${row.line_no}`] = { from: null, to: shortOf(row) }
    }
  }
  const removed = (edit.remove ?? []).map(line => ({ orderId, line }))
  for (const { line: number } of removed) {
    const line = standing.lines.find(one => one.line === number)
    if (!line) continue
    open.push({ orderId, line: number, open: '0' })
    changes[`lines.${number}`] = {
      from: {
        kind: line.kind,
        item: line.itemId,
        name: line.name,
        quantity: line.quantity,
        unitNet: line.unitNet,
        unitGross: line.unitGross,
      },
      to: null,
    }
  }
  const head = headOf(edit, standing, draft, reckoned)
  const personal = headDifferences(order, head, changes)
  if (reckoned && !exact(order.totalGross).equals(draft.totals.gross))
    changes['totalGross'] = { from: order.totalGross, to: draft.totals.gross }
  return {
    head,
    changed,
    added,
    removed,
    open: open.filter(one => standing.lines.some(line => line.line === one.line && line.kind === 'item')),
    items: added.flatMap(row => row.item_id ?? []),
    changes,
    personal: [...personal, ...notes],
  }
}

function rowOf(
  line: DraftLine,
  orderId: string,
  number: number,
  before: EditableLine | undefined,
  change: LineChange | undefined,
  reckoned: boolean,
): LineRow {
  const classId = change?.taxRate !== undefined ? null : (line.taxClassId ?? before?.taxClassId ?? null)
  const row = {
    order_id: orderId,
    line_no: number,
    kind: line.kind,
    item_id: line.itemId,
    sku: before ? before.sku : line.sku,
    name: line.name,
    note: line.note,
  }
  // Prices of an order that is not reckoned anew stay to the last digit as they came.
  if (before && !reckoned)
    return {
      ...row,
      quantity: before.quantity,
      unit_net: before.unitNet,
      unit_gross: before.unitGross,
      tax_rate: before.taxRate,
      discount_percent: before.discountPercent,
      tax_class_id: before.taxClassId,
      net: null,
      gross: null,
    }
  const samePrice =
    before?.unitNet &&
    before.unitGross &&
    change?.unitNet === undefined &&
    change?.unitGross === undefined &&
    same(before.taxRate, line.taxRate)
  return {
    ...row,
    quantity: line.quantity,
    unit_net: samePrice ? before.unitNet : line.unitNet,
    unit_gross: samePrice ? before.unitGross : line.unitGross,
    tax_rate: line.taxRate,
    discount_percent: line.discountPercent,
    tax_class_id: classId,
    net: line.net,
    gross: line.gross,
  }
}

const same = (one: string | null, other: string | null) =>
  one === null || other === null ? one === other : exact(one).equals(exact(other))

function lineDifferences(before: EditableLine, row: LineRow): Record<string, { from: unknown; to: unknown }> {
  const found: Record<string, { from: unknown; to: unknown }> = {}
  const note = (field: string, from: unknown, to: unknown, isSame: boolean) => {
    if (!isSame) found[field] = { from, to }
  }
  note('name', before.name, row.name, before.name === row.name)
  note('note', before.note, row.note, before.note === row.note)
  note('quantity', before.quantity, row.quantity, same(before.quantity, row.quantity))
  note('unitNet', before.unitNet, row.unit_net, same(before.unitNet, row.unit_net))
  note('unitGross', before.unitGross, row.unit_gross, same(before.unitGross, row.unit_gross))
  note(
    'discountPercent',
    before.discountPercent,
    row.discount_percent,
    same(before.discountPercent, row.discount_percent),
  )
  note('taxRate', before.taxRate, row.tax_rate, same(before.taxRate, row.tax_rate))
  return found
}

function shortOf(row: LineRow) {
  return {
    kind: row.kind,
    item: row.item_id,
    name: row.name,
    quantity: row.quantity,
    unitNet: row.unit_net,
    unitGross: row.unit_gross,
  }
}

function headOf(edit: OrderEdit, standing: Standing, draft: DraftOrder, reckoned: boolean): HeadRow {
  const { order } = standing
  const billing = edit.billing ?? order.billing
  const other = edit.customerId !== undefined && draft.customerId !== order.customerId
  return {
    id: order.id,
    customerId: draft.customerId ?? order.customerId,
    customerName: other || edit.billing !== undefined ? draft.customerName : order.customerName,
    customerReason: other ? { how: 'person', score: 100, candidates: [order.customerId] } : null,
    billing,
    shipping: edit.shipping === undefined ? order.shipping : edit.shipping,
    paymentMethod: edit.paymentMethod ?? order.paymentMethod,
    shippingMethod: edit.shippingMethod ?? order.shippingMethod,
    customerNote: edit.customerNote ?? order.customerNote,
    note: edit.note ?? order.note,
    priority: edit.priority ?? order.priority,
    taxes:
      movesTaxes(edit, standing) && draft.tax
        ? { treatment: draft.tax.treatment, country: draft.tax.country || null, vatId: draft.tax.vatId }
        : null,
    sums: reckoned
      ? {
          gross: draft.totals.gross,
          minor: minorUnits(exact(draft.totals.gross), order.minorDigits),
          net: draft.totals.net,
          rates: draft.totals.rates,
        }
      : null,
  }
}

const plainFields = ['paymentMethod', 'shippingMethod', 'priority'] as const
// What tells of a person: history has the names of these fields, their values stand apart.
const personalFields = ['billing', 'shipping', 'customerNote', 'note'] as const

function headDifferences(
  order: EditableOrder,
  head: HeadRow,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): EditPlan['personal'] {
  for (const field of plainFields)
    if (order[field] !== head[field]) changes[field] = { from: order[field], to: head[field] }
  if (order.customerId !== head.customerId)
    changes['customer'] = { from: order.customerId, to: head.customerId }
  return personalFields.flatMap(field => {
    if (JSON.stringify(sorted(order[field])) === JSON.stringify(sorted(head[field]))) return []
    changes[field] = {}
    return [{ field, before: order[field], after: head[field] }]
  })
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
