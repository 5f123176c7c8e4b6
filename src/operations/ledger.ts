import { z } from 'zod'
import { connectionIdOf } from '../channels/connectionStore.ts'
import {
  countLedger,
  countRows,
  type LedgerRow,
  listLedger,
  listPages,
  readLedger,
  readPayload,
} from '../channels/ledgerQueries.ts'
import { outcomes } from '../channels/ledgerStore.ts'
import { explain } from '../channels/reasons.ts'
import { titleOf } from '../channels/reasonTitles.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** A record of the import ledger as a row. */
export const ledgerRowShape = z.object({
  id: z.uuid(),
  connection: z.string(),
  channel: z.string().nullable(),
  kind: z.string(),
  externalId: z.string(),
  externalNumber: z.string().nullable(),
  outcome: z.enum(outcomes),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
  reference: z.string().nullable(),
  occurredAt: z.date().nullable(),
  firstSeenAt: z.date(),
  changedAt: z.date(),
  acknowledged: z.enum(['yes', 'waiting', 'gone']),
})

const record = z
  .uuid()
  .meta({ description: 'Id of the record in the ledger.', 'x-de': 'Kennung des Datensatzes im Protokoll.' })

/** The import ledger: what became of every record that was ever seen. */
export const ledgerOperations: readonly Operation[] = [
  operation({
    name: 'ledger.list',
    method: 'GET',
    path: '/ledger',
    command: 'ledger list',
    right: 'ledger.read',
    summary: {
      en: 'List the import ledger, newest first',
      de: 'Das Importprotokoll auflisten, Neuestes zuerst',
    },
    input: z.object({
      ...pageInput,
      outcome: z
        .enum(outcomes)
        .optional()
        .meta({ description: 'Only this outcome.', 'x-de': 'Nur dieser Verbleib.' }),
      code: z
        .string()
        .max(60)
        .optional()
        .meta({ description: 'Only this reason code.', 'x-de': 'Nur dieser Grund.' }),
      kind: z
        .string()
        .max(40)
        .optional()
        .meta({ description: 'Only this kind, such as order.', 'x-de': 'Nur diese Art, etwa order.' }),
      connection: whichConnection.optional(),
    }),
    output: pageOf(ledgerRowShape),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, input.connection)
        const filter = {
          outcome: input.outcome,
          code: input.code,
          kind: input.kind,
          connectionId,
          after: input.after,
        }
        const rows = await listLedger(tx, context.tenant, { ...filter, limit: input.limit + 1 })
        const count = await countRows(tx, context.tenant, { ...filter, limit: countLimit + 1 })
        return asPage(
          rows.map(row => shownRecord(context, row)),
          input.limit,
          count,
        )
      }),
  }),
  operation({
    name: 'ledger.summary',
    method: 'GET',
    path: '/ledger-summary',
    command: 'ledger summary',
    right: 'ledger.read',
    summary: {
      en: 'Count the ledger by outcome and reason',
      de: 'Das Protokoll nach Verbleib und Grund zählen',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          connection: z.string(),
          kind: z.string(),
          outcome: z.string(),
          code: z.string().nullable(),
          /** The reason in a few words. */
          title: z.string().nullable(),
          count: z.int(),
        }),
      ),
    }),
    run: context =>
      inTransaction(context, async tx => ({
        items: (await countLedger(tx, context.tenant)).map(one => ({
          ...one,
          title: one.code ? titleOf(one.code)[context.language] : null,
        })),
      })),
  }),
  operation({
    name: 'ledger.show',
    method: 'GET',
    path: '/ledger/:id',
    command: 'ledger show <id>',
    right: 'ledger.read',
    summary: { en: 'Show a record with its history', de: 'Einen Datensatz mit seinem Verlauf zeigen' },
    input: z.object({ id: record }),
    output: ledgerRowShape.extend({
      history: z.array(
        z.object({
          until: z.date(),
          outcome: z.string(),
          code: z.string().nullable(),
          reason: z.string().nullable(),
          payloadAt: z.date().nullable(),
          by: z.string(),
        }),
      ),
      payloads: z.array(z.object({ storedAt: z.date(), size: z.int() })),
    }),
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        const detail = await readLedger(tx, context.tenant, id)
        const history = detail.history.map(({ data, ...one }) => ({
          ...one,
          reason: one.code ? explain(one.code, data ?? {})[context.language] : null,
        }))
        return { ...shownRecord(context, detail), history, payloads: [...detail.payloads] }
      }),
  }),
  operation({
    name: 'ledger.payload',
    method: 'GET',
    path: '/ledger/:id/payload',
    command: 'ledger payload <id>',
    right: 'payloads.read',
    summary: {
      en: 'Show the stored payload of a record, without its secrets',
      de: 'Die gespeicherten Rohdaten eines Datensatzes zeigen, ohne Geheimnisse',
    },
    input: z.object({ id: record }),
    output: z.object({ id: z.uuid(), payload: z.string().nullable() }),
    audit: ({ id }) => ({ objectKind: 'ledger', objectId: id }),
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        await readLedger(tx, context.tenant, id)
        return { id, payload: (await readPayload(tx, context.tenant, id)) ?? null }
      }),
  }),
  operation({
    name: 'page.list',
    method: 'GET',
    path: '/inbound-pages',
    command: 'page list',
    right: 'ledger.read',
    summary: {
      en: 'List answers of shops that could not be read yet',
      de: 'Antworten von Shops auflisten, die noch nicht gelesen werden konnten',
    },
    input: z.object({ limit: pageInput.limit }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          connection: z.string(),
          kind: z.string(),
          storedAt: z.date(),
          state: z.string(),
          code: z.string().nullable(),
          reference: z.string().nullable(),
        }),
      ),
    }),
    run: (context, { limit }) =>
      inTransaction(context, async tx => ({ items: await listPages(tx, context.tenant, limit) })),
  }),
]

/** A record with its reason and remedy in the language of who asks. */
export function shownRecord(context: Context, row: LedgerRow): z.infer<typeof ledgerRowShape> {
  const reason = row.code
    ? explain(row.code, { ...row.data, ...(row.reference ? { reference: row.reference } : {}) })
    : undefined
  const { connectionId, data, outcome, ...rest } = row
  return {
    ...rest,
    outcome: outcome as z.infer<typeof ledgerRowShape>['outcome'],
    reason: reason?.[context.language] ?? null,
    remedy: reason?.remedy[context.language] ?? null,
  }
}
