import type { Tx } from '../../base/database.ts'
import { exact } from '../../base/decimal.ts'
import type { ProblemData } from '../../base/errors.ts'
import type { Address } from '../../customers/address.ts'
import { findCustomers } from '../../customers/customerQueries.ts'
import { findOrMakeCustomers, type Seeker } from '../../customers/findOrMakeCustomers.ts'
import { readMatchRule } from '../../customers/matchRule.ts'
import { linesOfMade } from '../../sales/madeStore.ts'
import { makeOrders, type NewLine, type NewOrder } from '../../sales/makeOrders.ts'
import type { MappedRow } from './mapRow.ts'
import { type ResolvedRow, type RowKind, type RowResult, type RowsOf, refusal, textOf } from './rowKind.ts'

/**
 * Rows about orders: those of one number, one behind the other, are its lines. An order is made as a whole or not at all, once by
 * its number and channel; its customer is the one with the number that is given, or the one who is recognised by the address, or
 * a new one. A row without a price has the price that holds for the customer.
 */
export const orderRows: RowKind = {
  groupOf: row => textOf(row, 'externalNumber'),
  async resolve(_, of, rows) {
    return rows.map(row => {
      const number = textOf(row, 'externalNumber')
      if (number === undefined) return refusal(row, 'CSV_CELL_MISSING', { column: 'externalNumber' })
      const channel = firstOf(row, 'channel')
      const channelId = channel === undefined ? '' : of.names.channel.get(channel)
      if (channelId === undefined) return refusal(row, 'CHANNEL_UNKNOWN', { channel: channel ?? '' })
      for (const member of membersOf(row)) {
        const kind = textOf(member, 'lineKind')
        if (kind !== undefined && !kinds.has(kind.toLowerCase()))
          return refusal(member, 'CSV_CELL_INVALID', {
            column: 'lineKind',
            value: kind,
            expected: [...kinds.keys()].join(', '),
          })
        if (textOf(member, 'quantity') === undefined)
          return refusal(member, 'CSV_CELL_MISSING', { column: 'quantity' })
      }
      return { row, key: `${channelId} ${number}`, object: number, id: undefined, ids: { channelId } }
    })
  },
  async write(tx, of, rows) {
    const customers = await customersOf(tx, of, rows)
    const going = rows.flatMap((one, at) => {
      const customer = customers[at]
      return customer && 'id' in customer ? [{ at, one, order: orderOf(one, customer.id) }] : []
    })
    const { order, customer } = of.numbers ?? placeholders
    const keyAt = (index: number) => going[index]?.one.key ?? ''
    const { results: made, changed } = await makeOrders(
      tx,
      of.tenant,
      going.map(one => one.order),
      { name: of.actor, now: of.now },
      { order: index => order(keyAt(index)), customer: index => customer(keyAt(index)) },
    )
    const before = await linesOfMade(
      tx,
      of.tenant,
      made.flatMap(one => (one.did === 'already' && one.orderId ? [one.orderId] : [])),
    )
    const results: RowResult[] = rows.map((one, at): RowResult => {
      const found = customers[at]
      if (found && 'code' in found) return refused(one, found.code, found.data)
      const index = going.findIndex(other => other.at === at)
      const result = made[index]
      if (!result || result.did === 'refused') return refused(one, result?.code ?? '', result?.data ?? {})
      if (result.did === 'made') return { did: 'new' }
      const same = isSame(going[index]?.order, before.get(result.orderId ?? '') ?? [])
      return same
        ? { did: 'unchanged' }
        : refused(one, 'CSV_ORDER_EXISTS', { order: one.object, number: result.orderNumber ?? '' })
    })
    return { results, changed }
  },
  async snapshot(tx, of, rows) {
    const found = await tx.query<{ key: string; number: string }>(
      `select u.key, o.external_number as number from unnest($2::text[], $3::text[], $4::uuid[]) as u (key, number, channel)
       join sales_order o on o.tenant_id = $1 and o.external_number = u.number and o.channel_id is not distinct from u.channel
         and o.web_order_id is null and o.split_from is null`,
      [
        of.tenant,
        rows.map(row => row.key),
        rows.map(row => row.object),
        rows.map(row => row.ids['channelId'] || null),
      ],
    )
    return new Map(found.map(({ key, number }) => [key, new Map([['externalNumber', number]])]))
  },
}

// A dry run takes everything back: it uses up no numbers.
const placeholders = { order: (key: string) => `~ ${key}`, customer: (key: string) => `~ ${key}` }

const kinds: ReadonlyMap<string, NewLine['kind']> = new Map([
  ['artikel', 'item'],
  ['item', 'item'],
  ['versand', 'shipping'],
  ['shipping', 'shipping'],
  ['zahlung', 'payment'],
  ['payment', 'payment'],
  ['rabatt', 'discount'],
  ['discount', 'discount'],
  ['gutschein', 'voucher'],
  ['voucher', 'voucher'],
  ['aufschlag', 'surcharge'],
  ['surcharge', 'surcharge'],
  ['frei', 'custom'],
  ['custom', 'custom'],
])

const membersOf = (row: MappedRow): readonly MappedRow[] => row.members ?? [row]

// What is said of the order itself stands in any of its rows; the first one that says it counts.
function firstOf(row: MappedRow, field: string): string | undefined {
  for (const member of membersOf(row)) {
    const value = textOf(member, field)
    if (value !== undefined) return value
  }
  return undefined
}

