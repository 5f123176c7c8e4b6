import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { apiPrefix } from './routeSchema.ts'

const files = {
  '': { file: 'page.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
} as const

/** The OpenAPI document, and a page of our own to read it. */
export function mountDocs(app: FastifyInstance): void {
  app.get(`${apiPrefix}/openapi.json`, { schema: { hide: true } }, async () => app.swagger())
  for (const [path, { file, type }] of Object.entries(files))
    app.get(`${apiPrefix}/docs${path}`, { schema: { hide: true } }, async (_request, reply) =>
      reply.type(type).send(await readFile(new URL(`docs/${file}`, import.meta.url))),
    )
}
