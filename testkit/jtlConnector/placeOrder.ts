/** A customer buys in the shop: what the order does not say is filled from the catalogue and the customer. */
import { problems } from '../../src/base/errors.ts'
import { type DecimalText, grossOf, subtract } from './decimals.ts'
import type { LineType, ShopAddress, ShopItem, ShopLine, ShopOrder } from './shopData.ts'
import { berlinTime } from './shopTime.ts'
import type { ShopState } from './state.ts'

/** A line to buy: an item by id or SKU and a quantity is enough. */
export interface NewLine {
  readonly id?: string
  readonly itemId?: string
  readonly sku?: string
  readonly quantity: DecimalText
  readonly name?: string
  readonly type?: LineType | ''
  readonly priceNet?: DecimalText
  readonly priceGross?: DecimalText
  readonly vat?: DecimalText
  readonly note?: string
}

/** An order to place: its lines are enough. A number given twice stays so: split orders of shops share theirs. */
export type NewOrder = Partial<Omit<ShopOrder, 'lines'>> & { readonly lines: readonly NewLine[] }

const fail = problems({
  SHOP_ORDER_EXISTS: {
    status: 409,
    de: 'Der Demo-Shop hat schon eine Bestellung {id}; bitte eine andere Nummer wählen oder keine angeben.',
    en: 'The demo shop already has an order {id}; please choose another id or give none.',
  },
})

/** Places an order and takes its quantities from the stock. Throws SHOP_ORDER_EXISTS. */
export function placeOrder(state: ShopState, order: NewOrder): ShopOrder {
  const { store } = state
  if (order.id !== undefined && store.orders.get(order.id)) throw fail('SHOP_ORDER_EXISTS', { id: order.id })
  const id = order.id ?? store.orders.freshId()
  const customer = order.customerId ? store.customers.get(order.customerId)?.data : undefined
  const { id: _customerId, ...address } = customer ?? walkIn
  const placed: ShopOrder = {
    customerId: null,
    createdAt: berlinTime(state.clock()),
    currency: 'EUR',
    language: 'de',
    status: 'new',
    paymentStatus: 'unpaid',
    paymentModule: 'pm_prepayment',
    shippingMethodId: '1',
    shippingMethodName: 'DHL Paket',
    billing: address,
    shipping: address,
    ...order,
    id,
    number: order.number ?? store.freshOrderNumber(),
    lines: order.lines.map((line, index) => fillLine(state, line, `${id}-${index + 1}`)),
  }
  store.putOrder(placed)
  for (const line of placed.lines) moveStock(state, line.itemId ?? '', line.quantity)
  return placed
}

/** Takes a quantity from the stock of an item; negative puts it back. Unknown items have none. */
export function moveStock(state: ShopState, itemId: string, quantity: DecimalText): void {
  const item = state.store.items.get(itemId)?.data
  if (item) state.store.putItem({ ...item, stock: subtract(item.stock, quantity) })
}

const walkIn: ShopAddress = {
  id: '',
  salutation: 'm',
  firstName: 'Gerd',
  lastName: 'Gast',
  street: 'Lindenallee 4',
  zipCode: '10115',
  city: 'Berlin',
  country: 'DE',
  email: 'gerd.gast@example.com',
}

function fillLine(state: ShopState, line: NewLine, defaultId: string): ShopLine {
  const item = findItem(state, line)
  const vat = line.vat ?? item?.vat ?? '19'
  const priceNet = line.priceNet ?? item?.priceNet ?? '0'
  return {
    id: line.id ?? defaultId,
    type: line.type ?? 'product',
    itemId: item?.id ?? null,
    sku: line.sku ?? item?.sku ?? '',
    name: line.name ?? item?.texts[0]?.name ?? line.sku ?? '',
    quantity: line.quantity,
    priceNet,
    priceGross: line.priceGross ?? grossOf(priceNet, vat),
    vat,
    note: line.note ?? '',
  }
}

function findItem(state: ShopState, line: NewLine): ShopItem | undefined {
  if (line.itemId !== undefined) return state.store.items.get(line.itemId)?.data
  return line.sku === undefined ? undefined : state.store.itemBySku(line.sku)
}
