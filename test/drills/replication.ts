/**
 * `npm run drill -- replication [--seconds N]`: workers import and send under load on a primary with a synchronous stand-by; the
 * primary is killed, the stand-by promoted, the address leads there, and the workers go on. Ends with status 1 where anything
 * is lost or double. Needs Debian's PostgreSQL 15 (the embedded one cannot make a stand-by).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../src/base/database.ts'
import { migrate } from '../../src/base/migrate.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { createWorld, type OpenedShop, type World } from '../import/world.ts'
import { binaries, startPair } from './replicatedPair.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } })
const loadMs = Number(values.seconds) * 1000
const ordersBefore = 30
const print = (line: string) => console.log(line)
const ends: (() => Promise<unknown>)[] = []
const scope = { after: (end: () => Promise<unknown>) => void ends.push(end) }

if (!existsSync(binaries)) {
  console.error(`${binaries} is missing: apt-get install postgresql-15`)
  process.exit(2)
}
try {
  const wrong = await drill()
  for (const line of wrong) console.error(`WRONG: ${line}`)
  print(wrong.length === 0 ? 'nothing lost, nothing twice' : `${wrong.length} findings`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  for (const end of ends.toReversed()) await end()
}

async function drill(): Promise<string[]> {
  const pair = await startPair(print)
  scope.after(() => pair.close())
  await migrate(pair.url)
  const db = openDatabase({ url: pair.url })
  scope.after(() => db.close())
  const world = await createWorld(db, scope)
  const shops = await openShops(world)
  const workers = await startWorkers(world, pair.url)
  const load = startLoad(world, shops)
  await becomes('every shop had orders fetched', async () =>
    shops.every(({ shop }) => shop.ackedIds('customer_order').length > 0),
  )
  await wait(loadMs)

  if ((await pair.syncState()) !== 'sync') throw new Error('the stand-by is not synchronous')
  const placedBefore = load.placed()
  const ackedBefore = ackedOf(shops)
  const killedAt = performance.now()
  await pair.killPrimary()
  const told = ackedOf(shops)
  await pair.promote()
  const promotedAt = performance.now()
  const wrong: string[] = []
  const stored = await ledgerOf(world)
  const lost = [...told].filter(id => !stored.has(id))
  if (lost.length > 0)
    wrong.push(`${lost.length} orders were acknowledged and are not stored: ${lost.slice(0, 5)}`)
  await becomes(
    'something was imported on the stand-by',
    async () => (await ledgerOf(world)).size > stored.size,
  )
  const wentOnAt = performance.now()
  await wait(loadMs)
  await load.stop()
  await becomes('all is fetched, told and sent', async () => isQuiet(world, shops), 120_000)
  await Promise.all(workers.map(stop))

  const rows = await world.query<{ id: string; count: number }>(
    `select connection_id || ' ' || external_id as id, count(*)::int as count from ledger where kind = 'order' group by 1`,
  )
  const placed = shops.flatMap(({ shop, id }) => shop.orders().map(order => `${id} ${order.id}`))
  const known = new Set(rows.map(row => row.id))
  wrong.push(...placed.filter(id => !known.has(id)).map(id => `order ${id} is lost`))
  wrong.push(...rows.filter(row => row.count > 1).map(row => `order ${row.id} is there ${row.count} times`))
  if (known.size !== placed.length) wrong.push(`${placed.length} orders at the shops, ${known.size} here`)
  for (const { shop } of shops) {
    const numbers = shop.links('customer_order').map(([, no]) => no)
    if (new Set(numbers).size !== numbers.length) wrong.push(`${shop.url}: a number was given to two orders`)
    const skus = shop.items().map(item => item.sku)
    if (new Set(skus).size !== skus.length) wrong.push(`${shop.url}: an item was made twice`)
  }
  wrong.push(...(await wrongStock(world, shops)), ...(await world.broken()))
  print(
    `orders placed: ${3 * ordersBefore} there at the beginning, ${placedBefore} more before the kill, ${load.placed() - placedBefore} after it; ${shops.length} shops, ${workers.length} workers`,
  )
  print(`acknowledged: ${ackedBefore.size} when the primary was killed, ${ackedOf(shops).size} at the end`)
  print(`stock bookings: ${load.booked()}, refused while no database was there: ${load.refused()}`)
  print(
    `killed to promoted: ${Math.round(promotedAt - killedAt)} ms; to the first new order stored: ${Math.round(wentOnAt - killedAt)} ms`,
  )
  return wrong
}

async function openShops(world: World): Promise<OpenedShop[]> {
  const shops: OpenedShop[] = []
  for (const seed of [1, 2, 3])
    shops.push(
      await world.openShop({
        ...generateShop({ seed, orders: ordersBefore, items: 8 }),
        name: `Shop ${seed}`,
        withoutItems: seed > 1,
      }),
    )
  await world.tx(async tx => {
    const [warehouse] = await createWarehouses(tx, world.tenant, [{ code: 'M', name: 'Main' }])
    const items = await tx.query<{ id: string }>(`select id from item where tenant_id = $1 order by id`, [
      world.tenant,
    ])
    const channels = await tx.query<{ id: string }>(`select id from channel where tenant_id = $1`, [
      world.tenant,
    ])
    const moves = items.map(({ id }) => ({
      itemId: id,
      warehouseId: warehouse?.id ?? '',
      quantity: '100000',
      reason: 'receipt' as const,
    }))
    await moveStock(tx, world.tenant, moves, 'drill')
    const sold = items.flatMap(item =>
      channels.map(channel => ({ itemId: item.id, channelId: channel.id, active: true })),
    )
    const { changed } = await sellOn(tx, world.tenant, sold)
    await markDue(tx, world.tenant, changed, 'drill')
    await tx.run(`update sync_lane set every = interval '1 second', next_at = now() where tenant_id = $1`, [
      world.tenant,
    ])
  })
  return shops
}

async function startWorkers(world: World, url: string): Promise<ChildProcess[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-drill-keys-'))
  scope.after(() => rm(folder, { recursive: true, force: true }))
  const { current, keys } = world.parts.keyring
  const text = Object.fromEntries([...keys].map(([id, key]) => [id, key.toString('base64')]))
  await writeFile(join(folder, 'secret.keys'), JSON.stringify({ current, keys: text }), { mode: 0o600 })
  const program = fileURLToPath(new URL('../../bin/kontor.mjs', import.meta.url))
  const workers = ['one', 'two'].map(name =>
    spawn(process.execPath, [program, 'worker', '--name', name], {
      env: {
        ...process.env,
        KONTOR_DATA: folder,
        KONTOR_DATABASE_URL: url,
        KONTOR_ALLOW_ADDRESSES: '127.0.0.0/8',
        KONTOR_LOG: 'silent',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
  scope.after(() => Promise.all(workers.map(stop)))
  return workers
}

async function stop(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  worker.kill('SIGTERM')
  await once(worker, 'exit')
}

/** People buy at the shops and the merchant books stock, whatever becomes of the database. */
function startLoad(world: World, shops: readonly OpenedShop[]) {
  let placed = 0
  let booked = 0
  let refused = 0
  let isOn = true
  const buy = async () => {
    for (; isOn; await wait(40))
      for (const { shop } of shops) {
        const items = shop.items()
        const item = items[placed % items.length]
        shop.placeOrder({ lines: [{ sku: item?.sku ?? '', quantity: '1' }] })
        placed++
      }
  }
  const book = async () => {
    for (; isOn; await wait(100))
      try {
        await world.tx(async tx => {
          const [row] = await tx.query<{ itemId: string; warehouseId: string }>(
            `select item_id as "itemId", warehouse_id as "warehouseId" from stock_level where tenant_id = $1 order by random() limit 1`,
            [world.tenant],
          )
          if (!row) return
          const { changed } = await moveStock(
            tx,
            world.tenant,
            [{ ...row, quantity: '1', reason: 'receipt' }],
            'drill',
          )
          await markDue(tx, world.tenant, changed, 'drill')
        })
        booked++
      } catch {
        refused++ // no database at this moment: a person would try again
      }
  }
  const both = Promise.all([buy(), book()])
  return {
    placed: () => placed,
    booked: () => booked,
    refused: () => refused,
    stop: async () => {
      isOn = false
      await both
    },
  }
}

