import { z } from 'zod'
import { carrierField, packageInput, trackingField, urlField, weightField } from './deliveryShapes.ts'
import { warningShape } from './packagesShown.ts'

const help = (en: string, de: string) => ({ description: en, 'x-de': de })
/** An order by id or number. */
export const order = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta(help('Id or number of the order.', 'Kennung oder Nummer des Auftrags.'))
const amount = z
  .string()
  .trim()
  .max(40)
  .meta(
    help(
      'Amount with a dot, such as 19.90; negative: paid back.',
      'Betrag mit Punkt, etwa 19.90; negativ: zurückgezahlt.',
    ),
  )
/** Quantities by the number of their line. */
export const lineQuantities = z.record(z.string().regex(/^\d{1,6}$/), z.string().max(40))

/** The same as a list, as verbs take it. */
export function linesOf(given: z.infer<typeof lineQuantities>) {
  return Object.entries(given).map(([line, quantity]) => ({ line: Number(line), quantity }))
}

const when = z.coerce.date()
const short = z.string().trim().max(200)

/** Orders by id or number. */
export const orderIds = z
  .array(order)
  .min(1)
  .max(1000)
  .meta(help('Ids or numbers of orders.', 'Kennungen oder Nummern von Aufträgen.'))

export const deliveriesInput = z.object({
  deliveries: z
    .array(
      z.object({
        orderId: order,
        warehouseId: z.uuid().optional(),
        lines: z.array(z.object({ line: z.int().min(1), quantity: z.string().max(40) })).optional(),
        packages: z.array(packageInput).max(100).default([]),
        ship: z.boolean().optional(),
        shippedAt: when.optional(),
      }),
    )
    .min(1)
    .max(500),
})

export const deliverInput = z.object({
  order,
  warehouseId: z
    .uuid()
    .optional()
    .meta(
      help(
        'Warehouse; where most is set aside if not given.',
        'Lager; sonst das, in dem am meisten reserviert ist.',
      ),
    ),
  lines: lineQuantities
    .optional()
    .meta(
      help(
        'Line and quantity, such as 1=2; all that is there if not given.',
        'Position und Menge, etwa 1=2; sonst alles, was da ist.',
      ),
    ),
  carrier: carrierField.optional(),
  tracking: trackingField.optional(),
  url: urlField.optional(),
  weight: weightField.optional(),
  ship: z
    .boolean()
    .default(true)
    .meta(
      help(
        'false: only a delivery note; it is shipped later.',
        'false: nur ein Lieferschein; versendet wird später.',
      ),
    ),
  shippedAt: when
    .optional()
    .meta(help('When it was handed over; now if not given.', 'Wann es übergeben wurde; sonst jetzt.')),
})

const payment = {
  amount,
  currency: z.string().length(3).optional().meta(help('Only that of the order.', 'Nur die des Auftrags.')),
  method: short.optional().meta(help('Payment method.', 'Zahlungsart.')),
  transactionId: short.optional().meta(help('The same one is booked once.', 'Dieselbe wird einmal gebucht.')),
  paidAt: when
    .optional()
    .meta(help('When it was paid; now if not given.', 'Wann gezahlt wurde; sonst jetzt.')),
}
export const paymentsInput = z.object({
  payments: z
    .array(z.object({ orderId: order, ...payment }))
    .min(1)
    .max(500),
})
export const payInput = z.object({ order, ...payment })

/** One result per element, in order. */
export const resultsShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      orderId: z.string(),
      did: z.string(),
      deliveryId: z.uuid().nullable(),
      deliveryNumber: z.string().nullable(),
      paymentId: z.uuid().nullable(),
      code: z.string().nullable(),
      reason: z.string().nullable(),
      remedy: z.string().nullable(),
      /** What is odd about its packages. */
      warnings: z.array(warningShape),
    }),
  ),
})
