import { between, type Chance, pick } from '../../testkit/jtlConnector/chance.ts'
import { multiply, round, sum } from '../../testkit/jtlConnector/decimals.ts'
import type { FaultKind, FaultPlan, ScriptedFault } from '../../testkit/jtlConnector/faults.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import type { Moment } from './moment.ts'

/** What goes on in a shop while it is synchronised. Same chance, same calls: the same life. */
export interface ShopLife {
  /** Between two runs: purchases, payments, new customers, changed orders, and now and then the shop forgets. */
  goesOn(): void
  /** Within a run: between two calls an order is changed, or placed. */
  meanwhile(moment: Moment): void
  /** What goes wrong in the next run: mostly one thing, the kind that was met least; sometimes several, sometimes nothing. */
  nextFault(): FaultPlan | null
}

const callsOf = {
  ack: 'core.connector.ack',
  orders: 'customer_order.pull',
  customers: 'customer.pull',
  identify: 'connector.identify',
  stock: 'product_stock_level.push',
  items: 'product.push',
  deliveries: 'delivery_note.push',
} as const

/** Everything that may go wrong without keeping a process for minutes, and at which call. */
const faults: readonly (readonly [FaultKind, keyof typeof callsOf, onCall: number])[] = [
  ['lostAck', 'ack', 1],
  ['cutAfterSuccess', 'ack', 1],
  ['duplicatePage', 'orders', 2],
  ['changedBetweenPages', 'orders', 1],
  ['truncatedBody', 'orders', 1],
  ['pageOverlap', 'orders', 2],
  ['http500AfterSuccess', 'ack', 1],
  ['forgetsAcked', 'orders', 1],
  ['cutAfterSuccess', 'orders', 1],
  ['sessionExpired', 'orders', 2],
  ['resetBefore', 'ack', 1],
  ['http500', 'identify', 1],
  ['wrongLength', 'orders', 1],
  ['htmlBody', 'orders', 1],
  ['http503', 'ack', 1],
  ['slow', 'customers', 1],
  ['cutAfterSuccess', 'stock', 1],
  ['executionTimeout', 'stock', 1],
  ['http500AfterSuccess', 'items', 1],
  ['cutAfterSuccess', 'deliveries', 1],
]

/** The kinds that a life plans in turn. */
export const plannedFaults: ReadonlySet<FaultKind> = new Set(faults.map(([kind]) => kind))

/** The plan of a run that meets this fault. */
export function planOf(kind: FaultKind): FaultPlan {
  return { script: faults.filter(([planned]) => planned === kind).map(scripted) }
}

function scripted([fault, call, onCall]: (typeof faults)[number]): ScriptedFault {
  return { fault, method: callsOf[call], onCall, delayMs: 50 }
}

/** Starts the life of a shop. */
export function liveShop(shop: Shop, chance: Chance): ShopLife {
  const skus = shop.items().map(item => item.sku)
  let customers = 0

  const place = () => {
    const lines = Array.from({ length: between(chance, 1, 3) }, () => ({
      sku: one(chance, skus),
      quantity: String(between(chance, 1, 4)),
    }))
    const order = shop.placeOrder({ lines, customerNote: `Bestellung ${shop.orders().length}` })
    if (chance() < 0.5)
      shop.addPayment({
        orderId: order.id,
        amount: grossOf(order),
        module: 'pm_paypal',
        transactionId: `TX-${order.id}`,
        createdAt: order.createdAt,
      })
  }
  const change = (id: string | undefined) => {
    const order = id === undefined ? undefined : shop.order(id)
    if (order) shop.changeOrder(order.id, changed(order, chance))
  }
  const oneOf = (ids: readonly string[]) => (ids.length === 0 ? undefined : one(chance, ids))

  return {
    goesOn() {
      place()
      if (chance() < 0.5) place()
      if (chance() < 0.3) {
        customers++
        shop.addCustomer({ ...newcomer, id: `neu-${customers}`, number: `N${customers}` })
      }
      if (chance() < 0.3) change(oneOf(shop.remaining('customer_order')))
      if (chance() < 0.4) {
        const known = oneOf(shop.ackedIds('customer_order'))
        change(known)
        if (known !== undefined) shop.forget('customer_order', [known])
      }
      if (chance() < 0.06) forgetOrders(shop)
      if (chance() < 0.1) shop.restart()
    },
    meanwhile({ what, when }) {
      if (!what.startsWith('call ') || chance() > 0.15) return
      // Delivered and not yet acknowledged, or not yet delivered: both are news that nobody is told of.
      if (what === 'call customer_order.pull' && when === 'after')
        change(oneOf(shop.remaining('customer_order')))
      else if (what === 'call ack customerOrder') change(oneOf(shop.remaining('customer_order')))
      else place()
    },
    nextFault() {
      const die = chance()
      if (die < 0.35) return null
      if (die < 0.5)
        return { seed: Math.floor(chance() * 1e9), rate: 0.07, kinds: [...plannedFaults], delayMs: 50 }
      // What was met least comes next: a process is often killed before it meets what was planned for it.
      const met = Map.groupBy(shop.log.calls, entry => entry.fault)
      const often = ([kind]: (typeof faults)[number]) => met.get(kind)?.length ?? 0
      const least = Math.min(...faults.map(often))
      const rarest = faults.filter(entry => often(entry) === least)
      return { script: [scripted(one(chance, rarest))] }
    },
  }
}

/**
 * The shop forgets what it was told of all orders, customers and payments, and delivers them again. That of categories and
 * products stays: cleared there, only a complete synchronisation puts everything back into its place.
 */
export function forgetOrders(shop: Shop): void {
  for (const kind of ['customer_order', 'customer', 'payment'] as const) shop.forget(kind)
}

function one<T>(chance: Chance, list: readonly T[]): T {
  const [first, ...rest] = list
  if (first === undefined) throw new RangeError('nothing to choose from')
  return pick(chance, [first, ...rest])
}

/** The sum of an order's lines in its currency. */
export function grossOf({ lines }: Pick<ShopOrder, 'lines'>): string {
  return round(sum(lines.map(line => multiply(line.priceGross, line.quantity))), 2)
}

function changed(order: ShopOrder, chance: Chance): Partial<ShopOrder> {
  const [first, ...rest] = order.lines
  if (!first) throw new TypeError(`order ${order.id} has no lines`)
  const quantity = String((Number(first.quantity) % 4) + 1)
  const lines = [{ ...first, quantity }, ...rest]
  const net = round(sum(lines.map(line => multiply(line.priceNet, line.quantity))), 2)
  const note = `geändert ${Math.floor(chance() * 1e9)}`
  return { lines, totalNet: net, totalGross: grossOf({ lines }), customerNote: note }
}

const newcomer = {
  hasAccount: true,
  createdAt: '2025-07-01T09:00:00+02:00',
  firstName: 'Nele',
  lastName: 'Neumann',
  street: 'Am Hang 3',
  zipCode: '37073',
  city: 'Göttingen',
  country: 'DE',
  email: 'nele.neumann@example.com',
}
