import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { takeIn } from '../base/blobFiles.ts'
import { type BlobFacts, blobPlace, blobProblem, findBlob, putIncoming, readBlob } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { mediaTypeOf, shownTypes } from '../base/mediaType.ts'
import { isSignedBlob } from '../base/signedBlob.ts'
import { companyProblem } from '../company/problems.ts'
import type { Actor, Right } from '../company/rights.ts'
import type { Kontor } from '../operations/operation.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { refuseCrossSite } from './crossSite.ts'
import { firstRead } from './firstRead.ts'
import { serverProblem } from './problems.ts'
import { apiPrefix, problemShape } from './routeSchema.ts'

/** Largest file that is taken, in bytes. */
export const fileLimit = 200 * 1024 * 1024
/** So much of a file is in memory at a time. */
const partBytes = 1024 * 1024

const put = z.object({ hash: z.string(), size: z.int(), mediaType: z.string() })
const refusal = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: problemShape } },
}
const bytes = { description: 'The bytes', content: { 'application/octet-stream': { schema: z.string() } } }

/**
 * Files up and down: `PUT /api/v1/files` takes bytes and answers their hash, by which operations name them; `GET` gives them back
 * to who is signed in, and under a signed address to whoever has it. What is no image is only ever saved by a browser.
 */
export function mountFiles(app: FastifyInstance, kontor: Kontor): void {
  const place = blobPlace(kontor.config)
  app.register(async inner => {
    inner.removeAllContentTypeParsers()
    // Read by the handler, once it is known who sends it.
    inner.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
    inner.route({
      method: 'PUT',
      url: `${apiPrefix}/files`,
      bodyLimit: fileLimit,
      schema: {
        operationId: 'file.put',
        tags: ['file'],
        summary: 'Upload a file; its bytes are the body, whatever the content type says',
        description:
          'Eine Datei hochladen; ihre Bytes sind der Inhalt. For holders of `items.write`, `stock.write` or `orders.write`. Twice the same is one file. It is kept for a day, and as long as something refers to it.',
        security: [{ apiKey: [] }, { session: [] }],
        response: {
          200: { description: 'Done', content: { 'application/json': { schema: put } } },
          default: refusal,
        },
      },
      handler: async request => {
        const { tenant, actor, byCookie } = await signedIn(kontor, request)
        refuseCrossSite(request, byCookie, kontor.config.publicUrl)
        requireOne(actor, ['items.write', 'stock.write', 'orders.write'])
        const file = await takeIn(place, tenant, Readable.from(limited(request.raw)))
        try {
          if (file.size === 0) throw serverProblem('FILE_EMPTY')
          const mediaType = mediaTypeOf(file.head)
          const { hash, size } = await transact(kontor.db, { tenant }, tx =>
            putIncoming(tx, tenant, file, mediaType, place),
          )
          return { hash, size, mediaType }
        } finally {
          await file.drop()
        }
      },
    })
  })
  app.route({
    method: 'GET',
    url: `${apiPrefix}/files/:hash`,
    schema: {
      operationId: 'file.get',
      tags: ['file'],
      summary: 'The bytes of a file',
      description: 'Die Bytes einer Datei. Needs the right `items.read`.',
      params: z.object({ hash: z.string() }),
      security: [{ apiKey: [] }, { session: [] }],
      response: { 200: bytes, default: refusal },
    },
    handler: async (request, reply) => {
      const { tenant, actor } = await signedIn(kontor, request)
      requireOne(actor, ['items.read'])
      const { hash } = request.params as { hash: string }
      return sendBlob(kontor, reply, tenant, hash)
    },
  })
  app.route({
    method: 'GET',
    url: '/blobs/:tenant/:name',
    schema: {
      operationId: 'file.signed',
      tags: ['file'],
      summary: 'The bytes of a file, under an address that was signed for a time',
      description: 'Die Bytes einer Datei unter einer befristet signierten Adresse. Needs no sign-in.',
      params: z.object({ tenant: z.string(), name: z.string() }),
      querystring: z.object({ until: z.string(), sig: z.string() }),
      security: [],
      response: { 200: bytes, default: refusal },
    },
    handler: async (request, reply) => {
      const { tenant, name } = request.params as { tenant: string; name: string }
      const { until, sig } = request.query as Record<string, unknown>
      const hash = name.replace(/\.\w{1,5}$/, '')
      const given = { tenant, hash, until: String(until), sig: String(sig) }
      // Wrong, too late or gone: all the same to a stranger.
      if (!isSignedBlob(kontor.keyring, given, kontor.now())) throw serverProblem('ROUTE_UNKNOWN')
      reply.header('cache-control', 'public, max-age=86400, immutable')
      return sendBlob(kontor, reply, tenant, hash)
    },
  })
}

async function signedIn(kontor: Kontor, request: FastifyRequest): Promise<Caller> {
  const caller = await authenticate(kontor, request)
  if (!caller) throw companyProblem('NOT_SIGNED_IN')
  return caller
}

function requireOne(actor: Actor, rights: readonly [Right, ...Right[]]): void {
  if (!rights.some(right => actor.rights.has(right)))
    throw companyProblem('RIGHT_MISSING', { right: rights[0] })
}

async function* limited(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const part of source) {
    size += part.length
    if (size > fileLimit) throw serverProblem('BODY_TOO_LARGE', { limit: fileLimit })
    yield part
  }
}

async function sendBlob(kontor: Kontor, reply: FastifyReply, tenant: string, hash: string) {
  const facts = await transact(kontor.db, { tenant }, tx => findBlob(tx, tenant, hash))
  if (!facts) throw blobProblem('BLOB_UNKNOWN', { hash: hash.slice(0, 64) })
  const parts = await firstRead(partsOf(kontor, tenant, facts))
  const shown = shownTypes.has(facts.mediaType)
  reply
    .type(shown ? facts.mediaType : 'application/octet-stream')
    .header('content-length', facts.size)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
  if (!shown) reply.header('content-disposition', `attachment; filename="${hash}.bin"`)
  return reply.send(Readable.from(parts))
}

/** The bytes of a blob, a part of it in memory at a time. */
export async function* partsOf(
  kontor: Kontor,
  tenant: string,
  { hash, size }: BlobFacts,
): AsyncGenerator<Buffer> {
  const place = blobPlace(kontor.config)
  for (let from = 0; from < size; from += partBytes)
    yield await transact(kontor.db, { tenant }, tx => readBlob(tx, tenant, hash, place, from, partBytes))
}
