/** What buyers and the marketplace do with orders. */
import { exact } from '../../src/base/decimal.ts'
import { fresh, freshUuid, type Market, setLines, tell, tellEntry } from './market.ts'
import { type ItemStatus, keyOf, type Order, type OrderStatus } from './state.ts'
import { type JsonObject, momentText } from './wire.ts'

export interface NewOrder {
  readonly sellerId: string
  /** Made if absent. */
  readonly orderId?: string
  /** ACCEPTED if absent. */
  readonly status?: OrderStatus
  readonly purchasedAt?: Date
  readonly currency?: string
  readonly paid?: boolean
  readonly lines: readonly NewLine[]
  /** Null: not known yet. A usual one if absent. */
  readonly address?: JsonObject | null
  /** Further fields of the order, as they are posted. */
  readonly more?: JsonObject
}

/** `price`: gross, of one unit. */
export interface NewLine {
  readonly type?: 'ITEM' | 'SHIPPING' | 'PAYMENT'
  readonly price: string
  readonly quantity?: string
  readonly taxPercent?: string
  readonly offerId?: number
  readonly sku?: string
  readonly title?: string
  readonly status?: ItemStatus
  readonly more?: JsonObject
}

/** An order as buyers remember it. */
export interface Placed {
  readonly key: string
  readonly sellerId: string
  readonly orderId: string
  /** What was paid or is to be paid. */
  readonly total: string
}

/** Somebody buys: the order is told, and what buyers see of its offers falls. Throws a RangeError where less is shown. */
export function place(market: Market, order: NewOrder): Placed {
  const { state } = market
  const { sellerId, status = 'ACCEPTED' } = order
  const orderId = order.orderId ?? `B${fresh(market)}`
  const key = keyOf(sellerId, orderId)
  if (state.orders[key]) throw new RangeError(`there is an order ${key} already`)
  const isFulfilled = order.more?.['fbc'] === true || status.startsWith('CANCELED') || status === 'SHIPPED'
  if (!isFulfilled) sell(market, key, order)
  const address = order.address === undefined ? usualAddress : order.address
  const paid = order.paid ?? status !== 'CREATED'
  const items = order.lines.map((line, at) => ({ line, orderItemId: `${orderId}-${at + 1}` }))
  state.orders[key] = {
    sellerId,
    orderId,
    status,
    hasAddress: address !== null,
    paid,
    shippingComplete: status === 'SHIPPED',
    packages: [],
    lines: items
      .filter(({ line }) => (line.type ?? 'ITEM') === 'ITEM')
      .map(({ line, orderItemId }) => ({
        orderItemId,
        quantity: exact(line.quantity ?? '1').toFixed(),
        status: line.status ?? statusOfLines(status),
        shipped:
          status === 'SHIPPED' || line.status === 'SHIPPED' ? exact(line.quantity ?? '1').toFixed() : '0',
        cancelled: '0',
        returned: '0',
        refunded: '0',
      })),
  }
  const at = momentText(order.purchasedAt ?? market.now())
  tellEntry(market, 'order', {
    sellerId,
    orderStatus: status,
    orderId,
    purchasedAt: at,
    lastChangedAt: at,
    currency: order.currency ?? 'EUR',
    orderItem: items.map(({ line, orderItemId }) => wireLine(line, orderItemId, status, paid)),
    ...(address === null ? {} : { billingAddress: address, shippingAddress: address }),
    invoiceDocumentTransfer: 'not-set',
    ...order.more,
  })
  return { key, sellerId, orderId, total: totalOf(order.lines) }
}

function sell(market: Market, key: string, order: NewOrder): void {
  const { state } = market
  const bought = order.lines.flatMap(({ offerId, quantity = '1' }) => {
    const name = offerId === undefined ? undefined : keyOf(order.sellerId, offerId)
    const offer = name === undefined ? undefined : state.offers[name]
    return name !== undefined && offer ? [{ name, offer, quantity }] : []
  })
  for (const { name, offer, quantity } of bought)
    if (exact(offer.quantity).lessThan(exact(quantity)))
      throw new RangeError(`of ${name} ${offer.quantity} are shown, not ${quantity}`)
  for (const { name, offer, quantity } of bought) {
    offer.quantity = exact(offer.quantity).minus(exact(quantity)).toFixed()
    state.book.sold.push({ offer: name, order: key, quantity })
    state.book.shown.push({ offer: name, quantity: offer.quantity, why: `sold with ${key}` })
  }
}

function wireLine(line: NewLine, orderItemId: string, status: OrderStatus, paid: boolean): JsonObject {
  const { type = 'ITEM', price, taxPercent, quantity = '1.0' } = line
  const common = { orderItemId, type, grossPrice: price, ...(taxPercent === undefined ? {} : { taxPercent }) }
  if (type === 'SHIPPING') return { ...common, shippingGroup: 'Standard', ...line.more }
  if (type === 'PAYMENT') return { ...common, note: line.title ?? 'Gebühr', ...line.more }
  return {
    ...common,
    itemStatus: line.status ?? statusOfLines(status),
    itemPaymentStatus: paid ? 'PAID' : 'PENDING',
    total: exact(price).times(exact(quantity)).toFixed(),
    quantity,
    ...(line.offerId === undefined ? {} : { offerId: line.offerId }),
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    ...(line.title === undefined ? {} : { title: line.title }),
    ...line.more,
  }
}

function statusOfLines(status: OrderStatus): ItemStatus {
  if (status === 'CANCELED_BY_BUYER' || status === 'CANCELED_BY_SELLER' || status === 'SHIPPED') return status
  return 'UNSHIPPED'
}

