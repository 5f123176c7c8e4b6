/** What the reference system has to tell: its orders, customers, payments and events, and who was told of them. */

import { fieldsOf, listOf, textOf, type Wire, type WireObject, wireNumber } from './wireJson.ts'

export const recordTypes = [
  'order',
  'customer',
  'payment',
  'refund',
  'status',
  'address',
  'cancelRequest',
  'cancelAccepted',
  'cancelRefused',
  'return',
] as const
export type RecordType = (typeof recordTypes)[number]

/** An order as a test places it. Decimals are texts, instants ISO 8601; what is absent the system does not know. */
export interface NewOrder {
  /** Absent: the system numbers it. '': the system sends it without an id, as broken plug-ins make it. */
  readonly id?: string
  readonly number: string
  readonly placedAt: string
  readonly place?: string
  readonly currency: string
  readonly total: string
  readonly pending?: boolean
  /** It waits for the seller's yes until then; '': whenever. */
  readonly confirmBy?: string
  readonly paid: boolean
  readonly method: string
  readonly language?: string
  readonly note?: string
  readonly buyer: NewBuyer
  readonly lines: readonly NewLine[]
  /** Texts that stand in the payment fields: card and account numbers. */
  readonly secrets?: readonly string[]
}

export interface NewBuyer {
  readonly id?: string
  readonly email: string
  readonly company?: string
  readonly firstName: string
  readonly lastName: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly country: string
  readonly phone?: string
}

export interface NewLine {
  readonly sku?: string
  readonly kind?: 'item' | 'shipping' | 'discount'
  readonly name: string
  readonly quantity: string
  readonly net: string
  readonly gross: string
  readonly vat: string
}

export interface ShopRecord {
  readonly type: RecordType
  readonly id: string
  readonly place: string
  readonly placedAt: Date
  /** Whole seconds, as databases of shops keep it. */
  changedAt: Date
  /** When somebody changed what stands in it, since it was placed. */
  editedAt?: Date
  data: WireObject
  /** The number under which the other side stored it. */
  storedAs?: number
  /** Handed out by a read that consumes. */
  taken: boolean
  refusesAck?: string
  /** How often it was given out: a field of the answer that is never twice the same. */
  given: number
}

export interface Records {
  readonly all: readonly ShopRecord[]
  /** Places an order and sells its items. The order's id. */
  placeOrder(order: NewOrder): string
  /** Adds any other record; `data` as on the wire, without type, id and place. Its id: the system numbers it if it is not given. */
  add(type: RecordType, data: WireObject, place?: string, id?: string): string
  /** Changes the fields of an order and its time of change. */
  change(id: string, fields: WireObject): void
  find(id: string, type?: RecordType): ShopRecord | undefined
  /**
   * Puts a record right behind that one, in front of all where there is none. `backdated`: it counts as changed when that one
   * was, as a row whose transaction was committed late.
   */
  move(id: string, behind: string, backdated: boolean): void
  /** Removes a record as if it never was. */
  forget(id: string): void
  /** From now on the personal data of the record is not given out any more. */
  fade(id: string): void
  /** Neither acknowledged nor taken, in the order of their arrival. */
  waiting(): readonly ShopRecord[]
  /** Quantity of an item in orders that nobody has fetched yet, as decimal texts. */
  unfetched(sku: string): readonly string[]
  /** The record as it stands in an answer. */
  wire(record: ShopRecord): WireObject
}

