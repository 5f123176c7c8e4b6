import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { contentPolicy } from './contentPolicy.ts'

/** What is never a page of the back office, whatever comes behind it. */
const others = /^\/(api|health|metrics|hooks|scx)(\/|$|\?)/

/**
 * Serves the built back office from a folder. Files with a hash in their name may be kept for ever; every other address
 * that a browser opens as a page is answered with the page that finds out itself what to show.
 */
export function mountBackOffice(app: FastifyInstance, folder: string): void {
  app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false })
  app.get('/assets/*', { schema: { hide: true } }, async (request, reply) => {
    reply.header('cache-control', 'public, max-age=31536000, immutable')
    return reply.sendFile(pathOf(request))
  })
  for (const file of ['theme.js', 'favicon.svg'])
    app.get(`/${file}`, { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-cache')
      return reply.sendFile(file)
    })
  // Positions of menus and widths of bars are styles of elements; no script comes in that way.
  const directives = { ...contentPolicy, styleSrc: ["'self'", "'unsafe-inline'"] }
  const helmet = { contentSecurityPolicy: { useDefaults: false, directives } }
  app.get('/*', { schema: { hide: true }, helmet }, async (request, reply) => {
    if (others.test(request.url)) return reply.callNotFound()
    reply.header('cache-control', 'no-cache')
    return reply.type('text/html; charset=utf-8').sendFile('index.html')
  })
}

function pathOf(request: FastifyRequest): string {
  return request.url.slice(1).split('?')[0] ?? ''
}
