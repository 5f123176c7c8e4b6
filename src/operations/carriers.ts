import { z } from 'zod'
import { listCarriers, putCarriers, readCarriers } from '../sales/carrierStore.ts'
import { orderRule, setOrderRule } from '../sales/orderRule.ts'
import { tidyPackages } from '../sales/packages.ts'
import { carrierField, trackingField } from './deliveryShapes.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { refusalOf, refusalShape } from './orderActs.ts'
import { warningShape, warningsOf } from './packagesShown.ts'

const carrierShape = z.object({
  code: z.string(),
  name: z.string(),
  trackingUrl: z.string().nullable(),
  active: z.boolean(),
  known: z.boolean(),
})
const wish = {
  code: z.string().trim().min(1).max(60).meta({
    description: 'A short name of your own, or that of a carrier that Kontor knows (dhl, dpd, ups …).',
    'x-de': 'Ein eigenes Kürzel, oder das eines Versenders, den Kontor kennt (dhl, dpd, ups …).',
  }),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'As people read it.', 'x-de': 'Wie Menschen es lesen.' }),
  trackingUrl: z
    .string()
    .max(2000)
    .regex(/^https:\/\/[^\s{}]*\{tracking\}[^\s{}]*$/)
    .nullable()
    .default(null)
    .meta({
      description: 'Where a parcel is followed: https, with {tracking} where its number goes.',
      'x-de': 'Wo ein Paket verfolgt wird: https, mit {tracking} an der Stelle seiner Nummer.',
    }),
  active: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether it is in use.', 'x-de': 'Ob er in Gebrauch ist.' }),
}
/** How the number of a parcel would be kept, or why it would not. */
export const packageCheckShape = z.object({
  tracking: z.string(),
  url: z.string().nullable(),
  ...refusalShape,
  warning: warningShape.nullable(),
})
const rule = z.object({ shippingMethodNeeded: z.boolean() })

/** Who carries parcels, and what an order must have before it leaves the house. */
export const carrierOperations: readonly Operation[] = [
  operation({
    name: 'carrier.list',
    method: 'GET',
    path: '/carriers',
    command: 'carrier list',
    right: 'orders.read',
    summary: {
      en: 'List carriers with the pages where parcels are followed',
      de: 'Versender auflisten, mit den Seiten der Sendungsverfolgung',
    },
    input: z.object({}),
    output: z.object({ items: z.array(carrierShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listCarriers(tx, context.tenant) })),
  }),
  operation({
    name: 'carrier.check',
    method: 'GET',
    path: '/carriers/check',
    command: 'carrier check <carrier> <tracking>',
    right: 'orders.read',
    summary: {
      en: 'Say beforehand how the number of a parcel would be kept, and what is odd about it',
      de: 'Vorher sagen, wie die Nummer eines Pakets stehen bliebe, und was an ihr auffällt',
    },
    input: z.object({ carrier: carrierField, tracking: trackingField }),
    output: packageCheckShape,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const done = tidyPackages([input], await readCarriers(tx, context.tenant))
        if ('code' in done)
          return { tracking: input.tracking, url: null, ...refusalOf(context, done), warning: null }
        const [kept] = done.packages
        const [warning] = warningsOf(context, done.warnings)
        return {
          tracking: kept?.tracking ?? '',
          url: kept?.url ?? null,
          ...refusalOf(context, {}),
          warning: warning ?? null,
        }
      }),
  }),
  operation({
    name: 'carrier.put',
    method: 'PUT',
    path: '/carriers/:code',
    command: 'carrier put <code>',
    right: 'connections.write',
    summary: {
      en: 'Add a carrier, or change the one of that code',
      de: 'Einen Versender anlegen, oder den mit diesem Kürzel ändern',
    },
    input: z.object(wish),
    output: carrierShape,
    audit: input => ({ objectKind: 'carrier', data: { code: input.code } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const [carrier] = await putCarriers(tx, context.tenant, [input])
        if (!carrier) throw new TypeError('one result per element')
        return carrier
      }),
  }),
  operation({
    name: 'carrier.put-many',
    method: 'POST',
    path: '/carriers/bulk',
    command: null,
    right: 'connections.write',
    summary: { en: 'Add or change several carriers', de: 'Mehrere Versender anlegen oder ändern' },
    input: z.object({ carriers: z.array(z.object(wish)).min(1).max(500) }),
    output: z.object({ items: z.array(carrierShape) }),
    audit: (_, { items }) => ({ objectKind: 'carrier', data: { count: items.length } }),
    run: (context, { carriers }) =>
      inTransaction(context, async tx => ({ items: await putCarriers(tx, context.tenant, carriers) })),
  }),
  operation({
    name: 'order-rule.show',
    method: 'GET',
    path: '/order-rule',
    command: 'order-rule show',
    right: 'orders.read',
    summary: {
      en: 'Show what an order must have before it is delivered',
      de: 'Zeigen, was ein Auftrag haben muss, bevor er ausgeliefert wird',
    },
    input: z.object({}),
    output: rule,
    run: context => inTransaction(context, tx => orderRule(tx, context.tenant)),
  }),
  operation({
    name: 'order-rule.set',
    method: 'PUT',
    path: '/order-rule',
    command: 'order-rule set',
    right: 'connections.write',
    summary: {
      en: 'Set what an order must have before it is delivered',
      de: 'Festlegen, was ein Auftrag haben muss, bevor er ausgeliefert wird',
    },
    input: z.object({
      shippingMethodNeeded: z.boolean().meta({
        description: 'Deliver no order that names no shipping method.',
        'x-de': 'Keinen Auftrag ohne Versandart ausliefern.',
      }),
    }),
    output: rule,
    audit: input => ({
      objectKind: 'order_rule',
      data: { shippingMethodNeeded: input.shippingMethodNeeded },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        await setOrderRule(tx, context.tenant, input)
        return orderRule(tx, context.tenant)
      }),
  }),
]
