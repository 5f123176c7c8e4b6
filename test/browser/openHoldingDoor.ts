import { openProxy } from '../kills/openProxy.ts'
import { callName, cutRequests, type ShopProxy } from '../kills/shopProxy.ts'

/** Opens a door to a JTL-Connector endpoint at which each call waits for what `before` answers to its name (`call customer_order.pull`). */
export async function openHoldingDoor(
  shopUrl: string,
  before: (call: string) => Promise<void> | undefined,
): Promise<ShopProxy> {
  const url = new URL(shopUrl)
  const proxy = await openProxy({ port: Number(url.port), host: url.hostname }, (client, shop) => {
    let turn = Promise.resolve()
    const hears = cutRequests((request, body) => {
      turn = turn.then(() => before(callName(body))).then(() => void shop.write(request))
    })
    client.on('data', hears)
    client.on('error', () => undefined) // its close follows
    client.once('close', () => shop.destroy())
    shop.on('data', chunk => void client.write(chunk))
    shop.on('error', () => undefined)
    shop.once('close', () => client.end())
  })
  url.port = String(proxy.port)
  return { url: url.href, close: proxy.close }
}
