import type { Outgoing } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Held, Offer, PlainOrder, SimulatorSide } from '../contract/subject.ts'
import { eventsOf, listedRecords } from './listedRecords.ts'
import type { ShopObject } from './objects.ts'
import type { Way } from './pages.ts'
import type { NewOrder } from './records.ts'
import { type ReferenceSystem, type SystemOptions, startReferenceSystem } from './system.ts'
import { fieldsOf, listOf, textOf } from './wireJson.ts'

/** The reference system for the contract suite, in its usual shape. */
export const contractSubject = referenceSide('usual shape', {})

/** The reference system for the contract suite, in any shape. */
export function referenceSide(name: string, options: SystemOptions): SimulatorSide {
  return {
    name,
    start: async clock =>
      simulatorOf(
        await startReferenceSystem({ ...options, now: clock.now, retryMs: 1 }),
        options.way ?? 'acked',
      ),
    carries: {
      priceDigits: 40,
      quantityDigits: 40,
      significantDigits: 40,
      prices: 'both',
      nul: true,
      loneSurrogates: true,
    },
    without: declined(options),
    places: ['de', 'at'],
  }
}

function declined({
  way = 'acked',
  outward = 'perRecord',
}: SystemOptions): Readonly<Partial<Record<Offer, string>>> {
  const received = 'it only says that it has read the call'
  const laidOut = 'the connector calls nobody to write: what it lays out is taken'
  return {
    placeItem: 'items are sent',
    setOrderState: 'a state that is pushed stands, whatever was set before',
    partly: 'a call is stored element by element or as a whole, never in part',
    ...(way === 'pushed' ? {} : { pushTo: 'it does not call' }),
    ...(way === 'acked' ? {} : { forget: 'it knows no acks', refuseAck: 'it knows no acks' }),
    ...(way === 'token' ? {} : { expireResume: 'it gives no token' }),
    ...(outward === 'received' ? { skip: received, nested: received } : {}),
    ...(outward === 'letters' ? Object.fromEntries(ofWritingCalls.map(offer => [offer, laidOut])) : {}),
  }
}

// What can happen to a call by which something is written.
const ofWritingCalls = [
  'serverError',
  'cutBefore',
  'cutAfter',
  'truncated',
  'html',
  'slow',
  'refused',
  'rateLimited',
  'expireSession',
  'skip',
  'nested',
] as const satisfies readonly Offer[]

function simulatorOf(system: ReferenceSystem, way: Way) {
  const { records, objects } = system
  let placed = 0
  let address: string | undefined
  const reference = <K extends OutgoingKind>(kind: K, { ref, state }: Outgoing<K>) =>
    kind === 'item' && 'itemNumber' in state ? state.itemNumber : `${kind}-${ref.no}`
  return {
    ...listedRecords(system, way, order => system.placeOrder(orderOf(order))),
    settings: { url: system.url, token: system.token, pushSecret: system.pushSecret },
    secrets: () => [...system.sessions],
    stop: system.stop,
    fault: system.faults.play,
    placeOrder: (order: PlainOrder) => system.placeOrder(orderOf(order)),
    placeNameless: (order: PlainOrder) => void system.placeOrder({ ...orderOf(order), id: '' }),
    changeOrder: (id: string) =>
      system.changeOrder(id, { note: `geändert ${records.find(id)?.given}`, state: 'processing' }),
    placeEvents: (order: string) =>
      eventsOf(order).map(({ type, kind, data }) => ({ kind, externalId: system.add(type, data) })),
    fade: records.fade,
    forget: records.forget,
    refuseAck: (id: string, text: string) => {
      const record = records.find(id)
      if (record) record.refusesAck = text
    },
    expireResume: system.expireTokens,
    state: () =>
      `${objects.text()} ${JSON.stringify(records.all.map(({ given: _given, ...record }) => record))}`,
    pushTo: (url: string) => {
      address = url
      system.pushes.to(url)
    },
    // It comes for what is laid out for it as well.
    pushed: async () => {
      await system.pushes.settled()
      if (address !== undefined) await system.pollQueue(`${address}/queue`)
    },
    settle: system.settle,
    placeObject: (kind: 'item' | 'category', name: string) => {
      const no = 500_000 + ++placed
      const prices = [{ scales: [{ from: '0', net: '10', gross: '11.90' }] }]
      const fields = {
        names: { de: name },
        ...(kind === 'item' ? { itemNumber: name, vat: '19', prices } : {}),
      }
      const stored = objects.put(kind, { no, id: '', reference: name, place: '', fields })
      return typeof stored === 'object' && 'id' in stored ? stored.id : ''
    },
    refuse: <K extends OutgoingKind>(kind: K, object: Outgoing<K>) =>
      void objects.refused.add(reference(kind, object)),
    skip: <K extends OutgoingKind>(kind: K, object: Outgoing<K>) =>
      void objects.skipped.add(reference(kind, object)),
    held: (kind: OutgoingKind) => heldIn(system, kind),
  }
}

