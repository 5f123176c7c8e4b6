import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { mountBackOffice } from '../../src/server/backOffice.ts'

/** Serves a built back office alone, without the rest of Kontor. */
export async function serveFolder(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  const app = fastify()
  mountBackOffice(app, folder)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() }
}
