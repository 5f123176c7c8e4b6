/**
 * A shop in a process of its own, for benchmarks, demos, connectors made elsewhere, and to look at.
 *
 *   node testkit/shopware5/main.ts --orders 100 --lines 2 --port 0
 *
 * Prints one line of JSON with `url`, `user` and `apiKey` when it answers calls. Lines on its input: `stats`, `place [n]`,
 * `status <order> <orderStatusId> [paymentStatusId]`, `rows <table>`, `quirk <name> on|off`, `faults <plan as JSON>`, `quit`. Each is
 * answered by one line of JSON.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { fillShop } from './orderKinds.ts'
import { quirkNames } from './quirks.ts'
import { startShopware5 } from './startShopware5.ts'
import { tableNames } from './state.ts'

const { values: given } = parseArgs({
  options: {
    items: { type: 'string', default: '20' },
    orders: { type: 'string', default: '0' },
    lines: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    folder: { type: 'string', default: '/' },
    user: { type: 'string', default: 'kontor' },
    key: { type: 'string', default: 'geheim' },
    /** Switches that are on, with commas between. */
    quirks: { type: 'string', default: '' },
    /** Keep records of all calls. */
    log: { type: 'boolean', default: false },
  },
})

const quirks = Object.fromEntries(
  given.quirks
    .split(',')
    .filter(name => name !== '')
    .map(name => [name, true]),
)
const shop = await startShopware5({
  quirks,
  user: given.user,
  apiKey: given.key,
  port: Number(given.port),
  folder: given.folder,
  keepLog: given.log ? 'all' : 'counts',
})
const placed = fillShop(shop, {
  items: Number(given.items),
  orders: Number(given.orders),
  lines: Number(given.lines),
  seed: Number(given.seed),
})
print({ url: shop.url, user: shop.user, apiKey: shop.apiKey, orders: placed.length, pid: process.pid })

const input = createInterface({ input: process.stdin })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void quit())
input.on('line', line => {
  obey(line.trim()).catch((error: unknown) => {
    print({ error: error instanceof Error ? error.message : String(error) })
  })
})

async function obey(line: string): Promise<void> {
  const [command = '', ...words] = line.split(' ')
  const [first = '', second = '', third] = words
  switch (command) {
    case '':
      return
    case 'quit':
      return quit()
    case 'stats':
      return print(shop.log.counts)
    case 'place':
      return print(fillShop(shop, { items: 0, orders: Number(first || '1'), lines: 0 }))
    case 'status':
      shop.changeOrder(first, {
        orderStatusId: Number(second),
        ...(third === undefined ? {} : { paymentStatusId: Number(third) }),
      })
      break
    case 'rows': {
      const table = tableNames.find(known => known === first)
      return print(table ? shop.rows(table) : { tables: tableNames })
    }
    case 'quirk': {
      const name = quirkNames.find(known => known === first)
      if (!name) return print({ error: `unknown switch; known are ${quirkNames.join(', ')}` })
      shop.setQuirks({ [name]: second !== 'off' })
      break
    }
    case 'faults':
      shop.setFaults(words.length === 0 ? null : JSON.parse(words.join(' ')))
      break
    default:
      return print({ error: `unknown command ${command}` })
  }
  print({ ok: line })
}

async function quit(): Promise<void> {
  input.close()
  // A paused pipe would keep the process alive.
  process.stdin.destroy()
  await shop.stop()
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
