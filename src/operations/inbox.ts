import { z } from 'zod'
import { connectionIdOf } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import { countInbox, listInbox, readInbox } from '../sales/inboxQueries.ts'
import { whichConnection } from './connections.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const rowShape = z.object({
  id: z.uuid(),
  connection: z.string(),
  channel: z.string(),
  externalNumber: z.string(),
  placedAt: z.date(),
  customer: z.string(),
  country: z.string().nullable(),
  currency: z.string(),
  totalGross: z.string().nullable(),
  lines: z.int(),
  paymentState: z.string(),
  pending: z.boolean(),
  openChecks: z.array(z.string()).readonly(),
})

/** The inbox: web orders that wait for take-over. */
export const inboxOperations: readonly Operation[] = [
  operation({
    name: 'inbox.list',
    method: 'GET',
    path: '/inbox',
    command: 'inbox list',
    right: 'inbox.read',
    summary: {
      en: 'List the web orders in the inbox, newest first',
      de: 'Die Webshopbestellungen im Eingang auflisten, Neueste zuerst',
    },
    input: z.object({ ...pageInput, connection: whichConnection.optional() }),
    output: pageOf(rowShape),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, input.connection)
        const rows = await listInbox(tx, context.tenant, {
          after: input.after,
          limit: input.limit + 1,
          connectionId,
        })
        return asPage(rows, input.limit, await countInbox(tx, context.tenant, countLimit + 1, connectionId))
      }),
  }),
  operation({
    name: 'inbox.show',
    method: 'GET',
    path: '/inbox/:id',
    command: 'inbox show <id>',
    right: 'inbox.read',
    summary: {
      en: 'Show a web order with its lines and open checks',
      de: 'Eine Webshopbestellung mit Positionen und fehlenden Angaben zeigen',
    },
    input: z.object({
      id: z.uuid().meta({ description: 'Id of the web order.', 'x-de': 'Kennung der Webshopbestellung.' }),
    }),
    output: z.object({
      id: z.uuid(),
      externalNumber: z.string(),
      record: z.record(z.string(), z.unknown()),
      checks: z.array(z.object({ code: z.string(), reason: z.string(), remedy: z.string() })),
      lines: z
        .array(
          z.object({
            line: z.int(),
            kind: z.string(),
            itemNumber: z.string().nullable(),
            sku: z.string().nullable(),
            name: z.string(),
            quantity: z.string(),
            unitGross: z.string().nullable(),
            taxRate: z.string().nullable(),
          }),
        )
        .readonly(),
    }),
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        const order = await readInbox(tx, context.tenant, id)
        if (!order) throw channelProblem('RECORD_UNKNOWN', { id })
        const checks = order.checks.map(({ code, data }) => {
          const reason = explain(code, data)
          return { code, reason: reason[context.language], remedy: reason.remedy[context.language] }
        })
        return {
          id: order.id,
          externalNumber: order.externalNumber,
          record: { ...order.record },
          checks,
          lines: order.lines,
        }
      }),
  }),
]
