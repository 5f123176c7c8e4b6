import type { AddressInfo } from 'node:net'
import type { Kontor } from '../operations/operation.ts'
import { createServer } from './createServer.ts'
import { serverProblem } from './problems.ts'

export interface RunningServer {
  /** Where it can be reached. */
  readonly url: string
  close(): Promise<void>
}

/** Makes the server, with the back office of that folder, and listens as the configuration says. Error: PORT_TAKEN. */
export async function startServer(kontor: Kontor, backOffice?: string): Promise<RunningServer> {
  const { host, port, publicUrl } = kontor.config
  const app = createServer(kontor, undefined, backOffice)
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw serverProblem('PORT_TAKEN', { host, port }, { cause: error })
    throw error
  }
  const bound = (app.server.address() as AddressInfo).port
  const shown = host.includes(':') ? `[${host}]` : host
  return { url: publicUrl ?? `http://${shown}:${bound}/`, close: () => app.close() }
}
