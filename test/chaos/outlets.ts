import type { Fault } from '../../testkit/contract/subject.ts'
import { between, type Chance, pick } from '../../testkit/jtlConnector/chance.ts'
import { passingFaults } from '../../testkit/jtlConnector/faults.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { RouteTarget } from '../../testkit/reference/faults.ts'
import type { ReferenceSystem } from '../../testkit/reference/system.ts'
import { fieldsOf, listOf, textOf, wireNumber } from '../../testkit/reference/wireJson.ts'
import { parcelsAtShop } from '../kills/reckoned.ts'
import { forgetOrders, grossOf, liveShop } from '../kills/shopLife.ts'
import { doubledAtShop } from '../kills/tradePromises.ts'

/** What an acknowledgement said: a record of the shop and our number of it. */
export interface SaidStored {
  readonly kind: string
  readonly theirs: string
  readonly no: number
}

/** An order as its shop has it now. `total` and `lines` (number, quantity, gross) as decimal texts. */
export interface OrderThere {
  readonly id: string
  readonly number: string
  readonly total: string
  readonly lines: readonly (readonly [sku: string, quantity: string, gross: string])[]
  /** The shop itself has cancelled it. */
  readonly cancelled: boolean
}

/** An item as its shop shows it now. */
export interface ItemThere {
  readonly pieces: string | undefined
  readonly net: string | undefined
  readonly name: string | undefined
  readonly active: boolean
}

/** A shop of either protocol, with the people that buy there. */
export interface Outlet {
  readonly url: string
  readonly token: string
  /** Something happens: an order, a payment, a change, a cancellation; and its next calls may go wrong. */
  goesOn(): void
  /** So much went wrong at calls until now. */
  readonly faults: () => number
  /** From now on nothing goes wrong, and nobody buys. */
  calm(): void
  /** Gives out all again of which nobody would be told that it changed. */
  redeliver(): void
  /** What it has given away and will not give again by itself. */
  forgotten(): string[]
  giveAgain(ids: readonly string[]): void
  /** What it works off later: done now. */
  settle(): void
  saidStored(): SaidStored[]
  orders(): OrderThere[]
  items(): ReadonlyMap<string, ItemThere>
  /** Delivery and payment as its customer sees them; undefined where nothing was told. */
  statusOf(order: string): { readonly delivery: string; readonly payment: string } | undefined
  /** Numbers of parcels that it was told of, with the order. */
  parcels(): string[]
  /** What stands there twice. */
  doubled(): string[]
  /** Orders that nobody has fetched yet. */
  waiting(): number
  close(): Promise<void>
}

const ackedKinds: Readonly<Record<string, string>> = {
  CustomerOrder: 'order',
  Customer: 'customer',
  Payment: 'payment',
}
const paymentOf: Readonly<Record<string, string>> = {
  unpaid: 'open',
  partially_paid: 'partly_paid',
  completed: 'paid',
}
const deliveryOf: Readonly<Record<string, string>> = {
  new: 'open',
  partially_shipped: 'partly_shipped',
  shipped: 'shipped',
}

