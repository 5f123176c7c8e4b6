import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { transact } from '../base/database.ts'
import { requireRights } from '../company/users.ts'
import type { Kontor } from '../operations/operation.ts'
import { orderExportInput } from '../operations/orderExportInput.ts'
import { orderFilterOf } from '../operations/orderFilterInput.ts'
import { readInput } from '../operations/readInput.ts'
import { exportOrders } from '../sales/exportOrders.ts'
import { admitted, schemaOf, typedOf } from './csvRoutes.ts'
import { firstRead } from './firstRead.ts'
import { languageOf } from './languageOf.ts'
import { apiPrefix } from './routeSchema.ts'

/** A link cannot say what the header of a call says. */
const input = z.object({ ...orderExportInput, language: z.enum(['de', 'en']).optional() })

/** The list of orders as a file, which is made while it is read. */
export function mountOrderFile(app: FastifyInstance, kontor: Kontor): void {
  app.route({
    method: 'GET',
    url: `${apiPrefix}/orders.csv`,
    schema: schemaOf(
      'order.export',
      'The orders of a list as a CSV file, with all its filters',
      'Die Aufträge einer Liste als CSV-Datei, mit allen ihren Filtern',
      { querystring: input },
    ),
    handler: async (request, reply) => {
      const { tenant, actor } = await admitted(kontor, request)
      requireRights(actor, ['orders.read'])
      const given = readInput({ input }, typedOf(request.query as Record<string, unknown>, input))
      const {
        language: said,
        columns,
        encoding,
        separator,
        decimal,
        forSpreadsheets,
        sort,
        ascending,
        ...filters
      } = given as z.infer<typeof input>
      const filter = await transact(kontor.db, { tenant }, tx => orderFilterOf(tx, { tenant }, filters))
      const language = said ?? languageOf(request.headers['accept-language'])
      const writing = { columns, encoding, separator, decimal, forSpreadsheets }
      const pieces = exportOrders(kontor.db, tenant, { filter, sort, ascending, language, ...writing })
      return reply
        .type(`text/csv; charset=${encoding ?? 'utf-8'}`)
        .header('content-disposition', 'attachment; filename="orders.csv"')
        .send(Readable.from(await firstRead(pieces), { objectMode: false }))
    },
  })
}