function orderOf(order: PlainOrder): NewOrder {
  const { email, firstName, lastName, street, postcode, city, country } = order
  return {
    ...order,
    buyer: { email, firstName, lastName, street, postcode, city, country },
    lines: order.lines.map(({ sku, name, quantity, unitNet, unitGross, taxRate }) => ({
      sku,
      name,
      quantity,
      net: unitNet,
      gross: unitGross,
      vat: taxRate,
    })),
    secrets: order.paymentSecrets,
  }
}

function heldIn({ objects }: ReferenceSystem, kind: OutgoingKind): readonly Held[] {
  if (kind === 'stock' || kind === 'price')
    return objects.of('item').map(item => ({ theirs: item.id, fields: ofItem(item, kind, objects.shown) }))
  return objects.of(kind).map(object => ({
    theirs: object.id,
    fields: { ...fieldsFor(object), ...(kind === 'item' ? describedBy(objects, object) : {}) },
  }))
}

// What it shows of the objects that it names, by what they are called there.
function describedBy({ of }: ReferenceSystem['objects'], { fields }: ShopObject) {
  const nos = listOf(fields['characteristics']).map(one => fieldsOf(fieldsOf(one)['value'])['no'])
  const values = of('characteristic').flatMap(one => listOf(one.fields['values']).map(fieldsOf))
  const maker = of('manufacturer').find(one => one.no === fieldsOf(fields['manufacturer'])['no'])
  return {
    manufacturer: textOf(maker?.fields['name']),
    values: nos
      .map(no => textOf(fieldsOf(values.find(value => value['no'] === no)?.['names'])['de']))
      .join(', '),
  }
}

function ofItem(
  item: ShopObject,
  kind: 'stock' | 'price',
  shown: (itemNumber: string) => string | undefined,
) {
  const itemNumber = textOf(item.fields['itemNumber'])
  if (kind === 'stock') return { itemNumber, offered: shown(itemNumber) ?? '' }
  const prices = listOf(fieldsOf(item.fields['price'])['prices'] ?? item.fields['prices'])
  return { itemNumber, gross: textOf(fieldsOf(listOf(fieldsOf(prices[0])['scales'])[0])['gross']) }
}

// By our numbers.
function shownIn(groups: unknown): string {
  const items = listOf(groups).flatMap(group => listOf(fieldsOf(group)['items']))
  return items.map(item => fieldsOf(item)['no']).join(' ')
}

function fieldsFor({ kind, fields }: ShopObject): Readonly<Record<string, string>> {
  const name = textOf(fieldsOf(fields['names'])['de'])
  const order = textOf(fields['order'])
  switch (kind) {
    case 'item':
      return { itemNumber: textOf(fields['itemNumber']), name, shown: shownIn(fields['beside']) }
    case 'cross_selling':
      return { item: String(fields['itemNo']), shown: shownIn(fields['groups']) }
    case 'category':
    case 'characteristic':
      return { name }
    case 'manufacturer':
      return { name: textOf(fields['name']) }
    case 'customer':
      return { name: textOf(fields['lastName']), city: textOf(fields['city']) }
    case 'image':
      return { hash: textOf(fields['hash']), sort: textOf(fields['sort']) }
    case 'order_status':
      return { order, delivery: textOf(fields['delivery']) }
    case 'delivery':
      return { order, tracking: textOf(fieldsOf(listOf(fields['packages'])[0])['tracking']) }
    case 'payment':
    case 'refund':
      return { order, amount: textOf(fields['amount']) }
    case 'cancellation_answer':
      return { request: textOf(fields['request']), accepted: String(fields['accepted']) }
    case 'confirmation':
      return { order, accepted: String(fields['accepted']) }
    case 'document':
      return { order, number: textOf(fields['number']) }
    case 'return':
      return { order, reason: textOf(fieldsOf(listOf(fields['lines'])[0])['reason']) }
    default:
      return { order, reason: textOf(fields['reason']) }
  }
}