/** What buyers pay for these lines. */
export function totalOf(lines: readonly NewLine[]): string {
  const sums = lines.map(line =>
    exact(line.price).times(exact((line.type ?? 'ITEM') === 'ITEM' ? (line.quantity ?? '1') : '1')),
  )
  return sums.reduce((sum, one) => sum.plus(one), exact('0')).toFixed()
}

/** Where orders go if nothing else is said. */
export const usualAddress: JsonObject = {
  firstName: 'Änne',
  lastName: 'Müller-Lüdenscheidt',
  gender: 'female',
  street: 'Straße des 17. Juni',
  houseNumber: '135 b',
  postcode: '04109',
  city: 'Leipzig',
  country: 'DE',
}

/** Another address is told, which the API takes until the order was accepted. */
export function changeAddress(market: Market, key: string, address: JsonObject): void {
  const order = known(market, key)
  order.hasAddress = true
  const { sellerId, orderId } = order
  tellEntry(market, 'orderAddress', { sellerId, orderId, billingAddress: address, shippingAddress: address })
}

/** The order may be shipped: its address is told where it was not, and then its status. */
export function release(market: Market, key: string, address: JsonObject = usualAddress): void {
  const order = known(market, key)
  if (!order.hasAddress) changeAddress(market, key, address)
  setStatus(market, order, 'ACCEPTED')
}

/** The order as a whole becomes that; only while it was not accepted. */
export function setStatus(market: Market, order: Order, status: OrderStatus): void {
  order.status = status
  if (status.startsWith('CANCELED')) for (const line of order.lines) line.status = status as ItemStatus
  tellEntry(market, 'orderStatus', { sellerId: order.sellerId, orderId: order.orderId, orderStatus: status })
}

/** Lines become that, without anybody being asked. All lines if none is named. */
export function moveLines(market: Market, key: string, status: ItemStatus, only?: readonly string[]): void {
  const order = known(market, key)
  const lines = order.lines.filter(line => only === undefined || only.includes(line.orderItemId))
  if (order.status === 'UNACKED' || order.status === 'CREATED') {
    if (status === 'CANCELED_BY_BUYER' || status === 'CANCELED_BY_SELLER') setStatus(market, order, status)
    return
  }
  setLines(market, order, lines, status)
}

/** The buyer pays what was open. */
export function pay(market: Market, key: string): void {
  const order = known(market, key)
  order.paid = true
  tellEntry(market, 'orderStatus', {
    sellerId: order.sellerId,
    orderId: order.orderId,
    orderStatus: order.status,
    orderItems: order.lines.map(line => ({
      orderItemId: line.orderItemId,
      itemStatus: line.status,
      paymentStatus: 'PAID',
    })),
  })
}

/** The buyer wants the order, or these lines, cancelled. The id of the request. */
export function askToCancel(
  market: Market,
  key: string,
  only?: readonly string[],
  message = 'doch nicht',
): string {
  const order = known(market, key)
  const id = freshUuid(market)
  const items = order.lines
    .filter(line => only === undefined || only.includes(line.orderItemId))
    .map(({ orderItemId, quantity }) => ({ orderItemId, quantity }))
  market.state.cancellations[id] = { order: key, by: 'buyer', items }
  tell(market, {
    call: 'cancellation',
    body: {
      orderCancellationRequestId: id,
      sellerId: order.sellerId,
      orderId: order.orderId,
      orderItem: items,
      cancelReason: 'BUYER_CANCELLED',
      message,
    },
  })
  return id
}

/** The buyer sends something back. The channel's id of the return. Without lines: the whole order. */
export function announceReturn(market: Market, key: string, only?: readonly string[]): string {
  const order = known(market, key)
  const channelReturnId = `RET-${fresh(market)}`
  const lines = order.lines.filter(line => only?.includes(line.orderItemId))
  tell(market, {
    call: 'return',
    body: {
      sellerId: order.sellerId,
      orderId: order.orderId,
      orderItem: lines.map(({ orderItemId, quantity }) => ({
        orderItemId,
        quantity,
        returnReason: 'WRONG_SIZE',
        note: 'zu klein',
      })),
      channelReturnId,
      returnTracking: { carrier: 'DHL', trackingNumber: `RT${channelReturnId}` },
    },
  })
  return channelReturnId
}

/** The marketplace writes the invoice and gives it to the seller. Its number. */
export function writeInvoice(market: Market, key: string, pdf: Uint8Array): string {
  const order = known(market, key)
  const number = `CH-${fresh(market)}`
  const at = momentText(market.now())
  tell(market, {
    call: 'invoice',
    file: {
      part: 'invoice',
      name: `${number}.pdf`,
      type: 'application/pdf',
      base64: Buffer.from(pdf).toString('base64'),
      json: {
        type: 'INVOICE',
        sellerId: order.sellerId,
        orderId: order.orderId,
        invoiceNumber: number,
        transactionDate: at,
        taxCalculationDate: at,
        currency: 'EUR',
        billingAddress: usualAddress,
        orderList: [
          {
            orderId: order.orderId,
            purchasedAt: at,
            transactionItemList: order.lines.map(line => ({
              orderItemId: line.orderItemId,
              orderItemType: 'ITEM',
              quantity: Number(line.quantity),
              totalGrossPriceWithDiscounts: 11.9,
              totalNetPriceWithDiscounts: 10,
              totalVatAmountWithDiscounts: 1.9,
              vatRate: 19,
            })),
          },
        ],
      },
    },
  })
  return number
}

function known(market: Market, key: string): Order {
  const order = market.state.orders[key]
  if (order) return order
  throw new RangeError(`there is no order ${key}`)
}
