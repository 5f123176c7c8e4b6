/**
 * A shop in a process of its own, for benchmarks, demos, connectors made elsewhere, and to look at.
 *
 *   node testkit/jtlShop/main.ts --version 5.4 --orders 100 --lines 2 --port 0
 *
 * Prints one line of JSON with `url`, `userId` and `password` when it answers calls. Lines on its input: `stats`, `forget`,
 * `place [n]`, `pay <kBestellung> <amount>`, `rows <table>`, `errors`, `maintenance on|off`, `habit <name> <value as JSON>`,
 * `faults <plan as JSON>`, `quit`. Each is answered by one line of JSON.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { fillShop } from './orderKinds.ts'
import { startJtlShop } from './startJtlShop.ts'
import { shapes, type TableName } from './store/tableShapes.ts'
import { versions } from './version.ts'

const { values: given } = parseArgs({
  options: {
    version: { type: 'string', default: '5.4' },
    items: { type: 'string', default: '20' },
    orders: { type: 'string', default: '0' },
    lines: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    folder: { type: 'string', default: '/' },
    user: { type: 'string', default: 'sync' },
    password: { type: 'string', default: 'geheim' },
    /** Keep records of all calls. */
    log: { type: 'boolean', default: false },
  },
})

const version = versions.find(known => known === given.version)
if (!version) throw new RangeError(`unknown version; known are ${versions.join(', ')}`)
const shop = await startJtlShop({
  version,
  userId: given.user,
  password: given.password,
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
print({
  url: shop.url,
  userId: shop.userId,
  password: shop.password,
  version,
  orders: placed.length,
  pid: process.pid,
})

const input = createInterface({ input: process.stdin })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void quit())
input.on('line', line => {
  obey(line.trim()).catch((error: unknown) => {
    print({ error: error instanceof Error ? error.message : String(error) })
  })
})

async function obey(line: string): Promise<void> {
  const [command = '', ...words] = line.split(' ')
  const [first = '', second = ''] = words
  switch (command) {
    case '':
      return
    case 'quit':
      return quit()
    case 'stats':
      return print({ ...shop.log.counts, rowErrors: shop.log.rowErrors.length, mails: shop.log.mails.length })
    case 'errors':
      return print(shop.log.rowErrors)
    case 'rows':
      return print(isTable(first) ? shop.rows(first) : { tables: Object.keys(shapes) })
    case 'forget':
      shop.forgetAcks()
      break
    case 'place':
      return print(fillShop(shop, { items: 0, orders: Number(first || '1'), lines: 0 }))
    case 'pay':
      return print({ payment: shop.addPayment({ order: first, amount: second || '1' }) })
    case 'maintenance':
      shop.setMaintenance(first !== 'off')
      break
    case 'habit':
      shop.setHabits({ [first]: JSON.parse(words.slice(1).join(' ')) })
      break
    case 'faults':
      shop.setFaults(words.length === 0 ? null : JSON.parse(words.join(' ')))
      break
    default:
      return print({ error: `unknown command ${command}` })
  }
  print({ ok: line })
}

function isTable(name: string): name is TableName {
  return Object.hasOwn(shapes, name)
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