function orderOf(one: ResolvedRow, customerId: string): NewOrder {
  const { row } = one
  const placed = firstOf(row, 'placedAt')
  return {
    kind: 'csv',
    customer: { id: customerId },
    channelId: one.ids['channelId'] || undefined,
    externalNumber: one.object,
    currency: firstOf(row, 'currency')?.toUpperCase(),
    // As the file says its prices; where it says none, by the customer.
    ...(firstOf(row, 'unitGross') !== undefined
      ? { pricesGross: true }
      : firstOf(row, 'unitNet') !== undefined
        ? { pricesGross: false }
        : {}),
    placedAt: placed === undefined ? undefined : new Date(placed),
    billing: addressOf(row, field => field),
    shipping: shippingOf(row),
    paymentMethod: firstOf(row, 'paymentMethod'),
    shippingMethod: firstOf(row, 'shippingMethod'),
    customerNote: firstOf(row, 'customerNote'),
    note: firstOf(row, 'note'),
    expectedGross: firstOf(row, 'total'),
    lines: membersOf(row).map(lineOf),
  }
}

function lineOf(row: MappedRow): NewLine {
  const said = textOf(row, 'lineKind')
  const sku = textOf(row, 'itemNumber')
  return {
    kind:
      said === undefined
        ? sku === undefined
          ? 'custom'
          : 'item'
        : (kinds.get(said.toLowerCase()) ?? 'custom'),
    sku,
    name: textOf(row, 'name'),
    quantity: textOf(row, 'quantity') ?? '',
    unitNet: textOf(row, 'unitNet'),
    unitGross: textOf(row, 'unitGross'),
    discountPercent: textOf(row, 'discountPercent'),
    taxRate: textOf(row, 'taxRate'),
    note: textOf(row, 'lineNote'),
  }
}

const addressFields = [
  'company',
  'firstName',
  'lastName',
  'street',
  'extra',
  'postcode',
  'city',
  'country',
  'email',
  'phone',
] as const

function addressOf(row: MappedRow, named: (field: string) => string): Address | undefined {
  const entries = addressFields.flatMap(field => {
    const value = firstOf(row, named(field))
    return value === undefined ? [] : [[field, field === 'country' ? value.toUpperCase() : value] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function shippingOf(row: MappedRow): Address | undefined {
  return addressOf(row, field => `shipping${field.charAt(0).toUpperCase()}${field.slice(1)}`)
}

type Found = { readonly id: string } | { readonly code: string; readonly data: ProblemData }

// By number, or by what the address says of them, as orders of shops find theirs.
async function customersOf(tx: Tx, of: RowsOf, rows: readonly ResolvedRow[]): Promise<Found[]> {
  const numbers = rows.map(({ row }) => firstOf(row, 'customerNumber') ?? '')
  const known = await findCustomers(tx, of.tenant, numbers)
  const seeking = rows.flatMap(({ row, key }, at) => {
    const billing = addressOf(row, field => field)
    return numbers[at] === '' && billing && (billing.company || billing.lastName)
      ? [{ at, key, billing, row }]
      : []
  })
  const { customer } = of.numbers ?? placeholders
  const rule = await readMatchRule(tx, of.tenant)
  const found = await findOrMakeCustomers(
    tx,
    of.tenant,
    seeking.map(
      ({ key, billing, row }): Seeker => ({
        id: key,
        connectionId: '',
        channel: { id: '', name: '' },
        externalId: null,
        billing,
        shipping: shippingOf(row) ?? null,
        language: null,
        assigned: null,
        matching: { ...rule, unsure: 'new', guests: 'match' },
      }),
    ),
    { by: of.actor, now: of.now, numberOf: customer },
  )
  const byPlace = new Map(seeking.map(({ at }, index) => [at, found[index]]))
  return rows.map((_, at): Found => {
    const number = numbers[at] ?? ''
    const id = known[at]
    if (number !== '') return id ? { id } : { code: 'CUSTOMER_UNKNOWN', data: { customer: number } }
    const one = byPlace.get(at)
    if (!one) return { code: 'CUSTOMER_NAME_MISSING', data: {} }
    return 'code' in one ? one : { id: one.customerId }
  })
}

// The row of the line that is wrong; of what is said of the order itself its first.
function refused({ row }: ResolvedRow, code: string, data: ProblemData): RowResult {
  const line = Number(data['line'] ?? 0)
  const at = membersOf(row)[line - 1] ?? row
  const texts = Object.entries(data).map(([name, value]) => [name, String(value)] as const)
  const sku = data['sku'] === undefined ? {} : { item: String(data['sku']) }
  return { did: 'refused', code, data: { ...Object.fromEntries(texts), ...sku, row: String(at.rowNo) } }
}

// The same file once more makes nothing; another order of that number is none.
function isSame(
  order: NewOrder | undefined,
  lines: readonly { readonly kind: string; readonly sku: string | null; readonly quantity: string }[],
): boolean {
  const goods = (list: readonly { kind: string; sku?: string | null | undefined; quantity: string }[]) =>
    list
      .filter(line => line.kind === 'item')
      .map(line => `${(line.sku ?? '').trim().toLowerCase()} ${exact(line.quantity).toFixed()}`)
      .sort()
      .join('|')
  return order !== undefined && goods(order.lines) === goods(lines)
}
