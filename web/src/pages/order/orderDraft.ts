import type { AddedLine, ChangedLine, OrderEdit } from '../../api/orderEdit.ts'
import type { Address, Order } from '../../api/orders.ts'
import { decimalToType, negated, readDecimal, sameDecimal, signOf } from '../../words/decimalText.ts'

/** The parts of an address, as they are asked for. */
export const addressParts = [
  'company',
  'firstName',
  'lastName',
  'street',
  'extra',
  'postcode',
  'city',
  'country',
] as const
const keptParts = [...addressParts, 'salutation', 'title', 'state', 'phone', 'email'] as const

const decimalParts: readonly string[] = ['quantity', 'price', 'discountPercent']

/** The price of a line as it is sent: a discount takes off, whether its sign was typed or not. */
export function signedPrice(kind: string, price: string): string {
  return takesOff(kind, price) ? negated(price) : price
}

/** Whether a price without a sign was typed where it can only be meant to take off. */
export function takesOff(kind: string, price: string | undefined): boolean {
  return (kind === 'discount' || kind === 'voucher') && Boolean(price) && signOf(price ?? '0') > 0
}

/** A line that is added, as it is typed. */
export interface DraftLine {
  readonly key: number
  readonly kind: AddedLine['kind']
  readonly itemId?: string
  readonly sku: string
  readonly name: string
  readonly quantity: string
  /** Empty: the price that holds for the customer. */
  readonly price: string
  readonly discountPercent: string
  readonly taxClassId: string
}

/** What was changed and is not saved yet. */
export interface OrderDraft {
  /** `note`, `billing.street`, `lines.2.quantity` … → as typed. */
  readonly fields: Readonly<Record<string, string>>
  readonly removed: readonly number[]
  readonly added: readonly DraftLine[]
  /** The goods go to the billing address; undefined: as it is. */
  readonly sameAddress?: boolean | undefined
  readonly knowingly: boolean
}

export const noDraft: OrderDraft = { fields: {}, removed: [], added: [], knowingly: false }

/** How many changes a draft holds. */
export function changesIn(order: Order, { fields, removed, added, sameAddress }: OrderDraft): number {
  const moved = sameAddress !== undefined && sameAddress !== isSame(order) ? 1 : 0
  return Object.keys(fields).length + removed.length + added.length + moved
}

/** Whether the goods of an order go to its billing address. */
export function isSame(order: Order): boolean {
  return order.shipping === null
}

/** What stands in a field of the order, as a person would type it. */
export function stored(order: Order, key: string): string {
  const [head = '', middle = '', part = ''] = key.split('.')
  if (head === 'billing' || head === 'shipping') return text(addressOf(order, head)?.[middle])
  if (head === 'lines') {
    const line = order.lines.find(one => one.line === Number(middle))
    if (!line) return ''
    if (part === 'price') return decimalToType(order.pricesGross ? line.unitGross : line.unitNet)
    if (part === 'quantity' || part === 'discountPercent') return decimalToType(line[part])
    if (part === 'taxClassId') return line.taxClassId ?? ''
    return part === 'note' ? line.note : line.name
  }
  if (head === 'priority') return String(order.priority)
  const held = { ...order }
  const plain = ['paymentMethod', 'shippingMethod', 'customerNote', 'note'] as const
  const known = plain.find(one => one === head)
  return known ? held[known] : ''
}

/** A draft with one field changed; what was changed back is no change. */
export function withField(order: Order, draft: OrderDraft, key: string, value: string): OrderDraft {
  const { [key]: _, ...rest } = draft.fields
  const before = stored(order, key)
  const part = key.split('.')[2] ?? ''
  const same = decimalParts.includes(part) ? sameDecimal(before, value) : before === value
  return { ...draft, fields: same ? rest : { ...rest, [key]: value } }
}

/** The keys of numbers that cannot be read. */
export function faults(draft: OrderDraft): string[] {
  const typed = Object.entries(draft.fields).filter(([key]) => decimalParts.includes(key.split('.')[2] ?? ''))
  const wrong = typed.filter(([key, value]) => {
    const read = readDecimal(value, { signed: key.endsWith('price') })
    return read === undefined || (read === '' && !key.endsWith('discountPercent'))
  })
  const lines = draft.added.filter(
    one => !readDecimal(one.quantity) || readDecimal(one.price, { signed: true }) === undefined,
  )
  return [...wrong.map(([key]) => key), ...lines.map(one => `added.${one.key}`)]
}

