/**
 * The shop of the benchmark, in a process of its own: N orders of a shape, all texts prepared. Prints one JSON line with
 * its address and item numbers when it answers; obeys `forget`, `serve` (how fast it serves alone) and `quit` on its input.
 */
import { createInterface } from 'node:readline'
import { asShop } from '../../examples/online-retail/asShop.ts'
import { parkingReasons } from '../../examples/online-retail/findDirt.ts'
import { readRows } from '../../examples/online-retail/readRows.ts'
import { toShops } from '../../examples/online-retail/toShops.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopItem, ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'

const [shape = 'three', count = '1000'] = process.argv.slice(2)
const { catalog, orders } = shape === 'file' ? await fileShape(Number(count)) : threeLines(Number(count))
const shop = await startShop({ generation: 5, token: 'bench-token', catalog, orders, keepLog: 'counts' })
shop.prepare()
const lines = orders.reduce((sum, order) => sum + order.lines.length, 0)
const bytes = shop.wireText('customer_order', orders[0]?.id ?? '')?.length
console.log(
  JSON.stringify({
    url: shop.url,
    orders: orders.length,
    lines,
    firstOrderBytes: bytes,
    items: catalog.map(item => item.sku),
  }),
)

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'forget') shop.forget('customer_order')
  if (line === 'quit') break
  console.log(JSON.stringify({ did: line, remaining: shop.remaining('customer_order').length }))
}
await shop.close()

/** Two items and the shipping: three lines. */
function threeLines(orders: number): { catalog: ShopItem[]; orders: ShopOrder[] } {
  return generateShop({ orders, lines: 2, items: 2000, customers: 500, seed: 7 })
}

/** Orders as they are in the file, those that can be staged, over and over under new numbers until there are enough. */
async function fileShape(wanted: number): Promise<{ catalog: ShopItem[]; orders: ShopOrder[] }> {
  const rows = []
  for await (const row of readRows()) rows.push(row)
  const retail = toShops(rows)
  const clean = new Set(
    retail.orders.filter(order => parkingReasons(order).length === 0).map(order => order.id),
  )
  const catalog: ShopItem[] = []
  const seen = new Set<string>()
  const real: ShopOrder[] = []
  for (const one of retail.shops) {
    const { contents } = asShop(one)
    for (const item of contents.catalog ?? []) {
      if (!seen.has(item.sku)) catalog.push(item)
      seen.add(item.sku)
    }
    real.push(...(contents.orders ?? []).filter(order => clean.has(order.id)))
  }
  const orders = Array.from({ length: wanted }, (_, index) => {
    const order = real[index % real.length] as ShopOrder
    const round = Math.floor(index / real.length)
    return { ...order, id: `${order.id}-${round}`, number: `${order.number}-${round}` }
  })
  return { catalog, orders }
}
