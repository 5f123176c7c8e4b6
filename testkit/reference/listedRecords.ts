/** The records of the reference system as somebody who puts them in, changes them and takes them away while they are read. */

import type { IncomingKind } from '../../src/port/records.ts'
import { plainOrder } from '../contract/samples.ts'
import type { PlainOrder } from '../contract/subject.ts'
import type { Way } from './pages.ts'
import type { RecordType } from './records.ts'
import type { ReferenceSystem } from './system.ts'
import { type WireObject, wireNumber } from './wireJson.ts'

/** What the contract suite does between pages. Only a list by time of change has its order in the records themselves. */
export function listedRecords(
  { records, add, changeOrder }: ReferenceSystem,
  way: Way,
  placeOrder: (order: PlainOrder) => string,
) {
  let number = 0
  const made = (kind: IncomingKind, text: string): string => {
    number++
    if (kind === 'order') {
      const at = new Date('2026-11-02T08:00:00Z')
      return placeOrder(plainOrder(number, at, { number: `L-${number}`, note: text, lines: [] }))
    }
    const entry = eventsOf('o-1', text).find(event => event.kind === kind)
    if (!entry) throw new RangeError(`the reference system has no ${kind}`)
    return add(entry.type, entry.data)
  }
  return {
    insertRecord: (kind: IncomingKind, text: string, behind?: string) => {
      const id = made(kind, text)
      if (behind !== undefined) records.move(id, behind, way === 'watermark')
      return id
    },
    updateRecord: (kind: IncomingKind, id: string, text: string) =>
      changeOrder(
        id,
        kind === 'order'
          ? { note: text }
          : (eventsOf('o-1', text).find(event => event.kind === kind)?.data ?? {}),
      ),
    deleteRecord: (_kind: IncomingKind, id: string) => records.forget(id),
  }
}

/** One record of each kind apart from orders, about that order; each shows the text, or says something else. */
export function eventsOf(order: string, text?: string) {
  const said = text === undefined ? {} : { reason: text }
  const at = '2026-11-02T09:00:00+01:00'
  const money = {
    order,
    amount: wireNumber('23.80'),
    currency: 'EUR',
    method: 'paypal',
    reference: text ?? 'tx-9',
    account: 'DE89370400440532013000',
  }
  const billTo = {
    lastName: 'Neumann',
    street: 'Neue Str. 2',
    postcode: '10115',
    city: 'Berlin',
    country: 'DE',
    company: '',
  }
  const lines = [{ id: `${order}/1`, quantity: wireNumber('1'), reason: 'defect' }]
  const list = [
    [
      'customer',
      'customer',
      { number: text ?? 'C-1', email: 'neu@example.com', address: billTo, passwordHash: '$2y$10$abcdefgh' },
    ],
    ['payment', 'payment', money],
    ['refund', 'refund', money],
    ['status', 'order_status', { order, at, state: 'shipped', paymentState: 'paid', ...said }],
    ['address', 'order_address', { order, at, billTo, ...said }],
    ['cancelRequest', 'cancellation_request', { order, at, lines, reason: text ?? 'buyer' }],
    ['cancelAccepted', 'cancellation_accepted', { order, at, ...said }],
    ['cancelRefused', 'cancellation_refused', { order, at, reason: text ?? 'already sent' }],
    ['return', 'return', { order, at, lines, ...said }],
  ] as const satisfies readonly (readonly [RecordType, string, WireObject])[]
  return list.map(([type, kind, data]) => ({ type, kind, data }))
}
