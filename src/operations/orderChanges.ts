import type { z } from 'zod'
import { transact } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { numbersOf } from '../company/numberRanges.ts'
import { bookPayments } from '../sales/bookPayments.ts'
import type { Finding } from '../sales/checkWebOrder.ts'
import { deliver } from '../sales/deliver.ts'
import type { DeliveryWish } from '../sales/planDelivery.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, resolved, told } from './orderActs.ts'
import {
  deliverInput,
  deliveriesInput,
  linesOf,
  payInput,
  paymentsInput,
  resultsShape,
} from './orderChangeShapes.ts'
import { warningsOf } from './packagesShown.ts'

/** What is done with orders; shops are told of it. Lists, with one result for each element: one refused stops no other. */
export const orderChangeOperations: readonly Operation[] = [
  operation({
    name: 'order.deliver-many',
    long: true,
    method: 'POST',
    path: '/orders/deliver',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Deliver up to 500 orders, in whole or in part, with packages',
      de: 'Bis zu 500 Aufträge ausliefern, ganz oder in Teilen, mit Paketen',
    },
    input: deliveriesInput,
    output: resultsShape,
    audit: (input, output) => noteOf(output, input.deliveries.length),
    run: (context, { deliveries }) => deliverAll(context, deliveries),
  }),
  operation({
    name: 'order.deliver',
    long: true,
    method: 'POST',
    path: '/orders/:order/deliver',
    command: 'order deliver <order>',
    right: 'orders.write',
    summary: {
      en: 'Deliver an order, in whole or in part, as one package',
      de: 'Einen Auftrag ausliefern, ganz oder in Teilen, als ein Paket',
    },
    input: deliverInput,
    output: resultsShape,
    audit: (_, output) => noteOf(output, 1),
    run: (context, { order, lines, carrier, tracking, url, weight, ...rest }) => {
      const wanted = lines && linesOf(lines)
      const named = carrier || tracking || weight
      const box = named ? [{ carrier: carrier ?? '', tracking: tracking ?? '', url, weight }] : []
      return deliverAll(context, [{ ...rest, orderId: order, lines: wanted, packages: box }])
    },
  }),
  operation({
    name: 'order.pay-many',
    method: 'POST',
    path: '/orders/pay',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Book up to 500 payments; the same transaction of an order is booked once',
      de: 'Bis zu 500 Zahlungen buchen; dieselbe Transaktion eines Auftrags nur einmal',
    },
    creates: true,
    input: paymentsInput,
    output: resultsShape,
    audit: (input, output) => noteOf(output, input.payments.length),
    run: (context, { payments }) => payAll(context, payments),
  }),
  operation({
    name: 'order.pay',
    method: 'POST',
    path: '/orders/:order/pay',
    command: 'order pay <order>',
    right: 'orders.write',
    summary: { en: 'Book a payment of an order', de: 'Eine Zahlung eines Auftrags buchen' },
    creates: true,
    input: payInput,
    output: resultsShape,
    audit: (_, output) => noteOf(output, 1),
    run: (context, { order, ...payment }) => payAll(context, [{ ...payment, orderId: order }]),
  }),
]

async function deliverAll(context: Context, wishes: readonly DeliveryWish[]) {
  const { tenant, kontor } = context
  const numbers = await numbersOf(kontor.db, tenant).reserve('delivery', wishes.length)
  try {
    return await transact(kontor.db, { tenant }, async tx => {
      const list = await resolved(tx, context, wishes)
      const { results, changed } = await deliver(tx, tenant, list, doing(context), numbers.numberOf)
      await told(tx, context, changed)
      return shown(context, results)
    })
  } finally {
    numbers.giveBack()
  }
}

function payAll(context: Context, payments: Parameters<typeof bookPayments>[2]) {
  return inTransaction(context, async tx => {
    const list = await resolved(tx, context, payments)
    const { results, changed } = await bookPayments(tx, context.tenant, list, doing(context))
    await told(tx, context, changed)
    return shown(context, results)
  })
}

interface Result {
  readonly orderId: string
  readonly did: string
  readonly deliveryId?: string
  readonly deliveryNumber?: string
  readonly paymentId?: string
  readonly code?: string
  readonly data?: ProblemData
  readonly warnings?: readonly Finding[]
}

function shown(context: Context, results: readonly Result[]) {
  const items = results.map(one => ({
    orderId: one.orderId,
    did: one.did,
    deliveryId: one.deliveryId ?? null,
    deliveryNumber: one.deliveryNumber ?? null,
    paymentId: one.paymentId ?? null,
    ...refusalOf(context, one),
    warnings: warningsOf(context, one.warnings),
  }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

function noteOf(output: z.infer<typeof resultsShape>, count: number) {
  const ids = output.items.flatMap(one => (one.did === 'refused' ? [] : [one.orderId]))
  return { objectKind: 'sales_order', data: { count, orders: ids } }
}
