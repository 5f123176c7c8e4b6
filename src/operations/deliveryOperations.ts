import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { companyFrame } from '../company/companyStore.ts'
import { type DeliveryRow, deliveryNoteStates, listDeliveries, readDelivery } from '../sales/deliveryList.ts'
import { findDeliveries } from '../sales/heldDeliveries.ts'
import { findOrders } from '../sales/orderStore.ts'
import { salesProblem } from '../sales/problems.ts'
import { reverseDeliveries } from '../sales/reverseDeliveries.ts'
import { type DeliveryResult, packDeliveries, shipDeliveries } from '../sales/shipDeliveries.ts'
import { connectorsOfChannels } from './connectorsOfChannels.ts'
import {
  carrierField,
  deliveryDetailShape,
  deliveryRowShape,
  packageInput,
  returnCarrierField,
  returnLabelInput,
  returnTrackingField,
  returnUrlField,
  trackingField,
  urlField,
  weightField,
  whenShipped,
} from './deliveryShapes.ts'
import { heldAs } from './heldAs.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, nobody, refusalOf, refusalShape, told } from './orderActs.ts'
import { order } from './orderChangeShapes.ts'
import { warningShape, warningsOf, withWarnings } from './packagesShown.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { withReturnLabels } from './returnLabels.ts'

const delivery = z.string().trim().min(1).max(100).meta({
  description: 'Id or number of the delivery note.',
  'x-de': 'Kennung oder Nummer des Lieferscheins.',
})
const deliveryIds = z.array(delivery).min(1).max(500).meta({
  description: 'Ids or numbers of delivery notes.',
  'x-de': 'Kennungen oder Nummern von Lieferscheinen.',
})
const results = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      deliveryId: z.string(),
      orderId: z.uuid().nullable(),
      did: z.string(),
      ...refusalShape,
      warnings: z.array(warningShape),
    }),
  ),
})

