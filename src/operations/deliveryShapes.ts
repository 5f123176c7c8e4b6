import { z } from 'zod'
import { deliveryNoteStates } from '../sales/deliveryList.ts'
import { warningShape } from './packagesShown.ts'

const help = (en: string, de: string) => ({ description: en, 'x-de': de })
const short = z.string().trim().max(200)

export const carrierField = short.meta(help('Carrier, such as DHL.', 'Versender, etwa DHL.'))
export const trackingField = short.meta(help('Tracking number.', 'Sendungsnummer.'))
export const urlField = z
  .url()
  .max(2000)
  .meta(
    help(
      'Address of the tracking page (https); that of the carrier if not given.',
      'Adresse der Sendungsverfolgung (https); sonst die des Versenders.',
    ),
  )
export const weightField = z
  .string()
  .trim()
  .max(20)
  .meta(help('Kilograms with a dot, such as 1.250.', 'Kilogramm mit Punkt, etwa 1.250.'))
export const returnCarrierField = short.meta(
  help('Carrier of the return label, such as DHL.', 'Versender des Retourenlabels, etwa DHL.'),
)
export const returnTrackingField = short.meta(
  help(
    'Tracking number of the return label that lies in the package; empty: none.',
    'Sendungsnummer des beiliegenden Retourenlabels; leer: keines.',
  ),
)
export const returnUrlField = z
  .url()
  .max(2000)
  .meta(
    help(
      'Address of its tracking page (https); that of the carrier if not given.',
      'Adresse ihrer Sendungsverfolgung (https); sonst die des Versenders.',
    ),
  )
/** The label for sending it back that lies in a package. */
export const returnLabelInput = z.object({
  carrier: returnCarrierField.default(''),
  tracking: returnTrackingField,
  url: returnUrlField.optional(),
})
export const whenShipped = z.coerce
  .date()
  .optional()
  .meta(help('When it was handed over; now if not given.', 'Wann es übergeben wurde; sonst jetzt.'))

/** A package as it is named. */
export const packageInput = z.object({
  carrier: short.default(''),
  tracking: short.default(''),
  url: z.url().max(2000).optional(),
  weight: weightField.optional(),
  returnLabel: returnLabelInput.optional(),
})

/** A package that is kept. */
export const packageShape = z.object({
  no: z.int(),
  carrier: z.string(),
  tracking: z.string(),
  url: z.string().nullable(),
  weight: z.string().nullable(),
  returnLabel: z.object({ carrier: z.string(), tracking: z.string(), url: z.string().optional() }).nullable(),
  /** What is odd about its number; null: nothing. */
  warning: warningShape.nullable(),
})

/** A delivery note as a row of a list. */
export const deliveryRowShape = z.object({
  id: z.uuid(),
  deliveryNumber: z.string(),
  state: z.enum(deliveryNoteStates),
  orderId: z.uuid(),
  orderNumber: z.string(),
  customer: z.string(),
  place: z.string(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  /** Its channel takes no package without a label for sending it back. */
  wantsReturnLabels: z.boolean(),
  warehouse: z.string(),
  shippingMethod: z.string(),
  hold: z.string().nullable(),
  madeAt: z.date(),
  madeBy: z.string(),
  shippedAt: z.date().nullable(),
  reversedAt: z.date().nullable(),
  reversedBy: z.string().nullable(),
  reverseReason: z.string().nullable(),
  pieces: z.string(),
  packages: z.array(packageShape).readonly(),
})

export const deliveryDetailShape = deliveryRowShape.extend({
  lines: z
    .array(
      z.object({
        line: z.int(),
        itemId: z.uuid(),
        itemNumber: z.string(),
        name: z.string(),
        quantity: z.string(),
      }),
    )
    .readonly(),
  shipping: z.record(z.string(), z.unknown()).nullable(),
})
