import type { Socket } from 'node:net'
import { openProxy } from '../kills/openProxy.ts'
import { callName, cutRequests, type ShopProxy } from '../kills/shopProxy.ts'

/** A call that passes between a worker and a shop. */
export interface PassingCall {
  /** `call ack customerOrder`, `call product.push`, `POST /objects/stock`. */
  readonly name: string
  readonly kind: 'ack' | 'write' | 'read' | 'other'
}

/** Told of each call before it reaches the shop, and when the shop has answered. What it returns is waited for: so long the bytes are held. */
export type OnCall = (call: PassingCall, when: 'before' | 'after') => Promise<void> | undefined

/**
 * Opens a door on 127.0.0.1 to a shop of either protocol. Whatever the shop does to a connection, the caller meets as well;
 * what a killed caller had not yet sent on does not reach the shop.
 */
export async function openCallDoor(shopUrl: string, onCall: OnCall): Promise<ShopProxy> {
  const url = new URL(shopUrl)
  const target = { port: Number(url.port), host: url.hostname }
  const proxy = await openProxy(target, (client, shop) => relay(client, shop, onCall))
  url.port = String(proxy.port)
  return { url: shopUrl.endsWith('/') ? url.href : url.href.replace(/\/$/, ''), close: proxy.close }
}

function relay(client: Socket, shop: Socket, onCall: OnCall): void {
  let asked: PassingCall | undefined
  // What is said is passed on in its order, after whatever holds it.
  let toShop = Promise.resolve()
  let toClient = Promise.resolve()
  const answered = () => {
    const call = asked
    asked = undefined
    const held = call && onCall(call, 'after')
    if (held) toClient = toClient.then(() => held)
  }
  const hears = cutRequests((request, body) => {
    const call = callOf(request, body)
    const held = onCall(call, 'before')
    toShop = toShop.then(async () => {
      await held
      if (client.destroyed) return
      asked = call
      shop.write(request)
    })
  })
  client.on('data', hears)
  client.on('error', () => undefined) // its close follows
  client.once('close', () => shop.destroy())
  shop.on('data', chunk => {
    answered()
    toClient = toClient.then(() => void (client.destroyed || client.write(chunk)))
  })
  shop.on('error', () => undefined)
  shop.once('close', hadError => {
    answered()
    toClient = toClient.then(() => void (hadError ? client.resetAndDestroy() : client.end()))
  })
}

function callOf(request: Buffer, body: Buffer): PassingCall {
  const [line = ''] = request.toString('latin1', 0, 400).split('\r\n', 1)
  const [method = '', path = ''] = line.split(' ')
  const name = path.startsWith('/jtlconnector') ? callName(body) : `${method} ${path.split('?', 1)[0] ?? ''}`
  return { name, kind: kindOf(name) }
}

function kindOf(name: string): PassingCall['kind'] {
  if (name.startsWith('call ack') || name === 'POST /acks') return 'ack'
  if (/\.(push|delete)$/.test(name) || name.startsWith('POST /objects')) return 'write'
  if (name.endsWith('.pull') || name === 'GET /records') return 'read'
  return 'other'
}
