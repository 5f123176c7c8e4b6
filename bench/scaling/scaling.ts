import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { type Database, openDatabase, transact } from '../../src/base/database.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { requestLanes } from '../../src/sync/lanes.ts'
import { markSweeps } from '../../src/sync/markDue.ts'
import { noPooler, startPooler } from '../../test/worker/pgbouncer.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { type BenchServer, benchServer } from '../support/benchServer.ts'
import { type BenchTrade, benchTrade, sellItems } from '../support/benchTrade.ts'
import { type Child, startChild } from '../support/child.ts'
import { atLeast } from '../support/goals.ts'

export interface ScalingOptions extends Pick<BenchOptions, 'print' | 'keep'> {
  /** `fast` and `slow` shops; `fast-pooled` and `slow-pooled`: through pgbouncer. */
  readonly shapes: readonly string[]
  /** Items that are sent to each shop. */
  readonly items: number
}

const token = 'bench-token'
const connections = 24
/** Runs that one worker has at a time: a quarter of the shops, so that slow shops are waited for side by side by more workers. */
const slots = 6
const workerCounts = [1, 2, 4]
const slowMs = 200
/** Orders that each shop has to be fetched for each item that it is sent. */
const ordersPerItem = 1

interface Bench {
  readonly server: BenchServer
  readonly db: Database
  readonly shops: Child
  readonly trade: BenchTrade
  readonly items: number
}

