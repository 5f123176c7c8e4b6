/**
 * The shop of the benchmark, in a process of its own, empty. Prints its address as a JSON line; answers `cpu` with the
 * milliseconds of processor that it has used, `items` with how many it holds; ends at `quit`.
 */
import { createInterface } from 'node:readline'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'

const [generation = '5'] = process.argv.slice(2)
const shop = await startShop({
  generation: generation === '3' ? 3 : 5,
  token: 'bench-token',
  keepLog: 'counts',
})
console.log(JSON.stringify({ url: shop.url }))
for await (const line of createInterface({ input: process.stdin })) {
  const { user, system } = process.cpuUsage()
  if (line === 'quit') break
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000, items: shop.items().length }))
}
await shop.close()
