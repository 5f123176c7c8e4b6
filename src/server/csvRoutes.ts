import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { transact } from '../base/database.ts'
import { companyProblem } from '../company/problems.ts'
import { requireRights } from '../company/users.ts'
import { exportFilterInput, exportFilterOf } from '../operations/exportFilter.ts'
import { wishFields, wishOf } from '../operations/importShapes.ts'
import { fieldsByName, fromText } from '../operations/inputFields.ts'
import type { Kontor } from '../operations/operation.ts'
import { readInput } from '../operations/readInput.ts'
import { readImport } from '../sync/csv/csvImportStore.ts'
import { csvKinds } from '../sync/csv/csvSettings.ts'
import { exportCsv } from '../sync/csv/exportCsv.ts'
import { refusedCsv } from '../sync/csv/refusedCsv.ts'
import { rightsOfKind } from '../sync/csv/rowKinds.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { firstRead } from './firstRead.ts'
import { languageOf } from './languageOf.ts'
import { apiPrefix, problemShape } from './routeSchema.ts'

const { kind: _, template, encoding, separator, decimal, forSpreadsheets } = wishFields
/** A link cannot say what the header of a call says. */
const spoken = z.enum(['de', 'en']).optional()
const exportInput = z.object({
  kind: z.enum(csvKinds),
  template,
  encoding,
  separator,
  decimal,
  forSpreadsheets,
  ...exportFilterInput,
  language: spoken,
})
const refusedInput = z.object({ import: z.uuid(), language: spoken })

/** Files that are made while they are read: what an import refused, and whole catalogues. */
export function mountCsv(app: FastifyInstance, kontor: Kontor): void {
  app.route({
    method: 'GET',
    url: `${apiPrefix}/imports/:import/refused.csv`,
    schema: schemaOf(
      'import.refused',
      'Refused rows of an import, with reasons',
      'Abgewiesene Zeilen eines Imports mit Gründen',
      {
        params: refusedInput.omit({ language: true }),
        querystring: refusedInput.omit({ import: true }),
      },
    ),
    handler: async (request, reply) => {
      const { tenant, actor } = await admitted(kontor, request)
      const said = { ...(request.query as object), ...(request.params as object) }
      const given = readInput({ input: refusedInput }, said) as z.infer<typeof refusedInput>
      const { import: id } = given
      const job = await transact(kontor.db, { tenant }, tx => readImport(tx, tenant, id))
      requireRights(actor, [rightsOfKind[job.kind].read])
      const language = given.language ?? languageOf(request.headers['accept-language'])
      const rows = await firstRead(refusedCsv(kontor.db, tenant, id, language))
      return reply
        .type(`text/csv; charset=${job.settings.encoding}`)
        .header('content-disposition', `attachment; filename="refused-${id}.csv"`)
        .send(Readable.from(rows, { objectMode: false }))
    },
  })
  app.route({
    method: 'GET',
    url: `${apiPrefix}/exports/:kind.csv`,
    schema: schemaOf(
      'export.csv',
      'Objects of a kind as a CSV file: all, or those of the items that a filter leaves',
      'Objekte einer Art als CSV-Datei: alle, oder die der Artikel, die ein Filter lässt',
      {
        params: z.object({ kind: z.enum(csvKinds) }),
        querystring: exportInput.omit({ kind: true }),
      },
    ),
    handler: async (request, reply) => {
      const { tenant, actor } = await admitted(kontor, request)
      const said = { ...(request.query as object), ...(request.params as object) }
      const given = readInput({ input: exportInput }, typedOf(said, exportInput)) as z.infer<
        typeof exportInput
      >
      const { kind } = given
      requireRights(actor, [rightsOfKind[kind].read])
      const { wish, filter } = await transact(kontor.db, { tenant }, async tx => ({
        wish: (await wishOf(tx, tenant, given)).wish,
        filter: await exportFilterOf(tx, { tenant }, given),
      }))
      const language = given.language ?? languageOf(request.headers['accept-language'])
      const pieces = await firstRead(exportCsv(kontor.db, tenant, { kind, language, wish, filter }))
      return reply
        .type(`text/csv; charset=${wish.encoding ?? 'utf-8'}`)
        .header('content-disposition', `attachment; filename="${kind}.csv"`)
        .send(Readable.from(pieces, { objectMode: false }))
    },
  })
}

/** What an address carries as texts, as values of the fields of this input. */
export function typedOf(said: Readonly<Record<string, unknown>>, input: z.ZodType): Record<string, unknown> {
  const fields = fieldsByName(input)
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => {
      const field = fields.get(name)
      return [name, field && typeof value === 'string' ? fromText(field, value) : value]
    }),
  )
}

/** How a route that answers a file is described. */
export function schemaOf(operationId: string, summary: string, description: string, input: object) {
  return {
    operationId,
    tags: [operationId.split('.')[0] ?? ''],
    summary,
    description,
    ...input,
    security: [{ apiKey: [] }, { session: [] }],
    response: {
      200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
      default: { description: 'Refused', content: { 'application/problem+json': { schema: problemShape } } },
    },
  }
}

/** Who calls. Throws NOT_SIGNED_IN. */
export async function admitted(kontor: Kontor, request: FastifyRequest): Promise<Caller> {
  const caller = await authenticate(kontor, request)
  if (!caller) throw companyProblem('NOT_SIGNED_IN')
  return caller
}
