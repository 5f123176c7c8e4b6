import { z } from 'zod'
import { listMethods, type MethodKind, putMethods } from '../sales/methods.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const methodShape = z.object({ id: z.uuid(), code: z.string(), name: z.string(), active: z.boolean() })
const wish = {
  code: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .meta({ description: 'A short name of your own.', 'x-de': 'Ein eigenes Kürzel.' }),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'As people read it.', 'x-de': 'Wie Menschen es lesen.' }),
  active: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether it is in use.', 'x-de': 'Ob sie in Gebrauch ist.' }),
}

const methodShapeOf = (kind: MethodKind) =>
  kind === 'payment_method' ? methodShape.extend({ shipBeforePayment: z.boolean() }) : methodShape
const wishOf = (kind: MethodKind) =>
  kind === 'payment_method'
    ? z.object({
        ...wish,
        shipBeforePayment: z.boolean().optional().meta({
          description: 'Whether orders are shipped before they are paid; a new method does.',
          'x-de': 'Ob vor der Zahlung versendet wird; bei einer neuen ja.',
        }),
      })
    : z.object(wish)

/** Payment methods and shipping methods: names of our own that those of the channels are mapped to. */
export const methodOperations: readonly Operation[] = [
  ...operationsOf('payment_method', 'payment-method', { en: 'payment method', de: 'Zahlungsart' }),
  ...operationsOf('shipping_method', 'shipping-method', { en: 'shipping method', de: 'Versandart' }),
]

function operationsOf(kind: MethodKind, word: string, name: { en: string; de: string }): Operation[] {
  return [
    operation({
      name: `${word}.list`,
      method: 'GET',
      path: `/${word}s`,
      command: `${word} list`,
      right: 'connections.read',
      summary: { en: `List every ${name.en}`, de: `Jede ${name.de} auflisten` },
      input: z.object({}),
      output: z.object({ items: z.array(methodShapeOf(kind)) }),
      run: context =>
        inTransaction(context, async tx => ({ items: await listMethods(tx, context.tenant, kind) })),
    }),
    operation({
      name: `${word}.put`,
      method: 'PUT',
      path: `/${word}s/:code`,
      command: `${word} put <code>`,
      right: 'connections.write',
      summary: {
        en: `Add a ${name.en}, or change the one of that code`,
        de: `Eine ${name.de} anlegen, oder die mit diesem Kürzel ändern`,
      },
      input: wishOf(kind),
      output: methodShapeOf(kind),
      audit: (_, { id }) => ({ objectKind: kind, objectId: id }),
      run: (context, input) =>
        inTransaction(context, async tx => {
          const [method] = await putMethods(tx, context.tenant, kind, [input])
          if (!method) throw new TypeError('one result per element')
          return method
        }),
    }),
    operation({
      name: `${word}.put-many`,
      method: 'POST',
      path: `/${word}s/bulk`,
      command: null,
      right: 'connections.write',
      summary: {
        en: `Add or change several: ${name.en}`,
        de: `Mehrere anlegen oder ändern: ${name.de}`,
      },
      input: z.object({ methods: z.array(wishOf(kind)).min(1).max(1000) }),
      output: z.object({ items: z.array(methodShapeOf(kind)) }),
      audit: (_, { items }) => ({ objectKind: kind, data: { count: items.length } }),
      run: (context, { methods }) =>
        inTransaction(context, async tx => ({
          items: await putMethods(tx, context.tenant, kind, methods),
        })),
    }),
  ]
}
