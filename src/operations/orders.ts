import { z } from 'zod'
import { channelIdOf } from '../channels/channelStore.ts'
import { orderAtShop } from '../channels/orderAtShop.ts'
import { companyFrame } from '../company/companyStore.ts'
import { readOrder } from '../sales/orderDetail.ts'
import { readOrderExtras } from '../sales/orderExtras.ts'
import { orderFolders } from '../sales/orderFolders.ts'
import {
  countFolders,
  deliverabilities,
  deliveryStates,
  listOrders,
  paymentStates,
} from '../sales/orderList.ts'
import { explainedFacts } from '../sales/priority.ts'
import { salesProblem } from '../sales/problems.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { actionsShown } from './orderActs.ts'
import { orderDetailShape, orderRowShape } from './orderShapes.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const typed = (en: string, de: string) => z.string().max(200).optional().meta({ description: en, 'x-de': de })
const states = <T extends readonly [string, ...string[]]>(of: T, en: string, de: string) =>
  z.array(z.enum(of)).min(1).optional().meta({ description: en, 'x-de': de })
const day = (en: string, de: string) => z.iso.date().optional().meta({ description: en, 'x-de': de })

/** Sales orders: found, looked at. What changes them stands in src/operations/orderChanges.ts. */
export const orderOperations: readonly Operation[] = [
  operation({
    name: 'order.list',
    method: 'GET',
    path: '/orders',
    command: 'order list',
    right: 'orders.read',
    summary: { en: 'List orders, newest first', de: 'Aufträge auflisten, Neueste zuerst' },
    input: z.object({
      ...pageInput,
      folder: z
        .enum(orderFolders)
        .default('all')
        .meta({ description: 'Which folder.', 'x-de': 'Welcher Ordner.' }),
      process: typed('Order, external or tracking number.', 'Auftrags-, externe oder Sendungsnummer.'),
      customer: typed('Customer number, names, e-mail, postcode.', 'Kundennummer, Namen, E-Mail, PLZ.'),
      item: typed('Item number, name or GTIN.', 'Artikelnummer, Name oder GTIN.'),
      exact: z.boolean().default(false).meta({
        description: 'Whole words only instead of beginnings.',
        'x-de': 'Nur ganze Wörter statt Wortanfänge.',
      }),
      channel: typed('Id or name of the sales channel.', 'Kennung oder Name des Verkaufskanals.'),
      payment: states(paymentStates, 'Only these payment states.', 'Nur diese Zahlungsstände.'),
      delivery: states(deliveryStates, 'Only these delivery states.', 'Nur diese Versandstände.'),
      deliverability: states(deliverabilities, 'Only so deliverable.', 'Nur so lieferbar.'),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional()
        .meta({ description: 'Only to this country (DE).', 'x-de': 'Nur in dieses Land (DE).' }),
      from: day('Placed on this day or later.', 'An diesem Tag oder später eingegangen.'),
      to: day('Placed on this day or before.', 'An diesem Tag oder früher eingegangen.'),
    }),
    output: pageOf(orderRowShape),
    run: (context, { after, limit, channel, ...input }) =>
      inTransaction(context, async tx => {
        const { timeZone } = await companyFrame(tx, context.tenant)
        const channelId = channel ? await channelIdOf(tx, context.tenant, channel) : undefined
        const filter = { ...input, channelId, timeZone }
        const page = { after, limit: limit + 1, countTo: countLimit }
        const { rows, count, countCapped } = await listOrders(tx, context.tenant, filter, page)
        return { ...asPage(rows, limit, count), countCapped }
      }),
  }),
  operation({
    name: 'order.counts',
    method: 'GET',
    path: '/orders/counts',
    command: 'order counts',
    right: 'orders.read',
    summary: {
      en: 'Count the orders of each folder; a count equals the length of the list that it opens',
      de: 'Die Aufträge je Ordner zählen; eine Zahl ist die Länge der Liste, die sie öffnet',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(z.object({ folder: z.enum(orderFolders), count: z.int(), countCapped: z.boolean() })),
    }),
    run: context =>
      inTransaction(context, async tx => {
        const folders = await countFolders(tx, context.tenant, countLimit + 1)
        return {
          items: folders.map(({ folder, count }) => ({
            folder,
            count: Math.min(count, countLimit),
            countCapped: count > countLimit,
          })),
        }
      }),
  }),
  operation({
    name: 'order.show',
    method: 'GET',
    path: '/orders/:id',
    command: 'order show <id>',
    right: 'orders.read',
    summary: {
      en: 'Show an order: lines, payments, deliveries, history, what its shop knows, what can be done',
      de: 'Einen Auftrag zeigen: Positionen, Zahlungen, Lieferungen, Verlauf, Stand im Shop, mögliche Schritte',
    },
    input: z.object({
      id: z.uuid().meta({ description: 'Id of the order.', 'x-de': 'Kennung des Auftrags.' }),
    }),
    output: orderDetailShape,
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        const order = await readOrder(tx, context.tenant, id)
        const extras = await readOrderExtras(tx, context.tenant, id)
        if (!order || !extras) throw salesProblem('ORDER_UNKNOWN', { id })
        const deliveryIds = order.deliveries.map(delivery => delivery.id)
        const shop = order.channelId
          ? await orderAtShop(tx, context.tenant, order.channelId, id, deliveryIds)
          : null
        const facts = (await explainedFacts(tx, context.tenant, [id])).get(id)
        return { ...order, ...extras, shop, actions: facts ? actionsShown(context, facts) : [] }
      }),
  }),
]
