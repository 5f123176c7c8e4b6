import { type Exact, exact, rounded } from '../../base/decimal.ts'
import { given } from '../../base/given.ts'
import type { OrderLineRecord, TheirRef } from '../../port/records.ts'
import { unnamedOffer } from './offerNames.ts'
import type { ItemLine, MoreData, OrderLine } from './orderWire.ts'

/** The model's default, which the PHP client writes out (`1.0`) and others leave out. */
const oneOf = '1'

/** A line of an order with what it costs all together, tax included. */
export interface Priced {
  readonly line: OrderLineRecord
  readonly total: Exact
}

/** A line of an order. An item costs what its `total` says; its price is that of one piece (README.md). */
export function mapLine(line: OrderLine): Priced {
  if (line.type === 'ITEM') return mapItem(line)
  const isShipping = line.type === 'SHIPPING'
  const text = (isShipping ? line.shippingGroup : line.note).trim()
  return {
    total: exact(line.grossPrice),
    line: given<OrderLineRecord>({
      ref: { theirs: line.orderItemId },
      kind: isShipping ? 'shipping' : 'payment',
      item: undefined,
      name: text || (isShipping ? 'Versand' : 'Zahlung'),
      quantity: '1',
      unitNet: undefined,
      unitGross: line.grossPrice,
      taxRate: line.taxPercent,
      taxBy: undefined,
      detail: undefined,
    }),
  }
}

function mapItem(line: ItemLine): Priced {
  const { orderItemId, channelOfferId, offerId, sku, title, quantity = oneOf } = line
  const ref = refOf(channelOfferId, offerId)
  return {
    total: exact(line.total),
    line: given<OrderLineRecord>({
      ref: { theirs: orderItemId },
      kind: ref || sku !== undefined ? 'item' : 'custom',
      item:
        ref || sku !== undefined
          ? given<NonNullable<OrderLineRecord['item']>>({ ref, sku, gtin: undefined })
          : undefined,
      name: title ?? sku ?? orderItemId,
      quantity,
      unitNet: undefined,
      unitGross: unitOf(line.grossPrice, quantity, line.total),
      taxRate: line.taxPercent,
      taxBy: undefined,
      detail: detailOf(line),
    }),
  }
}

// `offerId` is our number; without an id of the marketplace's own the offer goes by the name that stands in for one.
function refOf(channelOfferId: string | undefined, offerId: number | undefined): TheirRef | undefined {
  const no = offerId !== undefined && offerId <= 2_147_483_647 ? offerId : undefined
  if (channelOfferId !== undefined) return { theirs: channelOfferId, ...(no === undefined ? {} : { no }) }
  return no === undefined ? undefined : { theirs: unnamedOffer(no), no }
}

// Where price and total differ, the total is what the buyer pays.
function unitOf(grossPrice: string, quantity: string, total: string): string {
  if (grossPrice === total && quantity === oneOf) return grossPrice
  const isPerPiece = rounded(exact(grossPrice).times(quantity), 2).equals(rounded(exact(total), 2))
  return isPerPiece ? grossPrice : rounded(exact(total).div(quantity), 12).toFixed()
}

function detailOf(line: ItemLine): Readonly<Record<string, unknown>> | undefined {
  const more = given<Record<string, unknown>>({
    note: line.note,
    shippedBy: line.estimatedShippingDate,
    deliveredBy: line.estimatedDeliveryDate,
    shipFromCountry: line.shipFromCountry,
    fee: line.grossFee,
    ...moreOf(line.additionalOrderItemData),
  })
  return Object.keys(more).length === 0 ? undefined : more
}

/** The groups of further data as `group.key`; two values of one name stand below each other. */
export function moreOf(groups: MoreData | undefined): Readonly<Record<string, string>> {
  const found = new Map<string, string>()
  for (const { group, values } of groups ?? [])
    for (const { key, value } of values) {
      const name = `${group}.${key}`
      const before = found.get(name)
      found.set(name, before === undefined ? value : `${before}\n${value}`)
    }
  return Object.fromEntries(found)
}