/** A shop behind JTL-Connector: every fault of the simulator that passes by itself, by chance. */
export function jtlOutlet(shop: Shop, chance: Chance): Outlet {
  const life = liveShop(shop, chance)
  const cancelled = new Set<string>()
  const spoil = () =>
    shop.setFaults({ seed: Math.floor(chance() * 1e9), rate: 0.07, kinds: passingFaults, delayMs: 60 })
  spoil()
  return {
    url: shop.url,
    token: shop.token,
    goesOn() {
      life.goesOn()
      if (chance() < 0.12) {
        const open = shop.orders().filter(order => order.status === 'new' && !cancelled.has(order.id))
        const order = open[Math.floor(chance() * open.length)]
        if (order) {
          cancelled.add(order.id)
          shop.cancelOrder(order.id, { restock: true })
          shop.forget('customer_order', [order.id])
        }
      }
      if (chance() < 0.1) spoil()
    },
    faults: () => shop.log.calls.filter(call => call.fault).length,
    calm: () => shop.setFaults(null),
    redeliver: () => forgetOrders(shop),
    forgotten: () => [],
    giveAgain: () => undefined,
    settle: () => undefined,
    saidStored: () =>
      shop.log.acked.flatMap(({ type, endpoint, host, effect }) => {
        const kind = ackedKinds[type ?? '']
        return kind && effect !== 'ignored' ? [{ kind, theirs: endpoint, no: host }] : []
      }),
    orders: () =>
      shop.orders().map(order => ({
        id: order.id,
        number: order.number,
        total: order.totalGross ?? grossOf(order),
        lines: order.lines.map(line => [line.sku, line.quantity, line.priceGross] as const),
        cancelled: cancelled.has(order.id),
      })),
    items: () =>
      new Map(
        shop.items().map(item => [
          item.sku,
          {
            pieces: item.stock,
            net: item.priceNet,
            name: item.texts.find(text => text.language === 'de')?.name ?? item.texts[0]?.name,
            active: item.active,
          },
        ]),
      ),
    statusOf: id => {
      const shown = shop.statusOf(id)
      return (
        shown && {
          delivery: deliveryOf[shown.status] ?? shown.status,
          payment: paymentOf[shown.paymentStatus] ?? shown.paymentStatus,
        }
      )
    },
    parcels: () => parcelsAtShop(shop),
    doubled: () => doubledAtShop(shop),
    waiting: () => shop.remaining('customer_order').length + shop.remaining('payment').length,
    close: () => shop.close(),
  }
}

/**
 * What may go wrong at which calls of the reference system, and costs no answer that it would forget. A limit is told without its end:
 * two minutes of waiting would be all that is seen of this world.
 */
const wrong: readonly (readonly [RouteTarget, readonly [Fault, ...Fault[]]])[] = [
  ['read', ['serverError', 'cutBefore', 'html', 'slow', 'expireSession', 'rateLimitedBare']],
  ['ack', ['serverError', 'cutBefore', 'cutAfter', 'truncated', 'html', 'slow', 'expireSession']],
  ['send', ['serverError', 'cutBefore', 'cutAfter', 'truncated', 'html', 'slow', 'expireSession']],
  ['send', ['cutAfter', 'rateLimitedBare']],
  ['find', ['serverError', 'cutBefore', 'truncated']],
  ['results', ['serverError', 'cutBefore', 'cutAfter', 'truncated', 'slow']],
]
/** Harmless only where what was read is given again. */
const wrongAtReading: readonly [Fault, ...Fault[]] = ['cutAfter', 'truncated', 'duplicatePage']

