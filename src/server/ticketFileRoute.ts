import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { blobProblem, findBlob } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { filesOf } from '../channels/ticketStore.ts'
import { requireRights } from '../company/users.ts'
import type { Kontor } from '../operations/operation.ts'
import { admitted, schemaOf } from './csvRoutes.ts'
import { partsOf } from './fileRoutes.ts'
import { firstRead } from './firstRead.ts'
import { apiPrefix } from './routeSchema.ts'

const params = z.object({ ticket: z.uuid(), hash: z.string() })

/** The files of tickets. Strangers posted them: a browser only ever saves them, whatever they say they are. */
export function mountTicketFile(app: FastifyInstance, kontor: Kontor): void {
  app.route({
    method: 'GET',
    url: `${apiPrefix}/tickets/:ticket/files/:hash`,
    schema: schemaOf(
      'ticket.file',
      'A file of a ticket, to be saved',
      'Eine Datei eines Tickets, zum Speichern',
      {
        params,
      },
    ),
    handler: async (request, reply) => {
      const { tenant, actor } = await admitted(kontor, request)
      requireRights(actor, ['orders.read'])
      const { ticket, hash } = params.parse(request.params)
      const found = await transact(kontor.db, { tenant }, async tx => {
        const file = (await filesOf(tx, tenant, ticket)).find(one => one.hash === hash)
        const facts = file && (await findBlob(tx, tenant, hash))
        return file && facts ? { file, facts } : undefined
      })
      if (!found) throw blobProblem('BLOB_UNKNOWN', { hash: hash.slice(0, 64) })
      const parts = await firstRead(partsOf(kontor, tenant, found.facts))
      return reply
        .type('application/octet-stream')
        .header('content-length', found.facts.size)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.file.name)}`)
        .send(Readable.from(parts))
    },
  })
}
