import type { OutgoingHttpHeaders } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { transact } from '../base/database.ts'
import { errorFacts } from '../base/log.ts'
import { companyProblem } from '../company/problems.ts'
import { requireRights } from '../company/users.ts'
import type { Kontor } from '../operations/operation.ts'
import { readInput } from '../operations/readInput.ts'
import { type ShownRun, showRun } from '../operations/syncRuns.ts'
import { readRun } from '../sync/runs.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { languageOf } from './languageOf.ts'
import { apiPrefix, problemShape } from './routeSchema.ts'

const input = z.object({ id: z.uuid() })
const pollMs = 300
const heartbeatMs = 15_000

/**
 * Live progress of a run as server-sent events: `run` with the whole run each time it changes (its `id` is the version,
 * so that a browser that comes back misses nothing), `end` when it is over. Who comes back after the end gets 204, which
 * ends the asking.
 */
export function mountRunEvents(app: FastifyInstance, kontor: Kontor): void {
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.route({
    method: 'GET',
    url: `${apiPrefix}/sync-runs/:id/events`,
    schema: {
      operationId: 'run.events',
      tags: ['run'],
      summary: 'Live progress of a run, as server-sent events',
      description: 'Fortschritt eines Laufs, laufend. Needs the right `sync.read`.',
      params: input,
      security: [{ apiKey: [] }, { session: [] }],
      response: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } },
        default: {
          description: 'Refused',
          content: { 'application/problem+json': { schema: problemShape } },
        },
      },
    },
    handler: async (request, reply) => {
      const admitted = async (): Promise<Caller> => {
        const caller = await authenticate(kontor, request)
        if (!caller) throw companyProblem('NOT_SIGNED_IN')
        requireRights(caller.actor, ['sync.read'])
        return caller
      }
      const { tenant } = await admitted()
      const { id } = readInput({ input }, request.params as { id: string }) as z.infer<typeof input>
      const language = languageOf(request.headers['accept-language'])
      const read = () =>
        transact(kontor.db, { tenant }, async tx => showRun({ language }, await readRun(tx, tenant, id)))
      const first = await read()
      const seen = Number(request.headers['last-event-id'] ?? -1)
      if (first.endedAt && first.version <= seen) return reply.status(204).send()
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const signal = AbortSignal.any([gone.signal, closing.signal])
      await sendEvents(reply, { first, read, admitted, seen, signal }).catch(error => {
        if (!signal.aborted)
          kontor.log.warn({ ...errorFacts(error), reference: request.id }, 'live progress ended early')
      })
      return reply
    },
  })
}

interface Stream {
  readonly first: ShownRun
  readonly read: () => Promise<ShownRun>
  /** Throws once the reader may no longer see it. */
  readonly admitted: () => Promise<unknown>
  readonly seen: number
  readonly signal: AbortSignal
}

async function sendEvents(reply: FastifyReply, stream: Stream): Promise<void> {
  const { signal } = stream
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.flushHeaders()
  try {
    let run = stream.first
    let sent = stream.seen
    let quietSince = performance.now()
    for (;;) {
      if (run.version > sent) {
        raw.write(`id: ${run.version}\nevent: run\ndata: ${JSON.stringify(run)}\n\n`)
        sent = run.version
      }
      if (run.endedAt) {
        raw.write(`id: ${run.version}\nevent: end\ndata: ${JSON.stringify({ state: run.state })}\n\n`)
        return
      }
      if (performance.now() - quietSince > heartbeatMs) {
        await stream.admitted()
        raw.write(': still running\n\n')
        quietSince = performance.now()
      }
      await wait(pollMs, undefined, { signal })
      run = await stream.read()
    }
  } finally {
    raw.end()
  }
}
