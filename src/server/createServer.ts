import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance } from 'fastify'
import { newId } from '../base/ids.ts'
import { allOperations } from '../operations/allOperations.ts'
import type { Kontor, Operation } from '../operations/operation.ts'
import { mountBackOffice } from './backOffice.ts'
import { contentPolicy } from './contentPolicy.ts'
import { mountCsv } from './csvRoutes.ts'
import { mountDocs } from './docsPage.ts'
import { mountDocument } from './documentRoute.ts'
import { mountFiles } from './fileRoutes.ts'
import { foreignPrefixes, mountForeign } from './foreignRoutes.ts'
import { foreignUrl } from './foreignUrl.ts'
import { mountHealth } from './healthRoutes.ts'
import { mountMetrics } from './metrics.ts'
import { openApiOptions } from './openApi.ts'
import { mountOperations } from './operationRoutes.ts'
import { mountOrderFile } from './orderFileRoute.ts'
import { bodyLimit, replyProblem } from './problemReply.ts'
import { serverProblem } from './problems.ts'
import { apiPrefix } from './routeSchema.ts'
import { mountRunEvents } from './runEvents.ts'
import { mountTicketFile } from './ticketFileRoute.ts'

/**
 * The HTTP server: routes made of the operations, live progress, documentation, health and figures. It listens on
 * nothing yet, and closing it ends every request and stream that is still open. `backOffice` is the folder of the built
 * back office; without it the address leads to the documentation.
 */
export function createServer(
  kontor: Kontor,
  operations: readonly Operation[] = allOperations,
  backOffice?: string,
): FastifyInstance {
  const prefixes = foreignPrefixes(kontor)
  const app = fastify({
    bodyLimit,
    rewriteUrl: ({ url = '/' }) => foreignUrl(prefixes, url),
    genReqId: () => newId(),
    exposeHeadRoutes: false,
    // Only a proxy on this machine may say for whom it asks.
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => replyProblem(kontor.log, request, reply, error),
  })
  app.removeContentTypeParser('text/plain')
  // The schemas of the routes describe; `perform` checks what comes in and what goes out.
  app.setValidatorCompiler(() => value => ({ value }))
  app.setSerializerCompiler(() => value => JSON.stringify(value))
  app.setErrorHandler((error, request, reply) => replyProblem(kontor.log, request, reply, error))
  app.setNotFoundHandler((request, reply) =>
    replyProblem(kontor.log, request, reply, serverProblem('ROUTE_UNKNOWN')),
  )
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime)
    kontor.log.debug(
      { method, route: routeOptions.url, status: reply.statusCode, ms, reference: request.id },
      'request',
    )
  })
  // Answers hold personal data: no cache between us and the reader keeps them.
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(apiPrefix)) reply.header('cache-control', 'no-store')
  })
  app.register(cookie)
  app.register(helmet, helmetOptions(kontor.config.publicUrl))
  app.register(swagger, openApiOptions(kontor.config.publicUrl))
  app.register(async inner => {
    mountMetrics(inner, kontor)
    mountHealth(inner, kontor)
    mountDocs(inner)
    mountOperations(inner, kontor, operations)
    mountRunEvents(inner, kontor)
    mountCsv(inner, kontor)
    mountOrderFile(inner, kontor)
    mountFiles(inner, kontor)
    mountForeign(inner, kontor)
    mountDocument(inner, kontor)
    mountTicketFile(inner, kontor)
    if (backOffice !== undefined) mountBackOffice(inner, backOffice)
    else
      inner.get('/', { schema: { hide: true } }, async (_request, reply) =>
        reply.redirect(`${apiPrefix}/docs`),
      )
  })
  return app
}

function helmetOptions(publicUrl: string | undefined) {
  return {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
    // Told a browser once, it would ask by https for half a year: only where that is how Kontor is reached.
    strictTransportSecurity: publicUrl?.startsWith('https:') === true,
    referrerPolicy: { policy: 'no-referrer' as const },
  }
}
