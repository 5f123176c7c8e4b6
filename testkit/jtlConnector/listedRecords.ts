/** What the shop delivers, as somebody who puts it in, changes it and deletes it in the shop while it is read. */
import type { IncomingKind } from '../../src/port/records.ts'
import { plainOrder } from '../contract/samples.ts'
import type { PlainOrder } from '../contract/subject.ts'
import type { Shop } from './shop.ts'
import type { ShopCustomer } from './shopData.ts'
import type { ShopKind } from './sources.ts'

const shopKindOf: { readonly [K in IncomingKind]?: ShopKind } = {
  customer: 'customer',
  order: 'customer_order',
  payment: 'payment',
}

/** The three things that the contract suite does between pages. Payments are of orders that were fetched long ago. */
export function listedRecords(shop: Shop, placeOrder: (order: PlainOrder) => string) {
  let number = 0
  const order = (text: string) => {
    const at = new Date('2026-11-02T08:00:00Z')
    return placeOrder(plainOrder(++number, at, { number: `L-${number}`, note: text }))
  }
  const paid = (id: string, orderId: string, text: string) =>
    shop.addPayment({
      id,
      orderId,
      amount: '11.9',
      module: 'pm_paypal_standard',
      transactionId: text,
      createdAt: '2026-11-02T08:00:00Z',
    }).id
  const insert: { readonly [K in IncomingKind]?: (text: string) => string } = {
    order,
    customer: text => {
      const id = `c-listed-${++number}`
      shop.addCustomer(customer(id, text))
      return id
    },
    payment: text => {
      const orderId = order('of a payment')
      // Far above the numbers that the suite gives itself.
      shop.link('customer_order', orderId, 900_000 + number)
      return paid(`p-listed-${number}`, orderId, text)
    },
  }
  return {
    insertRecord: (kind: IncomingKind, text: string, behind?: string) => {
      const id = insert[kind]?.(text)
      const list = shopKindOf[kind]
      if (id === undefined || !list) throw new RangeError(`the shop has no ${kind}`)
      if (behind !== undefined) shop.move(list, id, behind)
      return id
    },
    updateRecord: (kind: IncomingKind, id: string, text: string) => {
      if (kind === 'order') shop.changeOrder(id, { customerNote: text })
      else if (kind === 'customer') shop.addCustomer(customer(id, text))
      else paid(id, shop.payments().find(payment => payment.id === id)?.orderId ?? '', text)
    },
    deleteRecord: (kind: IncomingKind, id: string) => {
      const list = shopKindOf[kind]
      if (list) shop.remove(list, id)
    },
  }
}

function customer(id: string, text: string): ShopCustomer {
  return {
    id,
    firstName: 'Kim',
    lastName: text,
    street: 'Weg 1',
    zipCode: '04109',
    city: 'Leipzig',
    country: 'DE',
    createdAt: '2026-11-02T08:00:00Z',
    hasAccount: true,
  }
}