/** A draft as it is saved. */
export function toEdit(order: Order, draft: OrderDraft, version: number): OrderEdit {
  const { fields, removed, added, sameAddress, knowingly } = draft
  const has = (head: string) => Object.keys(fields).some(key => key.startsWith(`${head}.`))
  const plain = ['paymentMethod', 'shippingMethod', 'customerNote', 'note'] as const
  const changed = changedLines(order, fields)
  const shipsElsewhere = sameAddress === false || (sameAddress === undefined && has('shipping'))
  return {
    version,
    ...Object.fromEntries(plain.flatMap(key => (fields[key] === undefined ? [] : [[key, fields[key]]]))),
    ...(fields['priority'] === undefined ? {} : { priority: Number(fields['priority']) }),
    ...(has('billing') ? { billing: address(order, fields, 'billing') } : {}),
    ...(sameAddress === true && !isSame(order) ? { shipping: null } : {}),
    ...(shipsElsewhere && (has('shipping') || isSame(order))
      ? { shipping: address(order, fields, 'shipping') }
      : {}),
    ...(changed.length > 0 ? { change: changed.filter(one => !removed.includes(one.line)) } : {}),
    ...(removed.length > 0 ? { remove: removed } : {}),
    ...(added.length > 0 ? { add: added.map(one => addedLine(order, one)) } : {}),
    ...(knowingly ? { knowingly } : {}),
  }
}

/** A draft without what others changed and what shall stay as they have it; fields are named as in the history. */
export function without(draft: OrderDraft, theirs: ReadonlySet<string>): OrderDraft {
  const isTheirs = (key: string) => {
    const history = key.replace(/\.price$/, '.unitGross')
    return [...theirs].some(
      field =>
        history === field ||
        key.startsWith(`${field}.`) ||
        (field.endsWith('.unitNet') && key === field.replace(/unitNet$/, 'price')),
    )
  }
  const removed = draft.removed.filter(line => !theirs.has(`lines.${line}`))
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(([key]) => !isTheirs(key)))
  const sameAddress = theirs.has('shipping') ? undefined : draft.sameAddress
  return { ...draft, fields, removed, sameAddress }
}

function changedLines(order: Order, fields: OrderDraft['fields']): ChangedLine[] {
  const lines = new Map<number, Record<string, string | number | null>>()
  for (const [key, value] of Object.entries(fields)) {
    const [head, number = '', part = ''] = key.split('.')
    if (head !== 'lines') continue
    const line = lines.get(Number(number)) ?? { line: Number(number) }
    const name = part === 'price' ? (order.pricesGross ? 'unitGross' : 'unitNet') : part
    const kind = order.lines.find(one => one.line === Number(number))?.kind ?? ''
    const typed = readDecimal(value, { signed: true }) ?? ''
    const decimal = part === 'price' ? signedPrice(kind, typed) : typed
    line[name] = decimalParts.includes(part) ? (decimal === '' ? null : decimal) : value
    lines.set(Number(number), line)
  }
  return [...lines.values()] as unknown as ChangedLine[]
}

function addedLine(order: Order, one: DraftLine): AddedLine {
  const price = signedPrice(one.kind, readDecimal(one.price, { signed: true }) ?? '')
  const discount = readDecimal(one.discountPercent) ?? ''
  return {
    kind: one.kind,
    quantity: readDecimal(one.quantity) ?? '',
    ...(one.itemId ? { itemId: one.itemId } : { name: one.name }),
    ...(price === '' ? {} : order.pricesGross ? { unitGross: price } : { unitNet: price }),
    ...(discount === '' ? {} : { discountPercent: discount }),
    ...(one.taxClassId === '' ? {} : { taxClassId: one.taxClassId }),
  }
}

function addressOf(order: Order, which: 'billing' | 'shipping'): Address | null {
  return which === 'billing' ? (order.billing ?? order.shipping) : (order.shipping ?? order.billing)
}

function address(order: Order, fields: OrderDraft['fields'], which: 'billing' | 'shipping') {
  const now = addressOf(order, which)
  return Object.fromEntries(
    keptParts
      .map(part => [part, fields[`${which}.${part}`] ?? text(now?.[part])] as const)
      .filter(([, value]) => value !== ''),
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
