import type { ShopGlobals } from '../../testkit/jtlConnector/globals.ts'
import type {
  ShopAddress,
  ShopCustomer,
  ShopItem,
  ShopLine,
  ShopOrder,
  ShopPayment,
} from '../../testkit/jtlConnector/shopData.ts'
import type { ShopContents } from '../../testkit/jtlConnector/store.ts'
import { compareAmounts } from './amounts.ts'
import { drawNumber, retailSeed } from './chance.ts'
import type { Address, Customer, Item, Order, OrderLine, Shop } from './types.ts'

/** A shop of the file in the words of the simulator of JTL-Connector endpoints. */
export interface SimulatedShop {
  readonly globals: ShopGlobals
  /** What the shop starts with. */
  readonly contents: ShopContents
  /** What it receives after the first synchronisation: the file's last days. */
  readonly lastDays: Required<Pick<ShopContents, 'customers' | 'orders' | 'payments'>>
}

/** The settings of a British shop: English, pounds, one customer group, the two made tax rates. */
export const britishGlobals: ShopGlobals = {
  languages: [{ id: '1', language: 'en', isDefault: true, nameGerman: 'Englisch', nameEnglish: 'English' }],
  currencies: [
    { id: '1', iso: 'GBP', name: 'Pound sterling', nameHtml: '&pound;', factor: '1', isDefault: true },
  ],
  customerGroups: [{ id: '1', name: 'Customers', isDefault: true, showsNet: false, discount: '0' }],
  taxRates: [
    { id: '1', rate: '20', country: 'GB' },
    { id: '2', rate: '0', country: 'GB' },
  ],
  shippingMethods: [
    { id: '1', name: 'Parcel' },
    { id: '2', name: 'Airmail' },
  ],
  shippingClasses: [{ id: '1', name: 'Standard' }],
  productTypes: [{ id: '1', name: 'Standard' }],
  warehouses: [],
  units: [{ id: '1', name: 'Piece' }],
  measurementUnits: [],
  crossSellingGroups: [],
}

/**
 * Turns a shop of the file into what the simulator is started with. The shop numbers its items by itself, so the
 * same item has another id in the other shop. A line that spells the item number otherwise than the catalogue has
 * lost its item, as in a shop that keeps what was typed: only the number leads back to it. A paid order has a
 * payment of its own. Stock is made by the seed, the same for an item in both shops.
 */
export function asShop(shop: Shop, seed: string = retailSeed): SimulatedShop {
  const ids = new Map(shop.items.map((item, index) => [item.sku, String(index + 1)]))
  const received = ({ customers, orders }: Pick<Shop, 'customers' | 'orders'>) => ({
    customers: customers.map(asCustomer),
    orders: orders.map(order => asOrder(order, ids)),
    payments: orders.flatMap(asPayment),
  })
  return {
    globals: britishGlobals,
    contents: { catalog: shop.items.map(item => asItem(item, ids, seed)), ...received(shop) },
    lastDays: received(shop.lastDays),
  }
}

function asItem(item: Item, ids: ReadonlyMap<string, string>, seed: string): ShopItem {
  return {
    id: ids.get(item.sku) ?? item.sku,
    sku: item.sku,
    texts: [{ language: 'en', name: item.name }],
    active: true,
    priceNet: item.netPrice,
    vat: item.taxRate,
    stock: String(drawNumber(seed, `stock of ${item.sku}`, 500)),
    considerStock: true,
  }
}

function asCustomer({ id, address, firstSeen }: Customer): ShopCustomer {
  return {
    ...asAddress(address),
    id,
    number: id,
    groupId: '1',
    language: 'en',
    createdAt: firstSeen,
    hasAccount: true,
    active: true,
  }
}

function asOrder(order: Order, ids: ReadonlyMap<string, string>): ShopOrder {
  const abroad = order.shipping.countryIso !== 'GB'
  return {
    id: order.id,
    number: order.number,
    customerId: order.customerId,
    createdAt: order.placedAt,
    currency: order.currency,
    language: 'en',
    status: 'new',
    paymentStatus: order.paid ? 'completed' : 'unpaid',
    paidAt: order.paid ? order.placedAt : null,
    paymentModule: order.paymentCode,
    shippingMethodId: abroad ? '2' : '1',
    shippingMethodName: abroad ? 'Airmail' : 'Parcel',
    totalGross: order.totalGross,
    billing: asAddress(order.billing),
    shipping: asAddress(order.shipping),
    lines: order.lines.map(line => asLine(line, ids)),
  }
}

function asLine(line: OrderLine, ids: ReadonlyMap<string, string>): ShopLine {
  return {
    id: String(line.row),
    type: line.type,
    itemId: line.sku === line.itemSku ? (ids.get(line.sku) ?? null) : null,
    sku: line.sku,
    name: line.name,
    quantity: String(line.quantity),
    priceNet: line.unitPriceNet,
    priceGross: line.unitPriceGross,
    vat: line.taxRate,
  }
}

function asAddress({ countryIso, zip, ...address }: Address): ShopAddress {
  return { ...address, zipCode: zip, country: countryIso }
}

function asPayment(order: Order): ShopPayment[] {
  if (!order.paid || compareAmounts(order.totalGross, '0') <= 0) return []
  return [
    {
      id: order.id,
      orderId: order.id,
      amount: order.totalGross,
      module: order.paymentCode,
      transactionId: `made-${order.number}`,
      createdAt: order.placedAt,
    },
  ]
}
