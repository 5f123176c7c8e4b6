import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { mountBackOffice } from '../../src/server/backOffice.ts'
import { answers, completeRun, previewRun, runningRun } from './fixtures.ts'

const runs = [runningRun, previewRun, completeRun]

/** Serves a built back office alone; its questions are answered by the fixtures. */
export async function servePictured(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  const app = fastify()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.all('/api/v1/*', (request, reply) => {
    const { pathname, search, searchParams } = new URL(request.url, 'http://localhost')
    const path = decodeURIComponent(pathname.replace('/api/v1', ''))
    if (path.startsWith('/sync-runs/') && path.endsWith('/events')) {
      const heard = runs.find(run => path.includes(run.id)) ?? runningRun
      return reply
        .type('text/event-stream')
        .send(`id: 9\nevent: run\ndata: ${JSON.stringify(heard)}\n\nevent: end\ndata: {}\n\n`)
    }
    if (path.startsWith('/files/')) return reply.type('image/svg+xml').send(drawn(path))
    if (request.method === 'POST' && path === '/sync-runs') {
      const wish = request.body as { dryRun?: boolean; complete?: boolean }
      return reply.send(wish.dryRun ? previewRun : wish.complete ? completeRun : runningRun)
    }
    const ofOrder = searchParams.has('order') ? answers[`${path}?order`] : undefined
    const answer = ofOrder ?? answers[path + search] ?? answers[path]
    if (answer !== undefined) return reply.send(answer)
    const problem = { status: 404, code: 'ROUTE_UNKNOWN', detail: `no fixture for ${path}` }
    return reply.code(404).type('application/problem+json').send(JSON.stringify(problem))
  })
  mountBackOffice(app, folder)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() }
}

/** Stands for a photograph: another colour for each. */
function drawn(path: string): string {
  const hue = (path.charCodeAt(8) * 67) % 360
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 35% 88%)"/><path d="M8 30h24L20 10z" fill="hsl(${hue} 40% 60%)"/></svg>`
}