/** Delivery notes: found, looked at, shipped, packed, taken back. They are made by `order.deliver`. */
export const deliveryOperations: readonly Operation[] = [
  operation({
    name: 'delivery.list',
    method: 'GET',
    path: '/deliveries',
    command: 'delivery list',
    right: 'orders.read',
    summary: { en: 'List delivery notes, newest first', de: 'Lieferscheine auflisten, Neueste zuerst' },
    input: z.object({
      ...pageInput,
      state: z.enum(deliveryNoteStates).optional().meta({
        description: 'open: not shipped yet; shipped; reversed: taken back.',
        'x-de': 'open: noch nicht versendet; shipped: versendet; reversed: zurückgenommen.',
      }),
      order: order.optional(),
      warehouse: z
        .uuid()
        .optional()
        .meta({ description: 'Only from this one.', 'x-de': 'Nur aus diesem Lager.' }),
      number: z.string().trim().min(1).max(100).optional().meta({
        description: 'Number of a delivery note, an order or a parcel.',
        'x-de': 'Lieferschein-, Auftrags- oder Sendungsnummer.',
      }),
      shippedOn: z.iso.date().optional().meta({
        description: "Handed over on this day, in the company's time zone.",
        'x-de': 'An diesem Tag versendet, in der Zeitzone der Firma.',
      }),
    }),
    output: pageOf(deliveryRowShape),
    run: (context, { after, limit, order, warehouse, shippedOn: day, ...rest }) =>
      inTransaction(context, async tx => {
        const [orderId] = order ? await findOrders(tx, context.tenant, [order]) : []
        if (order && !orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
        const shippedOn =
          day === undefined ? undefined : { day, timeZone: (await companyFrame(tx, context.tenant)).timeZone }
        const filter = { ...rest, orderId, warehouseId: warehouse, shippedOn }
        const page = { after, limit: limit + 1, countTo: countLimit + 1 }
        const { rows, count } = await listDeliveries(tx, context.tenant, filter, page)
        return asPage(await shownDeliveries(tx, context, rows), limit, count)
      }),
  }),
  operation({
    name: 'delivery.show',
    method: 'GET',
    path: '/deliveries/:delivery',
    command: 'delivery show <delivery>',
    right: 'orders.read',
    summary: {
      en: 'Show a delivery note with its lines and packages',
      de: 'Einen Lieferschein mit Positionen und Paketen zeigen',
    },
    input: z.object({ delivery }),
    output: deliveryDetailShape,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const [id] = await findDeliveries(tx, context.tenant, [input.delivery])
        const found = id ? await readDelivery(tx, context.tenant, id) : undefined
        const [shown] = await shownDeliveries(tx, context, found ? [found] : [])
        if (!shown) throw salesProblem('DELIVERY_UNKNOWN', { delivery: input.delivery })
        return shown
      }),
  }),
  operation({
    name: 'delivery.ship',
    method: 'POST',
    path: '/deliveries/ship',
    command: 'delivery ship <deliveries>',
    right: 'orders.write',
    summary: {
      en: 'Mark delivery notes as shipped; their shops are told',
      de: 'Lieferscheine als versendet melden; die Shops erfahren es',
    },
    input: z.object({ deliveries: deliveryIds, shippedAt: whenShipped }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { deliveries, shippedAt }) =>
      act(
        context,
        deliveries.map(deliveryId => ({ deliveryId, shippedAt })),
        shipDeliveries,
      ),
  }),
  operation({
    name: 'delivery.ship-many',
    method: 'POST',
    path: '/deliveries/ship-packed',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Mark up to 500 delivery notes as shipped, each with packages',
      de: 'Bis zu 500 Lieferscheine als versendet melden, jeden mit Paketen',
    },
    input: z.object({
      deliveries: z
        .array(
          z.object({
            deliveryId: delivery,
            shippedAt: whenShipped,
            packages: z.array(packageInput).max(100).optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { deliveries }) => act(context, deliveries, shipDeliveries),
  }),
  operation({
    name: 'delivery.package',
    method: 'POST',
    path: '/deliveries/:delivery/packages',
    command: 'delivery package <delivery>',
    right: 'orders.write',
    summary: {
      en: 'Add a package to a delivery note, or change or take away the one of that number',
      de: 'Einem Lieferschein ein Paket hinzufügen, oder das mit dieser Nummer ändern oder wegnehmen',
    },
    input: z.object({
      delivery,
      package: z.int().min(1).optional().meta({
        description: 'Number of a package that is there; a new one if not given.',
        'x-de': 'Nummer eines vorhandenen Pakets; sonst ein neues.',
      }),
      remove: z.boolean().default(false).meta({ description: 'Take it away.', 'x-de': 'Es wegnehmen.' }),
      carrier: carrierField.optional(),
      tracking: trackingField.optional(),
      url: urlField.optional(),
      weight: weightField.optional(),
      returnCarrier: returnCarrierField.optional(),
      returnTracking: returnTrackingField.optional(),
      returnUrl: returnUrlField.optional(),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { delivery: deliveryId, package: no, remove, ...box }) =>
      act(context, [{ deliveryId, ...packing(no, remove, box) }], packDeliveries),
  }),
  operation({
    name: 'delivery.package-many',
    method: 'POST',
    path: '/deliveries/package',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Add, change and take away packages of up to 500 delivery notes',
      de: 'Pakete von bis zu 500 Lieferscheinen hinzufügen, ändern und wegnehmen',
    },
    input: z.object({
      deliveries: z
        .array(
          z.object({
            deliveryId: delivery,
            add: z.array(packageInput).max(100).optional(),
            change: z
              .array(
                z.object({
                  no: z.int().min(1),
                  carrier: carrierField.optional(),
                  tracking: trackingField.optional(),
                  url: urlField.optional(),
                  weight: weightField.optional(),
                  returnLabel: returnLabelInput.optional(),
                }),
              )
              .max(100)
              .optional(),
            remove: z.array(z.int().min(1)).max(100).optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { deliveries }) => act(context, deliveries, packDeliveries),
  }),
  operation({
    name: 'delivery.reverse',
    method: 'POST',
    path: '/deliveries/reverse',
    command: 'delivery reverse <deliveries>',
    right: 'orders.write',
    summary: {
      en: 'Take delivery notes back: the goods are where they were, the orders open again',
      de: 'Lieferscheine zurücknehmen: Die Ware liegt, wo sie lag, die Aufträge sind wieder offen',
    },
    input: z.object({
      deliveries: deliveryIds,
      reason: z.string().trim().max(500).optional().meta({
        description: 'Why; needed where it was shipped.',
        'x-de': 'Warum; nötig, wo versendet wurde.',
      }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { deliveries, reason }) =>
      act(
        context,
        deliveries.map(deliveryId => ({ deliveryId, reason })),
        reverseDeliveries,
      ),
  }),
]

async function shownDeliveries<T extends DeliveryRow>(tx: Tx, context: Context, rows: readonly T[]) {
  const channelIds = rows.map(row => row.channelId)
  const channels = await connectorsOfChannels(tx, context, channelIds)
  const shown = rows.map(row => ({
    ...withReturnLabels(channels, row),
    hold: heldAs(context.language, row.hold),
  }))
  return withWarnings(tx, context, shown)
}

type Box = {
  readonly carrier?: string | undefined
  readonly tracking?: string | undefined
  readonly url?: string | undefined
  readonly weight?: string | undefined
  readonly returnCarrier?: string | undefined
  readonly returnTracking?: string | undefined
  readonly returnUrl?: string | undefined
}

function packing(
  no: number | undefined,
  remove: boolean,
  { returnCarrier, returnTracking, returnUrl, ...rest }: Box,
) {
  const label = { carrier: returnCarrier ?? '', tracking: returnTracking ?? '', url: returnUrl }
  const box = { ...rest, ...(returnTracking === undefined ? {} : { returnLabel: label }) }
  if (no === undefined) return { add: [{ ...box, carrier: box.carrier ?? '', tracking: box.tracking ?? '' }] }
  return remove ? { remove: [no] } : { change: [{ ...box, no }] }
}

type Verb<T> = (
  tx: Tx,
  tenant: string,
  list: readonly T[],
  by: ReturnType<typeof doing>,
) => Promise<{ results: readonly DeliveryResult[]; changed: Parameters<typeof told>[2] }>

function act<T extends { readonly deliveryId: string }>(context: Context, list: readonly T[], verb: Verb<T>) {
  return inTransaction(context, async tx => {
    const ids = await findDeliveries(
      tx,
      context.tenant,
      list.map(one => one.deliveryId),
    )
    const named = list.map((one, at) => ({ ...one, deliveryId: ids[at] ?? nobody }))
    const { results: done, changed } = await verb(tx, context.tenant, named, doing(context))
    await told(tx, context, changed)
    const items = done.map((one, at) => {
      const given = list[at]?.deliveryId ?? ''
      const unknown = one.code === 'DELIVERY_UNKNOWN' ? { ...one, data: { delivery: given } } : one
      return {
        deliveryId: ids[at] ?? given,
        orderId: one.orderId ?? null,
        did: one.did,
        ...refusalOf(context, unknown),
        warnings: warningsOf(context, one.warnings),
      }
    })
    return { refused: items.filter(one => one.did === 'refused').length, items }
  })
}

function noteOf({ items }: z.infer<typeof results>) {
  const deliveries = items.flatMap(one => (one.did === 'refused' ? [] : [one.deliveryId]))
  return { objectKind: 'delivery', data: { count: items.length, deliveries } }
}
