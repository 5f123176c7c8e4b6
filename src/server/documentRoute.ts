import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { blobPlace, getBlob } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { requireRights } from '../company/users.ts'
import { findDocument } from '../documents/documentStore.ts'
import { documentProblem } from '../documents/problems.ts'
import type { Kontor } from '../operations/operation.ts'
import { admitted } from './csvRoutes.ts'
import { apiPrefix, problemShape } from './routeSchema.ts'

/** The file of a document of an order. A browser only ever saves it: nobody knows what a channel put into it. */
export function mountDocument(app: FastifyInstance, kontor: Kontor): void {
  app.route({
    method: 'GET',
    url: `${apiPrefix}/documents/:document`,
    schema: {
      operationId: 'order.document',
      tags: ['order'],
      summary: 'The file of a document of an order',
      description: 'Die Datei eines Dokuments zu einem Auftrag. Needs the right `orders.read`.',
      params: z.object({ document: z.string() }),
      security: [{ apiKey: [] }, { session: [] }],
      response: {
        200: {
          description: 'The bytes',
          content: { 'application/octet-stream': { schema: z.string() } },
        },
        default: {
          description: 'Refused',
          content: { 'application/problem+json': { schema: problemShape } },
        },
      },
    },
    handler: async (request, reply) => {
      const { tenant, actor } = await admitted(kontor, request)
      requireRights(actor, ['orders.read'])
      const { document: id } = request.params as { document: string }
      const { name, bytes } = await transact(kontor.db, { tenant }, async tx => {
        const found = await findDocument(tx, tenant, id)
        if (!found) throw documentProblem('DOCUMENT_UNKNOWN', { id: id.slice(0, 64) })
        return { name: found.name, bytes: await getBlob(tx, tenant, found.hash, blobPlace(kontor.config)) }
      })
      return reply
        .type('application/octet-stream')
        .header('content-length', bytes.length)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(Readable.from([bytes]))
    },
  })
}
