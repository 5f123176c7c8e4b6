import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/** A door to a server that one importing process goes through. */
export interface TcpProxy {
  readonly port: number
  /** Ends all connections and frees the port. */
  close(): Promise<void>
}

/** Opens a door on 127.0.0.1; `relay` says what passes between the two ends of each connection. A target may move. */
export async function openProxy(
  target: NetConnectOpts | (() => NetConnectOpts),
  relay: (client: Socket, upstream: Socket) => void,
): Promise<TcpProxy> {
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, client => {
    const upstream = connect(typeof target === 'function' ? target() : target)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    relay(client, upstream)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the proxy has no port')
  return {
    port: address.port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
