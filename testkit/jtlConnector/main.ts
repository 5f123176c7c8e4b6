/**
 * A shop in a process of its own, for benchmarks, demos and connectors made elsewhere.
 *
 *   node testkit/jtlConnector/main.ts --orders 10000 --lines 3 --generation 5 --port 0
 *
 * Prints one line of JSON with `url` and `token` when it answers calls. Lines on its input: `stats`,
 * `forget [kind]`, `place [n]`, `quirk <name> on|off`, `faults <plan as JSON>`, `restart`, `quit`.
 * Each is answered by one line of JSON.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { generateShop } from './generate.ts'
import { quirkNames } from './quirks.ts'
import type { Shop } from './shop.ts'
import { shopKinds } from './sources.ts'
import { startShop } from './startShop.ts'
import type { ShopOptions } from './state.ts'

const { values: given } = parseArgs({
  options: {
    /** JSON with any options of a shop; what is given on the command line wins. */
    file: { type: 'string' },
    orders: { type: 'string', default: '0' },
    lines: { type: 'string', default: '3' },
    items: { type: 'string', default: '200' },
    customers: { type: 'string' },
    seed: { type: 'string', default: '1' },
    generation: { type: 'string' },
    port: { type: 'string', default: '0' },
    token: { type: 'string' },
    /** Names of switches to turn on, with commas. */
    quirks: { type: 'string', default: '' },
    faults: { type: 'string' },
    /** Keep records of all calls, acks and pushes. */
    log: { type: 'boolean', default: false },
    /** Build all texts before answering. */
    prepare: { type: 'boolean', default: false },
  },
})

const shop = await startShop(readOptions())
if (given.prepare) shop.prepare()
print({ url: shop.url, token: shop.token, orders: shop.remaining('customer_order').length, pid: process.pid })

const input = createInterface({ input: process.stdin })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void quit())
input.on('line', line => {
  obey(shop, line.trim()).catch((error: unknown) => {
    print({ error: error instanceof Error ? error.message : String(error) })
  })
})

async function obey(told: Shop, line: string): Promise<void> {
  const [command = '', ...words] = line.split(' ')
  if (command === '') return
  if (command === 'quit') return quit()
  if (command === 'stats') return print(stats(told))
  if (command === 'forget') {
    const kind = shopKinds.find(known => known === words[0])
    if (kind) told.forget(kind)
    else told.forgetAll()
  } else if (command === 'place') {
    const [item] = told.items()
    const wanted = Array.from({ length: Number(words[0] ?? '1') }, () => item?.sku ?? 'FREI')
    for (const sku of wanted) told.placeOrder({ lines: [{ sku, quantity: '1' }] })
  } else if (command === 'quirk') {
    const name = quirkNames.find(known => known === words[0])
    if (!name) return print({ error: `unknown switch; known are ${quirkNames.join(', ')}` })
    told.setQuirks({ [name]: words[1] !== 'off' })
  } else if (command === 'faults') {
    told.setFaults(words.length === 0 ? null : JSON.parse(words.join(' ')))
  } else if (command === 'restart') {
    told.restart()
  } else {
    return print({ error: `unknown command ${command}` })
  }
  print({ ok: line })
}

async function quit(): Promise<void> {
  input.close()
  // A paused pipe would keep the process alive.
  process.stdin.destroy()
  await shop.close()
}

function stats(told: Shop): unknown {
  const linked = Object.fromEntries(shopKinds.map(kind => [kind, told.ackedIds(kind).length]))
  const remaining = Object.fromEntries(shopKinds.map(kind => [kind, told.remaining(kind).length]))
  return { ...told.log.counts, linked, remaining }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

function readOptions(): ShopOptions {
  const file: Partial<ShopOptions> = given.file ? JSON.parse(readFileSync(given.file, 'utf8')) : {}
  const generated = generateShop({
    items: Number(given.items),
    orders: Number(given.orders),
    lines: Number(given.lines),
    seed: Number(given.seed),
    ...(given.customers === undefined ? {} : { customers: Number(given.customers) }),
  })
  const wanted = given.quirks.split(',').filter(name => name !== '')
  return {
    ...(given.file ? {} : generated),
    ...file,
    generation: (given.generation ?? String(file.generation ?? 5)) === '3' ? 3 : 5,
    token: given.token ?? file.token ?? randomBytes(12).toString('hex'),
    port: Number(given.port),
    quirks: { ...file.quirks, ...Object.fromEntries(wanted.map(name => [name, true])) },
    keepLog: given.log ? 'all' : 'counts',
    ...(given.faults === undefined ? {} : { faults: JSON.parse(given.faults) }),
  }
}
