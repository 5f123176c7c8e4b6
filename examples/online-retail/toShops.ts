import { buildCancellations } from './buildCancellations.ts'
import { buildCatalogue } from './buildCatalogue.ts'
import { buildCustomers } from './buildCustomers.ts'
import { buildOrder } from './buildOrder.ts'
import { drawNumber, retailSeed } from './chance.ts'
import { invoiceKindOf } from './lineTypes.ts'
import { sumFile } from './sumFile.ts'
import {
  type Item,
  type LeftOut,
  type LeftOutReason,
  type OnlineRetail,
  type Order,
  type Row,
  type ShopId,
  shopIds,
  type Voucher,
} from './types.ts'
import { invoicesOf, toVoucher } from './voucher.ts'

export interface ToShopsOptions {
  /** Another seed makes other people, taxes, payments and another split on the shops. */
  readonly seed?: string
  /** First local day of the orders that arrive later, `2010-12-20` by default. */
  readonly lastDaysFrom?: string
  /** At most so many orders in both shops together, earlier and later days in the file's proportion. */
  readonly limit?: number
}

/**
 * Turns the rows of the file into two shops: pure, and the same for the same rows and options. Nothing is
 * cleaned: every row is a line of exactly one order, or stands in `leftOut` with its reason. Buyers keep to one
 * shop; a shop's catalogue holds every item that one of its orders has, so some items are in both.
 */
export function toShops(rows: readonly Row[], options: ToShopsOptions = {}): OnlineRetail {
  const seed = options.seed ?? retailSeed
  const lastDaysFrom = options.lastDaysFrom ?? '2010-12-20'
  const catalogue = buildCatalogue(rows, seed)
  const customers = buildCustomers(rows, seed)
  const invoices = Map.groupBy(invoicesOf(rows), ([first]) => invoiceKindOf(first.invoice))
  const all = (invoices.get('order') ?? []).map(of => buildOrder(of, catalogue, customers, seed))
  const cancellations = buildCancellations(invoices.get('cancellation') ?? [], all, catalogue)
  const badDebts = (invoices.get('badDebt') ?? []).map(of => toVoucher(of, catalogue))
  const orders = limitOrders(all, lastDaysFrom, options.limit ?? all.length)
  const kept = new Set(orders)
  const leftOut = [
    ...cancellations.flatMap(voucher => leaveOut(voucher, 'CANCELLATION', voucher.orderId)),
    ...badDebts.flatMap(voucher => leaveOut(voucher, 'BAD_DEBT')),
    ...all.filter(order => !kept.has(order)).flatMap(voucher => leaveOut(voucher, 'OVER_LIMIT')),
  ]
  const items = [...catalogue.values()]
  const everyone = [...customers.values()]
  return {
    items,
    customers: everyone,
    orders,
    cancellations,
    leftOut: leftOut.sort((a, b) => a.row - b.row),
    shops: shopIds.map(id => {
      const here = (buyer: Buyer) => shopOf(buyer, seed) === id
      const ofShop = orders.filter(here)
      const newcomers = everyone.filter(customer => shopOfKey(customer.id, seed) === id)
      return {
        id,
        name: shopNames[id],
        items: itemsNamedBy([...all, ...cancellations].filter(here), items),
        customers: newcomers.filter(customer => customer.firstSeen < lastDaysFrom),
        orders: ofShop.filter(order => order.placedAt < lastDaysFrom),
        lastDays: {
          customers: newcomers.filter(customer => customer.firstSeen >= lastDaysFrom),
          orders: ofShop.filter(order => order.placedAt >= lastDaysFrom),
        },
        cancellations: cancellations.filter(here),
      }
    }),
    sums: sumFile(rows),
  }
}

const shopNames: Readonly<Record<ShopId, string>> = { gifts: 'Gifts', trade: 'Trade' }

type Buyer = Pick<Voucher, 'id' | 'customerId'>

/** A customer always buys in the same shop, a guest where the invoice falls. */
function shopOf(buyer: Buyer, seed: string): ShopId {
  return shopOfKey(buyer.customerId ?? `guest ${buyer.id}`, seed)
}

/** About three of five buyers belong to the first shop. */
function shopOfKey(key: string, seed: string): ShopId {
  return drawNumber(seed, `shop of ${key}`, 5) < 3 ? 'gifts' : 'trade'
}

/** The first orders of the earlier and of the last days, so many of each that both keep their share. */
function limitOrders(all: readonly Order[], lastDaysFrom: string, limit: number): Order[] {
  const earlier = all.filter(order => order.placedAt < lastDaysFrom)
  const later = all.filter(order => order.placedAt >= lastDaysFrom)
  const kept = Math.min(limit, all.length)
  const keptLater = all.length === 0 ? 0 : Math.round((kept * later.length) / all.length)
  return [...earlier.slice(0, kept - keptLater), ...later.slice(0, keptLater)]
}

function itemsNamedBy(vouchers: readonly Voucher[], items: readonly Item[]): Item[] {
  const named = new Set(vouchers.flatMap(voucher => voucher.lines.map(line => line.itemSku)))
  return items.filter(item => named.has(item.sku))
}

function leaveOut(voucher: Voucher, reason: LeftOutReason, orderId: string | null = null): LeftOut[] {
  return voucher.lines.map(line => ({ row: line.row, invoice: voucher.id, reason, orderId }))
}
