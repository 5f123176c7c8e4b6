import { z } from 'zod'
import { returnConditions, returnLineStates, returnOrigins, returnStates } from '../sales/returnState.ts'
import { described } from './described.ts'
import { refusalShape } from './orderActs.ts'
import { lineQuantities, order } from './orderChangeShapes.ts'

const text = z.string().trim().max(500)
const words = z.string().trim().max(1000)
const namedReason = z.object({ code: z.string(), names: z.object({ de: z.string(), en: z.string() }) })

/** A return as lists show it. */
export const returnShape = z.object({
  id: z.uuid(),
  returnNumber: z.string(),
  state: z.enum(returnStates),
  orderId: z.uuid(),
  orderNumber: z.string(),
  customerId: z.uuid(),
  customer: z.string(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  /** Its shop reported it. */
  fromShop: z.boolean(),
  origin: z.enum(returnOrigins),
  warehouseId: z.uuid().nullable(),
  note: z.string(),
  /** In which it comes, as its shop said. */
  parcel: z.object({ carrier: z.string(), tracking: z.string() }).nullable(),
  madeAt: z.date(),
  madeBy: z.string(),
  /** Since when nothing of it has to be decided; its shop was told then. */
  decidedAt: z.date().nullable(),
  closedAt: z.date().nullable(),
  closedBy: z.string().nullable(),
  exchangeOrderId: z.uuid().nullable(),
  exchangeOrderNumber: z.string().nullable(),
  version: z.int(),
  lines: z
    .array(
      z.object({
        line: z.int(),
        itemId: z.uuid().nullable(),
        name: z.string(),
        sku: z.string().nullable(),
        /** Announced, and how many came and lie in stock again. */
        quantity: z.string(),
        received: z.string().nullable(),
        restocked: z.string(),
        state: z.enum(returnLineStates),
        condition: z.enum(returnConditions).nullable(),
        conditionNote: z.string(),
        reason: namedReason.nullable(),
        /** Why, by a code of its channel's own that means something to us; its other words stand in the comment. */
        channelReason: namedReason.nullable(),
        comment: z.string(),
        warehouseId: z.uuid().nullable(),
        credit: z.boolean(),
      }),
    )
    .readonly(),
})

/** From where it is fetched. */
export const pickup = z
  .object({
    company: text.optional(),
    firstName: text.optional(),
    lastName: text.optional(),
    street: text.optional(),
    postcode: text.optional(),
    city: text.optional(),
    country: z.string().length(2).optional(),
    email: text.optional(),
  })
  .meta(described('The address from where it is fetched.', 'Die Anschrift, an der sie abgeholt wird.'))

/** A return by id or number. */
export const returnId = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta(described('Id or number of the return.', 'Kennung oder Nummer der Retoure.'))
/** Several of them. */
export const returnIds = z
  .array(returnId)
  .min(1)
  .max(500)
  .meta(described('Ids or numbers of returns.', 'Kennungen oder Nummern von Retouren.'))

const reason = text
  .optional()
  .meta(
    described(
      'Code or id of the list of reasons (return-reason list).',
      'Kürzel oder Kennung aus der Liste der Gründe (return-reason list).',
    ),
  )
const comment = words
  .optional()
  .meta(described('More words, up to 100 characters.', 'Mehr dazu, bis 100 Zeichen.'))
const warehouseId = z
  .uuid()
  .optional()
  .meta(described('Warehouse; where it was sent from if not given.', 'Lager; sonst das, aus dem sie kam.'))
const origin = z
  .enum(returnOrigins)
  .optional()
  .meta(described('How we heard of it.', 'Wie wir davon erfahren haben.'))
const note = words.optional().meta(described('A note for us.', 'Eine Notiz für uns.'))
const condition = z
  .enum(returnConditions)
  .meta(described('In what condition it came.', 'In welchem Zustand sie kam.'))
const head = { origin, pickup: pickup.optional(), warehouseId, note }

export const addInput = z.object({
  order,
  lines: lineQuantities.meta(described('Line and quantity, such as 1=2.', 'Position und Menge, etwa 1=2.')),
  reason,
  comment,
  refused: z
    .boolean()
    .default(false)
    .meta(described('We do not take it back.', 'Wir nehmen es nicht zurück.')),
  ...head,
})

export const addManyInput = z.object({
  returns: z
    .array(
      z.object({
        orderId: order,
        ...head,
        lines: z
          .array(
            z.object({
              line: z.int().min(1),
              quantity: z.string().max(40),
              reason,
              comment,
              credit: z.boolean().optional(),
              accepted: z.boolean().optional(),
            }),
          )
          .min(1)
          .max(500),
      }),
    )
    .min(1)
    .max(500),
})

export const receiveInput = z.object({
  return: returnId,
  lines: lineQuantities
    .optional()
    .meta(
      described(
        'Line and how many came, such as 1=2; all that was announced if not given.',
        'Position und wie viel eintraf, etwa 1=2; sonst alles Angekündigte.',
      ),
    ),
  condition,
  conditionNote: words.optional().meta(described('More about it.', 'Mehr dazu.')),
  restock: z
    .boolean()
    .default(false)
    .meta(
      described('It can be sold again: into stock at once.', 'Wieder verkäuflich: sofort in den Bestand.'),
    ),
  warehouseId,
})

export const receiveManyInput = z.object({
  receipts: z
    .array(
      z.object({
        returnId,
        lines: z
          .array(
            z.object({
              line: z.int().min(1),
              quantity: z.string().max(40).optional(),
              condition,
              conditionNote: words.optional(),
              restock: z.boolean(),
              warehouseId: z.uuid().optional(),
            }),
          )
          .min(1)
          .max(500),
      }),
    )
    .min(1)
    .max(500),
})

export const restockInput = z.object({
  return: returnId,
  lines: lineQuantities.meta(
    described(
      'Line and how many of it lie in stock then, such as 1=2.',
      'Position und wie viel davon dann im Bestand liegt, etwa 1=2.',
    ),
  ),
  warehouseId,
})

export const decideInput = z.object({
  ids: returnIds,
  decision: z
    .enum(['accept', 'refuse'])
    .meta(described('accept or refuse.', 'accept (annehmen) oder refuse (ablehnen).')),
  lines: z
    .array(z.int().min(1))
    .min(1)
    .max(500)
    .optional()
    .meta(described('Only these lines.', 'Nur diese Positionen.')),
  comment,
  credit: z
    .boolean()
    .optional()
    .meta(described('Whether the value is owed back.', 'Ob der Wert zu erstatten ist.')),
})

export const changeInput = z.object({
  return: returnId,
  version: z
    .int()
    .optional()
    .meta(
      described('As it was seen; another one is refused.', 'Wie sie gesehen wurde; sonst wird abgelehnt.'),
    ),
  note,
  origin,
  pickup: pickup
    .nullable()
    .optional()
    .meta(
      described(
        'The address from where it is fetched; null: it is not fetched.',
        'Die Anschrift, an der sie abgeholt wird; null: keine Abholung.',
      ),
    ),
  warehouseId: z
    .uuid()
    .nullable()
    .optional()
    .meta(described('Warehouse; null: where it was sent from.', 'Lager; null: das, aus dem sie kam.')),
  lines: z
    .array(
      z.object({
        line: z.int().min(1),
        quantity: z.string().max(40).optional(),
        reason,
        comment,
        condition: condition.optional(),
        conditionNote: words.optional(),
        credit: z.boolean().optional(),
      }),
    )
    .max(500)
    .optional()
    .meta(
      described(
        'Lines that become others, by their number in the return.',
        'Positionen, die sich ändern, nach ihrer Nummer in der Retoure.',
      ),
    ),
})

export const exchangeInput = z.object({
  return: returnId,
  lines: z
    .array(
      z.object({
        kind: z.enum(['item', 'shipping', 'custom', 'discount', 'surcharge']).default('item'),
        itemId: z.uuid().optional(),
        sku: text.optional(),
        name: text.optional(),
        quantity: z.string().max(40),
        unitNet: z.string().max(40).optional(),
        unitGross: z.string().max(40).optional(),
      }),
    )
    .min(1)
    .max(200)
    .optional()
    .meta(described('What is sent; the same goods if not given.', 'Was gesendet wird; sonst dieselbe Ware.')),
  note,
})

/** What became of returns that are noted. */
export const notedShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      orderId: z.string(),
      did: z.string(),
      returnId: z.uuid().nullable(),
      returnNumber: z.string().nullable(),
      ...refusalShape,
    }),
  ),
})

/** What became of acts on returns. */
export const actedShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({ returnId: z.string(), orderId: z.uuid().nullable(), did: z.string(), ...refusalShape }),
  ),
})

/** What became of an exchange. */
export const exchangedShape = z.object({
  returnId: z.uuid(),
  orderId: z.uuid().nullable(),
  did: z.string(),
  exchangeOrderId: z.uuid().nullable(),
  orderNumber: z.string().nullable(),
  ...refusalShape,
})
