import { z } from 'zod'
import { transact } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { explain } from '../channels/reasons.ts'
import { findCustomer } from '../customers/customerQueries.ts'
import { customerProblem } from '../customers/problems.ts'
import { openWebOrders } from '../sales/takeOverStore.ts'
import { acceptDifferences } from '../sync/acceptDifferences.ts'
import { assignCustomers } from '../sync/assignCustomers.ts'
import { ownChecks, type TakenOver, takeOver } from '../sync/takeOver.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { refusalOf, refusalShape } from './orderActs.ts'

const most = 1000
const ids = z
  .array(z.uuid())
  .max(most)
  .meta({ description: 'Ids of web orders.', 'x-de': 'Kennungen von Webshopbestellungen.' })
const customerId = z.string().min(1).max(100)
const newCustomer = z.boolean().meta({
  description:
    'They are of nobody who is known: each makes a new customer. Goes before the id of a customer.',
  'x-de':
    'Sie sind von niemandem, der bekannt ist: jede macht einen neuen Kunden. Geht der Kennung eines Kunden vor.',
})

const taken = z.object({
  id: z.uuid(),
  did: z.enum(['taken_over', 'left', 'already']),
  orderId: z.uuid().nullable(),
  orderNumber: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
})

/** Web orders become sales orders, and a person says whose they are. */
export const inboxTakeOverOperations: readonly Operation[] = [
  operation({
    name: 'inbox.take-over',
    long: true,
    method: 'POST',
    path: '/inbox/take-over',
    command: 'inbox take-over [ids]',
    right: 'inbox.write',
    summary: {
      en: 'Take web orders over: they become sales orders; what cannot stays and says why',
      de: 'Webshopbestellungen übernehmen: Sie werden Aufträge; was nicht geht, bleibt mit seinem Grund',
    },
    input: z.object({
      ids: ids.default([]),
      all: z.boolean().default(false).meta({
        description: 'All of the inbox that nothing keeps from it.',
        'x-de': 'Alles im Eingang, dem nichts fehlt.',
      }),
      customerId: customerId.optional().meta({
        description: 'Id or number of the customer whose orders they are.',
        'x-de': 'Kennung oder Nummer des Kunden, dem sie gehören.',
      }),
      pending: z.boolean().default(false).meta({
        description:
          'Also those named that are not released: stock is set aside, nothing can be delivered before.',
        'x-de':
          'Auch genannte, die nicht freigegeben sind: Bestand wird reserviert, ausgeliefert wird erst danach.',
      }),
      newCustomer: newCustomer.default(false),
    }),
    output: z.object({
      takenOver: z.int(),
      left: z.int(),
      already: z.int(),
      items: z.array(taken),
    }),
    audit: (input, output) => ({
      objectKind: 'web_order',
      data: { ids: input.ids, all: input.all, takenOver: output.takenOver, left: output.left },
    }),
    run: async (context, input) => {
      const known =
        input.customerId && !input.newCustomer ? await customerOf(context, input.customerId) : undefined
      const customer = input.newCustomer ? null : known
      const results = input.all
        ? await takeAll(context, customer)
        : await take(context, input.ids, customer, input.pending)
      const count = (did: TakenOver['did']) => results.filter(one => one.did === did).length
      return {
        takenOver: count('taken_over'),
        left: count('left'),
        already: count('already'),
        items: results.slice(0, most).map(one => shown(context, one)),
      }
    },
  }),
  operation({
    name: 'inbox.accept-difference',
    method: 'POST',
    path: '/inbox/accept-difference',
    command: 'inbox accept-difference <ids>',
    right: 'inbox.write',
    summary: {
      en: 'Accept that the shop’s total differs from the lines: the difference becomes a line of its own',
      de: 'Annehmen, dass die Summe des Shops von den Positionen abweicht: Die Differenz wird eine eigene Position',
    },
    input: z.object({ ids: ids.min(1) }),
    output: z.object({
      items: z.array(z.object({ id: z.uuid(), did: z.enum(['accepted', 'left']), ...refusalShape })),
    }),
    audit: (_, { items }) => ({
      objectKind: 'web_order',
      data: { ids: items.flatMap(one => (one.did === 'accepted' ? [one.id] : [])) },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const of = { tenant, by: actor.name, now: kontor.now() }
        const results = await acceptDifferences(tx, of, input.ids)
        return { items: results.map(one => ({ id: one.id, did: one.did, ...refusalOf(context, one) })) }
      }),
  }),
  operation({
    name: 'inbox.assign',
    method: 'POST',
    path: '/inbox/assign',
    command: 'inbox assign <ids>',
    right: 'inbox.write',
    summary: {
      en: 'Say which customer web orders are of; this wins against what they look like',
      de: 'Webshopbestellungen einem Kunden zuordnen; das gilt, wonach auch immer sie aussehen',
    },
    input: z.object({
      ids: ids.min(1),
      customerId: customerId.nullish().meta({
        description: 'Id or number of the customer; none takes it back.',
        'x-de': 'Kennung oder Nummer des Kunden; keiner nimmt es zurück.',
      }),
      newCustomer: newCustomer.default(false),
    }),
    output: z.object({ items: z.array(z.object({ id: z.uuid(), did: z.enum(['assigned', 'left']) })) }),
    audit: input => ({
      objectKind: 'web_order',
      data: { ids: input.ids, customer: input.newCustomer ? 'new' : (input.customerId ?? '') },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const customer =
          input.customerId && !input.newCustomer ? await findCustomer(tx, tenant, input.customerId) : null
        if (customer === undefined)
          throw customerProblem('CUSTOMER_UNKNOWN', { customer: input.customerId ?? '' })
        const of = { tenant, by: actor.name, now: kontor.now() }
        return {
          items: await assignCustomers(tx, of, input.ids, { customerId: customer, isNew: input.newCustomer }),
        }
      }),
  }),
]

async function customerOf(context: Context, idOrNumber: string): Promise<string> {
  const { tenant, kontor } = context
  const id = await transact(kontor.db, { tenant }, tx => findCustomer(tx, tenant, idOrNumber))
  if (id === undefined) throw customerProblem('CUSTOMER_UNKNOWN', { customer: idOrNumber })
  return id
}

function take(
  context: Context,
  list: readonly string[],
  customer: string | null | undefined,
  pending = false,
): Promise<TakenOver[]> {
  const { tenant, actor, kontor } = context
  return takeOver(kontor, {
    tenant,
    ids: list,
    by: actor.name,
    actorKind: actor.kind,
    pending,
    ...(customer !== undefined ? { customers: new Map(list.map(id => [id, customer])) } : {}),
  })
}

// In the order of the ids, in portions; what stays is passed and not met again.
async function takeAll(context: Context, customer: string | null | undefined): Promise<TakenOver[]> {
  const { tenant, kontor } = context
  const results: TakenOver[] = []
  for (let after: string | null = null; !context.signal?.aborted; ) {
    const from: string | null = after
    const next: string[] = await transact(kontor.db, { tenant }, tx =>
      openWebOrders(tx, tenant, ownChecks, from, most),
    )
    results.push(...(await take(context, next, customer)))
    after = next.at(-1) ?? null
    if (next.length < most) break
  }
  return results
}

function shown(context: Context, one: TakenOver) {
  const words = one.code ? explain(one.code, one.data as ProblemData) : undefined
  return {
    id: one.id,
    did: one.did,
    orderId: one.orderId ?? null,
    orderNumber: one.orderNumber ?? null,
    code: one.code ?? null,
    reason: words?.[context.language] ?? null,
    remedy: words?.remedy[context.language] ?? null,
  }
}