/** An empty book of records. `sold` hears of each item line of a new order. */
export function createRecords(now: () => Date, sold: (sku: string, quantity: string) => void): Records {
  const all: ShopRecord[] = []
  let number = 0
  const second = () => new Date(Math.floor(now().getTime() / 1000) * 1000)
  // Ids are unique whatever the type; a record without an id is found by nobody.
  const byId = new Map<string, ShopRecord>()
  const find = (id: string, type?: RecordType) => {
    const record = byId.get(id)
    return type === undefined || record?.type === type ? record : undefined
  }
  const put = (type: RecordType, id: string, place: string, placedAt: Date, data: WireObject) => {
    const record: ShopRecord = {
      type,
      id,
      place,
      placedAt,
      changedAt: second(),
      data,
      taken: false,
      given: 0,
    }
    all.push(record)
    if (id !== '') byId.set(id, record)
    return id
  }
  const known = (id: string) => {
    const record = find(id)
    if (!record) throw new RangeError(`the reference system has no record "${id}"`)
    return record
  }
  return {
    all,
    find,
    placeOrder: order => {
      const id = order.id ?? `o-${++number}`
      for (const line of order.lines) if (line.sku) sold(line.sku, line.quantity)
      return put('order', id, order.place ?? '', new Date(order.placedAt), orderData(order, id))
    },
    add: (type, data, place = '', id = `${type}-${++number}`) => put(type, id, place, second(), data),
    change: (id, fields) => {
      const record = known(id)
      record.data = { ...record.data, ...fields }
      record.changedAt = second()
      record.editedAt = record.changedAt
    },
    move: (id, behind, backdated) => {
      const moved = known(id)
      all.splice(all.indexOf(moved), 1)
      const before = all.findIndex(record => record.id === behind)
      const neighbour = all[Math.max(before, 0)]
      if (backdated && neighbour) moved.changedAt = neighbour.changedAt
      all.splice(before + 1, 0, moved)
    },
    forget: id => {
      const at = all.findIndex(record => record.id === id)
      if (at >= 0) all.splice(at, 1)
      byId.delete(id)
    },
    fade: id => {
      const record = known(id)
      const { buyer: _buyer, billTo: _billTo, shipTo: _shipTo, ...rest } = record.data
      record.data = rest
      record.changedAt = second()
    },
    waiting: () => all.filter(record => record.storedAs === undefined && !record.taken),
    unfetched: sku =>
      all
        .filter(record => record.type === 'order' && record.storedAs === undefined && !record.taken)
        .flatMap(record => listOf(record.data['positions']))
        .map(fieldsOf)
        .filter(position => textOf(fieldsOf(position['item'])['sku']) === sku)
        .map(position => String(fieldsOf(position['quantity'])['rawJSON'])),
    wire: record => ({
      type: record.type,
      ...(record.id === '' ? {} : { id: record.id }),
      ...(record.place === '' ? {} : { place: record.place }),
      changedAt: timeText(record.changedAt),
      ...(record.editedAt ? { editedAt: timeText(record.editedAt) } : {}),
      // Fields that differ with every look, as views and caches of shops have them.
      given: ++record.given,
      givenAt: now().toISOString(),
      ...record.data,
    }),
  }
}

/** An instant with whole seconds, in UTC. */
export function timeText(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`
}

function orderData(order: NewOrder, id: string): WireObject {
  const { id: buyerId, email, ...address } = order.buyer
  const [card = '4111111111111111', iban = 'DE02120300000000202051'] = order.secrets ?? []
  return {
    number: order.number,
    placedAt: order.placedAt,
    currency: order.currency,
    total: wireNumber(order.total),
    state: 'new',
    pending: order.pending ?? false,
    ...(order.confirmBy === undefined ? {} : { confirmBy: order.confirmBy }),
    language: order.language ?? 'de',
    note: order.note,
    buyer: { id: buyerId, email },
    billTo: address,
    shipTo: address,
    payment: {
      method: order.method,
      state: order.paid ? 'paid' : 'open',
      reference: order.paid ? `tx-${order.number}` : undefined,
      card: { number: card, holder: `${address.firstName} ${address.lastName}`, expires: '12/30' },
      iban,
      more: order.secrets?.slice(2) ?? [],
    },
    shipping: { method: 'Standard' },
    positions: order.lines.map((line, at) => position(line, `${id}/${at + 1}`)),
  }
}

function position(line: NewLine, id: string): Wire {
  return {
    id,
    kind: line.kind ?? 'item',
    item: line.sku === undefined ? undefined : { sku: line.sku },
    name: line.name,
    quantity: wireNumber(line.quantity),
    net: wireNumber(line.net),
    gross: wireNumber(line.gross),
    vat: wireNumber(line.vat),
  }
}