function ackedOf(shops: readonly OpenedShop[]): Set<string> {
  return new Set(
    shops.flatMap(({ shop, id }) => shop.ackedIds('customer_order').map(order => `${id} ${order}`)),
  )
}

async function ledgerOf(world: World): Promise<Set<string>> {
  const rows = await world.query<{ id: string }>(
    `select connection_id || ' ' || external_id as id from ledger where kind = 'order'`,
  )
  return new Set(rows.map(row => row.id))
}

async function isQuiet(world: World, shops: readonly OpenedShop[]): Promise<boolean> {
  if (shops.some(({ shop }) => shop.remaining('customer_order').length > 0)) return false
  const [row] = await world.query<{ open: number }>(
    `select ((select count(*) from due where kind = 'stock') + (select count(*) from ack_outbox where gone_at is null))::int as open`,
  )
  return row?.open === 0
}

async function wrongStock(world: World, shops: readonly OpenedShop[]): Promise<string[]> {
  const rows = await world.query<{ sku: string; connection: string; sent: string }>(
    `select i.item_number as sku, h.connection_id as connection, o.stock_sent ->> 'offered' as sent from channel_object o
       join item i on i.tenant_id = o.tenant_id and i.id = o.object_id join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id
     where o.kind = 'item' and o.stock_sent is not null`,
  )
  return rows.flatMap(({ sku, connection, sent }) => {
    const shown = shops.find(one => one.id === connection)?.shop.stock(sku)
    return shown === undefined || Number(shown) === Number(sent)
      ? []
      : [`${sku} shows ${shown}, told ${sent}`]
  })
}

async function becomes(what: string, is: () => Promise<boolean>, ms = 60_000): Promise<void> {
  for (const until = performance.now() + ms; ; await wait(50)) {
    const so = await is().catch(error => {
      if (performance.now() > until) throw error
      return false
    })
    if (so) return
    if (performance.now() > until) throw new Error(`it did not become so: ${what}`)
  }
}