/** Orders fetched and objects sent in a second by one, two and four worker processes, with shops that answer at once or after 200 ms. */
export async function scaling({ shapes, items, print, keep }: ScalingOptions) {
  const server = await benchServer()
  const shops = startChild(new URL('../support/shops.ts', import.meta.url), [String(connections), token])
  const db = openDatabase({ url: server.url, max: 2 })
  try {
    const urls = await shops.tell<string[]>()
    const settings = urls.map(url => ({ url, token }))
    const trade = await benchTrade(server, connector as Connector, settings)
    const channels = trade.shops.map(shop => shop.channel)
    await sellItems(server, trade.tenant, channels, { count: items, prefix: 'ART-' })
    const bench = { server, db, shops, trade, items }
    await withWorkers(bench, server.url, 1, () => send(bench, false)) // so that the shops hold them
    print(`${items} items are at ${connections} shops`)
    const results: object[] = []
    for (const shape of shapes) results.push(...(await ofShape(bench, shape, { print, keep })))
    return { bench: 'scaling', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
  } finally {
    await db.close()
    await shops.end()
    await server.end()
  }
}

async function ofShape(bench: Bench, shape: string, { print, keep }: Pick<ScalingOptions, 'print' | 'keep'>) {
  const pooled = shape.endsWith('pooled')
  const reason = pooled ? noPooler() : undefined
  if (reason !== undefined) {
    print(`${shape}: left out, ${reason}`)
    return []
  }
  const pooler = pooled ? await startPooler(bench.server.url, 10) : undefined
  const delayMs = shape.startsWith('fast') ? 0 : slowMs
  const results: object[] = []
  let one: Awaited<ReturnType<typeof measure>> | undefined
  try {
    for (const workers of workerCounts) {
      const url = pooler?.url ?? bench.server.url
      const figures = await withWorkers(bench, url, workers, () => measure(bench, delayMs))
      one ??= figures
      const timesOne = {
        orders: hundredth(figures.ordersPerSecond / one.ordersPerSecond),
        objects: hundredth(figures.objectsPerSecond / one.objectsPerSecond),
      }
      // A worker waits for a shop in each of its slots, and no shop is waited for twice at a time.
      const limitTimesOne = Math.min(workers, connections / slots)
      const waits = delayMs > 0 && workers > 1
      const what = (of: string) => `times as many ${of} by ${workers} workers as by one, ${shape} shops`
      const result = {
        shape: `${shape}, ${workers} workers`,
        orders: bench.items,
        connections,
        slots,
        ...figures,
        timesOne,
        limitTimesOne,
        // Where the shops are the bottleneck.
        goals: waits
          ? [
              atLeast(0.7 * limitTimesOne, timesOne.orders, what('orders')),
              atLeast(0.7 * limitTimesOne, timesOne.objects, what('objects')),
            ]
          : [],
      }
      results.push(await keep(result))
    }
  } finally {
    await pooler?.close()
  }
  return results
}

async function measure(bench: Bench, delayMs: number) {
  const { items, shops, server } = bench
  const database = server.cpu()
  await shops.tell(`slow ${delayMs} 0`)
  const before = await ordersHere(server)
  await shops.tell(`orders ${items * ordersPerItem} ART-1`)
  const fetchMs = await fetchOrders(bench)
  const orders = (await ordersHere(server)) - before
  if (orders !== items * ordersPerItem * connections) throw new Error(`${orders} orders came`)
  await shops.tell('written')
  const sendMs = await send(bench, true)
  const written = await shops.tell<Record<string, number>>('written')
  const objects = Object.entries(written).reduce((sum, [count, of]) => sum + Number(count) * of, 0)
  if (objects !== items * connections) throw new Error(`${objects} objects were sent`)
  await shops.tell('slow 0 0')
  return {
    ordersPerSecond: Math.round((orders / fetchMs) * 1000),
    objectsPerSecond: Math.round((objects / sendMs) * 1000),
    databaseCpuShare: hundredth((server.cpu() - database) / (fetchMs + sendMs)),
  }
}

async function fetchOrders({ db, server, trade: { tenant, shops } }: Bench): Promise<number> {
  const started = performance.now()
  const lanes = shops.map(shop => ({ connectionId: shop.connection, kind: 'orders' as const }))
  await transact(db, { tenant }, tx => requestLanes(tx, tenant, lanes))
  await untilNothing(
    server,
    `select exists (select from sync_lane where kind = 'orders' and (wanted > served or holder is not null)) as open`,
  )
  const ms = performance.now() - started
  await untilIdle(server)
  return ms
}

async function send({ db, server, trade: { tenant, shops } }: Bench, complete: boolean): Promise<number> {
  const started = performance.now()
  const channelIds = shops.map(shop => shop.channel)
  await transact(db, { tenant }, tx =>
    markSweeps(tx, tenant, { channelIds, kinds: ['item'], by: 'bench', complete }),
  )
  await untilNothing(server, `select exists (select from sweep) as open`)
  const ms = performance.now() - started
  await untilIdle(server)
  return ms
}

async function withWorkers<T>(
  { server }: Bench,
  url: string,
  count: number,
  work: () => Promise<T>,
): Promise<T> {
  const workers: Child[] = []
  try {
    for (let started = 0; started < count; started++) {
      const args = [url, server.url, server.keys, token, String(slots)]
      workers.push(startChild(new URL('../support/workerProcess.ts', import.meta.url), args, ['--expose-gc']))
    }
    for (const worker of workers) await worker.tell()
    return await work()
  } finally {
    for (const worker of workers) await worker.end()
  }
}

function untilIdle(server: BenchServer): Promise<void> {
  return untilNothing(
    server,
    `select exists (select from sweep) or exists (select from due) or exists (select from sync_lane where holder is not null) as open`,
  )
}

async function untilNothing(server: BenchServer, question: string): Promise<void> {
  const end = performance.now() + 3_600_000
  await server.asOwner(async client => {
    for (;;) {
      const { rows } = await client.query<{ open: boolean }>(question)
      if (rows[0]?.open === false) return
      if (performance.now() > end) throw new Error('what was waited for did not come within an hour')
      await wait(50)
    }
  })
}

async function ordersHere(server: BenchServer): Promise<number> {
  return server.asOwner(async client => {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from web_order`)
    return rows[0]?.count ?? 0
  })
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100
}
