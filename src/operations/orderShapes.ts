import { z } from 'zod'
import { deliveryNoteStates } from '../sales/deliveryList.ts'
import { orderRelations } from '../sales/orderExtras.ts'
import { deliverabilities, deliveryStates, paymentStates } from '../sales/orderList.ts'
import { paymentEntries } from '../sales/paymentList.ts'
import { packageShape } from './deliveryShapes.ts'
import { actionShape } from './orderActs.ts'
import { cancellationShape, shopState } from './orderShop.ts'

/** An order as a row of a list. */
export const orderRowShape = z.object({
  id: z.uuid(),
  orderNumber: z.string(),
  kind: z.string(),
  placedAt: z.date(),
  takenOverAt: z.date(),
  /** Null: not from a channel. */
  channel: z.string().nullable(),
  externalNumber: z.string().nullable(),
  customer: z.string(),
  customerId: z.uuid(),
  place: z.string(),
  country: z.string().nullable(),
  paymentState: z.enum(paymentStates),
  deliverability: z.enum(deliverabilities),
  deliveryState: z.enum(deliveryStates),
  invoiceState: z.string(),
  cancelled: z.boolean(),
  pending: z.boolean(),
  hold: z.string().nullable(),
  currency: z.string(),
  totalGross: z.string(),
  paid: z.string(),
  paymentMethod: z.string(),
  shippingMethod: z.string(),
  /** What somebody marked it with. */
  colour: z.object({ id: z.uuid(), name: z.string(), colour: z.string() }).nullable(),
})

const record = z.record(z.string(), z.unknown())

const extrasShape = {
  /** Which of net and gross of a line is the price. */
  pricesGross: z.boolean(),
  /** Null: its channel said the rates. */
  taxTreatment: z.string().nullable(),
  taxCountry: z.string().nullable(),
  /** The treatment as a sentence. */
  taxWhy: z.string().nullable(),
  customerVatId: z.string().nullable(),
  customerBlocked: z.boolean(),
  totalNet: z.string().nullable(),
  rates: z
    .array(z.object({ rate: z.string(), net: z.string(), tax: z.string(), gross: z.string() }))
    .readonly()
    .nullable(),
  priority: z.int(),
  related: z
    .array(z.object({ relation: z.enum(orderRelations), id: z.uuid(), orderNumber: z.string() }))
    .readonly(),
}

/** An order with all that is known of it. */
export const orderDetailShape = orderRowShape.extend({
  version: z.int(),
  webOrderId: z.uuid().nullable(),
  channelId: z.uuid().nullable(),
  customerNumber: z.string(),
  customerReason: record,
  takenOverBy: z.string(),
  billing: record.nullable(),
  shipping: record.nullable(),
  paymentMethod: z.string(),
  shippingMethod: z.string(),
  language: z.string().nullable(),
  customerNote: z.string(),
  note: z.string(),
  fulfilledBy: z.literal('channel').nullable(),
  cancelledAt: z.date().nullable(),
  cancelledBy: z.string().nullable(),
  cancelReason: z.string().nullable(),
  pending: z.boolean(),
  invoiceState: z.enum(['none', 'part', 'full']),
  completedAt: z.date().nullable(),
  completedBy: z.string().nullable(),
  completeReason: z.string().nullable(),
  sums: z.object({
    total: z.string(),
    lines: z.string().nullable(),
    difference: z.string().nullable(),
    paid: z.string(),
    open: z.string(),
  }),
  lines: z
    .array(
      z.object({
        line: z.int(),
        kind: z.string(),
        itemId: z.uuid().nullable(),
        itemNumber: z.string().nullable(),
        name: z.string(),
        quantity: z.string(),
        delivered: z.string(),
        cancelled: z.string(),
        open: z.string(),
        allocated: z.string(),
        onHand: z.string().nullable(),
        unitGross: z.string().nullable(),
        unitNet: z.string().nullable(),
        discountPercent: z.string().nullable(),
        totalGross: z.string().nullable(),
        totalNet: z.string().nullable(),
        taxRate: z.string().nullable(),
        taxClassId: z.uuid().nullable(),
        note: z.string(),
        deliverable: z.enum(deliverabilities).nullable(),
        locked: z.boolean(),
        parts: z
          .array(
            z.object({
              itemId: z.uuid(),
              itemNumber: z.string(),
              name: z.string(),
              perKit: z.string(),
              open: z.string(),
              allocated: z.string(),
              onHand: z.string(),
            }),
          )
          .readonly(),
        /** Why pieces are missing, and the orders that have them or get them before. */
        waitsFor: z.object({ code: z.string(), orders: z.array(z.string()).readonly() }).nullable(),
      }),
    )
    .readonly(),
  payments: z
    .array(
      z.object({
        id: z.uuid(),
        amount: z.string(),
        currency: z.string(),
        method: z.string(),
        transactionId: z.string().nullable(),
        paidAt: z.date(),
        bookedAt: z.date(),
        bookedBy: z.string(),
        entry: z.enum(paymentEntries),
        againstId: z.uuid().nullable(),
        reason: z.string(),
      }),
    )
    .readonly(),
  deliveries: z
    .array(
      z.object({
        id: z.uuid(),
        deliveryNumber: z.string(),
        state: z.enum(deliveryNoteStates),
        warehouse: z.string(),
        madeAt: z.date(),
        madeBy: z.string(),
        shippedAt: z.date().nullable(),
        reversedAt: z.date().nullable(),
        reversedBy: z.string().nullable(),
        reverseReason: z.string().nullable(),
        lines: z.array(z.object({ line: z.int(), quantity: z.string() })).readonly(),
        packages: z.array(packageShape).readonly(),
      }),
    )
    .readonly(),
  history: z
    .array(
      z.object({
        at: z.date(),
        actor: z.string(),
        event: z.string(),
        data: record,
        /** What stood in fields that it changed, by name; of a person only for who may see customers. */
        before: z.record(z.string(), z.string()),
        after: z.record(z.string(), z.string()),
      }),
    )
    .readonly(),
  cancellations: z.array(cancellationShape),
  /** What the channel knows of it; null: it came from none. */
  shop: shopState
    .extend({ sent: record.nullable(), deliveries: z.array(shopState.extend({ id: z.uuid() })).readonly() })
    .nullable(),
  /** Its channel takes no package without a label for sending it back. */
  wantsReturnLabels: z.boolean(),
  actions: z.array(actionShape),
  ...extrasShape,
})
