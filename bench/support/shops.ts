/**
 * The shops of a benchmark, in a process of their own. Prints their addresses as a JSON line; answers by one line each: `slow
 * DELAY PER_MODEL` (milliseconds that each call takes, 0 for none), `sell SKU` (somebody buys one piece in the first shop),
 * `orders COUNT SKU` (so many orders in each shop), `longest` (the longest call so far, forgotten then), `stock SKU` (what each of them shows), `written` (how
 * many items were pushed so often since it was asked last), `held` (items in the first shop); ends at `quit`.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'

const [count = '5', token = 'bench-token'] = process.argv.slice(2)
const shops = await Promise.all(
  Array.from({ length: Number(count) }, () => startShop({ generation: 5, token, keepLog: 'counts' })),
)
const began = new WeakMap<IncomingMessage, number>()
let longest = 0
const pushes = new Map<string, number>()
for (const shop of shops) shop.setRefusals(countPush)
subscribe('http.server.request.start', message => {
  began.set((message as { request: IncomingMessage }).request, performance.now())
})
subscribe('http.server.response.finish', message => {
  const { request } = message as { request: IncomingMessage }
  longest = Math.max(longest, performance.now() - (began.get(request) ?? Number.NaN))
})
console.log(JSON.stringify(shops.map(shop => shop.url)))
for await (const line of createInterface({ input: process.stdin })) {
  const [wish, ...words] = line.split(' ')
  if (wish === 'quit') break
  console.log(JSON.stringify(obey(wish ?? '', words)))
}
await Promise.all(shops.map(shop => shop.close()))

function obey(wish: string, [first = '', second = '0']: readonly string[]): unknown {
  if (wish === 'slow') {
    const plan = {
      seed: 1,
      rate: 1,
      kinds: ['slow'],
      delayMs: Number(first),
      modelMs: Number(second),
    } as const
    for (const shop of shops) shop.setFaults(first === '0' && second === '0' ? null : plan)
  }
  if (wish === 'sell') shops[0]?.placeOrder({ lines: [{ sku: first, quantity: '1' }] })
  if (wish === 'stock') return shops.map(shop => shop.stock(first))
  if (wish === 'orders')
    for (const shop of shops)
      for (let count = 0; count < Number(first); count++)
        shop.placeOrder({ lines: [{ sku: second, quantity: '1' }] })
  if (wish === 'written') return written()
  if (wish === 'held') return { items: shops[0]?.items().length ?? 0 }
  const so = { longest }
  if (wish === 'longest') longest = 0
  return so
}

function countPush(method: string, model: Readonly<Record<string, unknown>>): undefined {
  if (method !== 'product.push') return
  const sku = String(model['sku'])
  pushes.set(sku, (pushes.get(sku) ?? 0) + 1)
}

function written(): Record<string, number> {
  const times = Object.groupBy(pushes.values(), count => count)
  pushes.clear()
  return Object.fromEntries(Object.entries(times).map(([count, items]) => [count, items?.length ?? 0]))
}