/** The reference system, in whatever shape it was started. */
export function referenceOutlet(
  system: ReferenceSystem,
  chance: Chance,
  {
    skus,
    name,
    consumes,
  }: { readonly skus: readonly string[]; readonly name: string; readonly consumes: boolean },
): Outlet {
  let placed = 0
  let faults = 0
  let calmed = false
  const cancelled = new Set<string>()
  const place = () => {
    const number = `${name}-${++placed}`
    const [first = ''] = skus
    const lines = Array.from({ length: between(chance, 1, 2) }, () => ({
      sku: pick(chance, [first, ...skus.slice(1)]),
      name: 'Ware',
      quantity: String(between(chance, 1, 3)),
      net: '10',
      gross: '11.90',
      vat: '19',
    }))
    const pieces = lines.reduce((sum, line) => sum + Number(line.quantity), 0)
    const who = between(chance, 1, 12)
    const id = system.placeOrder({
      number,
      placedAt: new Date(Date.now() - 60_000).toISOString(),
      currency: 'EUR',
      total: ((pieces * 1190) / 100).toFixed(2),
      paid: chance() < 0.4,
      method: 'invoice',
      buyer: {
        email: `kunde${who}@example.com`,
        firstName: 'Kunde',
        lastName: `Nummer ${who}`,
        street: `Weg ${who}`,
        postcode: '10115',
        city: 'Berlin',
        country: 'DE',
      },
      lines,
    })
    return { id, number, total: ((pieces * 1190) / 100).toFixed(2) }
  }
  const orders = () => system.records.all.filter(record => record.type === 'order')
  return {
    url: system.url,
    token: system.token,
    goesOn() {
      const { id, number, total } = place()
      if (chance() < 0.2)
        system.add('payment', {
          order: id,
          amount: wireNumber(total),
          currency: 'EUR',
          method: 'invoice',
          reference: `pay-${number}`,
          paidAt: new Date().toISOString(),
        })
      if (chance() < 0.1) {
        const list = orders()
        const order = list[Math.floor(chance() * list.length)]
        if (order && !cancelled.has(order.id)) {
          cancelled.add(order.id)
          system.add('cancelAccepted', { order: order.id, at: new Date().toISOString() })
        }
      }
      if (chance() < 0.15) place()
      system.settle()
      if (calmed || chance() > 0.3) return
      const [first, ...rest] = wrong
      if (!first) return
      const [target, kinds] = pick(chance, [first, ...rest])
      const list = target === 'read' && !consumes ? ([...kinds, ...wrongAtReading] as const) : kinds
      system.faults.play(list[Math.floor(chance() * list.length)] ?? 'serverError', target)
      faults++
    },
    faults: () => faults,
    calm() {
      calmed = true
      system.faults.clear()
    },
    redeliver: () => undefined,
    forgotten: () => system.records.all.flatMap(record => (record.taken ? [record.id] : [])),
    giveAgain(ids) {
      for (const record of system.records.all) if (ids.includes(record.id)) record.taken = false
    },
    settle: () => system.settle(),
    saidStored: () =>
      system.records.all.flatMap(record =>
        record.storedAs === undefined
          ? []
          : [{ kind: kindOf(record.type), theirs: record.id, no: record.storedAs }],
      ),
    orders: () =>
      orders().map(({ id, data }) => ({
        id,
        number: String(data['number']),
        total: raw(data['total']),
        lines: listOf(data['positions'])
          .map(fieldsOf)
          .map(
            line =>
              [textOf(fieldsOf(line['item'])['sku']), raw(line['quantity']), raw(line['gross'])] as const,
          ),
        cancelled: cancelled.has(id),
      })),
    items: () =>
      new Map(
        system.objects.of('item').map(({ fields }) => {
          const sku = String(fields['itemNumber'])
          const [price] = (fields['prices'] ?? []) as readonly Price[]
          const names = (fields['names'] ?? {}) as Readonly<Record<string, string>>
          return [
            sku,
            {
              pieces: system.objects.shown(sku),
              net: price?.scales[0]?.net,
              name: names['de'],
              active: fields['active'] !== false,
            },
          ]
        }),
      ),
    statusOf: id => {
      const told = system.objects.of('order_status').find(one => one.fields['order'] === id)
      return told && { delivery: String(told.fields['delivery']), payment: String(told.fields['payment']) }
    },
    parcels: () =>
      system.objects.of('delivery').flatMap(({ fields }) => {
        const packages = (fields['packages'] ?? []) as readonly { readonly tracking?: string }[]
        return packages.map(one => `${one.tracking ?? ''} of ${String(fields['order'])}`)
      }),
    doubled: () =>
      ['item', 'category', 'delivery', 'payment', 'cancellation'].flatMap(kind => {
        const list = system.objects.of(kind).map(one => one.reference)
        return [...new Set(list.filter((one, at) => list.indexOf(one) < at))].map(
          one => `${kind} ${one} is at ${name} twice`,
        )
      }),
    waiting: () => system.records.waiting().length,
    close: () => system.stop(),
  }
}

interface Price {
  readonly scales: readonly { readonly net: string }[]
}

function raw(number: unknown): string {
  return String((number as { readonly rawJSON?: string }).rawJSON ?? number)
}

function kindOf(type: string): string {
  return type === 'cancelAccepted' ? 'cancellation_accepted' : type
}
