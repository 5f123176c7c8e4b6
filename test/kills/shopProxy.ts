import type { Socket } from 'node:net'
import type { Gate } from './moment.ts'
import { openProxy } from './openProxy.ts'

/** A door to a shop. `url` is the shop's own with another port. */
export interface ShopProxy {
  readonly url: string
  close(): Promise<void>
}

/**
 * Opens a door on 127.0.0.1 to a JTL-Connector endpoint through which every call passes whole, so that the gate can decide
 * before a call reaches the shop and before the first byte of its answer reaches the process. Whatever the shop does to a
 * connection (half an answer, a reset), the process meets as well.
 */
export async function openShopProxy(shopUrl: string, gate: Gate): Promise<ShopProxy> {
  const url = new URL(shopUrl)
  const target = { port: Number(url.port), host: url.hostname }
  const proxy = await openProxy(target, (client, shop) => relay(client, shop, gate))
  url.port = String(proxy.port)
  return { url: url.href, close: proxy.close }
}

function relay(client: Socket, shop: Socket, gate: Gate): void {
  let asked: string | undefined
  let held = false
  // The shop has done what it was asked for as soon as it says anything, or hangs up.
  const answered = () => {
    if (asked === undefined || held) return
    const what = asked
    asked = undefined
    held = gate({ what, when: 'after' }) === 'hold'
  }
  const hears = cutRequests((request, body) => {
    if (held) return
    asked = callName(body)
    held = gate({ what: asked, when: 'before' }) === 'hold'
    if (!held) shop.write(request)
  })
  client.on('data', hears)
  client.on('error', () => undefined) // its close follows
  client.once('close', () => shop.destroy())
  shop.on('data', chunk => {
    answered()
    if (!held) client.write(chunk)
  })
  shop.on('error', () => undefined)
  shop.once('close', hadError => {
    answered()
    if (held) return
    if (hadError) client.resetAndDestroy()
    else client.end()
  })
}

/** Cuts what a client says into its requests, each with its body. */
export function cutRequests(take: (request: Buffer, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return chunk => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      const [, length = '0'] = /\r\ncontent-length: *(\d+)/i.exec(rest.toString('latin1', 0, end)) ?? []
      const whole = end + 4 + Number(length)
      if (rest.length < whole) return
      const request = rest.subarray(0, whole)
      rest = rest.subarray(whole)
      take(request, request.subarray(end + 4))
    }
  }
}

/** `call customer_order.pull`, `call ack customerOrder`, `call finish`. */
export function callName(body: Buffer): string {
  const packet: { method?: string; params?: { identities?: object } } = JSON.parse(
    new URLSearchParams(body.toString('latin1')).get('jtlrpc') ?? '{}',
  )
  const method = packet.method?.replace(/^(core\.)?connector\./, '') ?? 'nothing'
  return ['call', method, ...Object.keys(packet.params?.identities ?? {})].join(' ')
}
