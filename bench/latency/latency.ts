import { spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../../bin/nodeFlags.mjs'
import { type Database, openDatabase, transact } from '../../src/base/database.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { type LaneKind, requestLanes } from '../../src/sync/lanes.ts'
import { markSweeps } from '../../src/sync/markDue.ts'
import { type BenchServer, benchServer } from '../support/benchServer.ts'
import { type BenchShop, type BenchTrade, benchTrade, sellItems } from '../support/benchTrade.ts'
import { type Child, startChild } from '../support/child.ts'
import { readTold, summaryOf, watchStock } from './watch.ts'

export interface LatencyOptions {
  /** How many items the new channel gets. */
  readonly items: number
  readonly print: (line: string) => void
}

const token = 'bench-token'
/** Sold one after the other, each once, so that each quantity has one cause. */
const sales = 60
const goneMs = 60_000

/**
 * A sale that was staged from one shop, until the four others have accepted what is left: with the real worker process, idle,
 * during the first push of many items to one of the four, and with shops that need half a second for each item while they are
 * sent all items.
 */
export async function latency({ items, print }: LatencyOptions) {
  const server = await benchServer()
  const shops = startChild(
    new URL('../support/shops.ts', import.meta.url),
    ['5', token],
    ['--max-old-space-size=4000'],
  )
  const db = openDatabase({ url: server.url, max: 2 })
  let stopWorker: (() => Promise<void>) | undefined
  try {
    const urls = await shops.tell<string[]>()
    const trade = await benchTrade(
      server,
      connector as Connector,
      urls.map(url => ({ url, token })),
    )
    const all = trade.shops.map(shop => shop.channel)
    await sellItems(server, trade.tenant, all, { count: sales * 3, prefix: 'ART-' })
    await watchStock(server)
    stopWorker = await startWorker(server)
    const bench: Bench = { db, server, shops, trade }
    await sweep(bench, trade.shops, false)
    await untilIdle(bench)
    const results: { shape: string; orders: number }[] = [
      { shape: 'idle', orders: sales, ...(await sell(bench, 0, { delayMs: 45, gapMs: 250 })) },
      await duringFirstPush(bench, items),
    ]
    // A worker that knows these shops as quick ones would begin with one call of many items.
    await stopWorker()
    stopWorker = await startWorker(server)
    results.push(await withSlowShops(bench))
    for (const one of results) print(JSON.stringify(one))
    return { bench: 'latency', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
  } finally {
    await stopWorker?.()
    await db.close()
    await shops.end()
    await server.end()
  }
}

interface Bench {
  readonly db: Database
  readonly server: BenchServer
  readonly shops: Child
  readonly trade: BenchTrade
}

async function duringFirstPush(bench: Bench, items: number) {
  const { server, trade } = bench
  const last = trade.shops.slice(-1)
  await sellItems(
    server,
    trade.tenant,
    last.map(shop => shop.channel),
    { count: items, prefix: 'NEW-' },
  )
  await bench.shops.tell('slow 45 0')
  await sweep(bench, last, false)
  await until(async () => (await swept(server)) > sales * 3 + 500)
  const before = { count: await swept(server), at: performance.now() }
  const result = await sell(bench, sales, { delayMs: 45, gapMs: 500 })
  const seconds = (performance.now() - before.at) / 1000
  const after = await swept(server)
  if (after === 0) throw new Error('the push ended before the sales did: more items')
  // The rest of it would only be waited for.
  await server.asOwner(client => client.query('delete from sweep where tenant_id = $1', [trade.tenant]))
  await bench.shops.tell('slow 0 0')
  await untilIdle(bench)
  return {
    shape: 'during a first push',
    orders: items,
    pushed: after,
    pushedPerSecond: Math.round((after - before.count) / seconds),
    ...result,
  }
}

async function withSlowShops(bench: Bench) {
  await bench.shops.tell('slow 1 500')
  await bench.shops.tell('longest')
  await sweep(bench, bench.trade.shops.slice(1), true)
  const result = await sell(bench, sales * 2, { delayMs: 1, modelMs: 500, gapMs: 3000, count: sales / 3 })
  const { longest } = await bench.shops.tell<{ longest: number }>('longest')
  return { shape: 'half a second per item', orders: sales / 3, longestCall: Math.round(longest), ...result }
}

/** Sells pieces in the first shop, each with a run that fetches it, and waits until the others have heard of all. */
async function sell(
  bench: Bench,
  from: number,
  how: { delayMs: number; modelMs?: number; gapMs: number; count?: number },
) {
  const { server, shops, trade } = bench
  const { count = sales } = how
  await shops.tell(`slow ${how.delayMs} ${how.modelMs ?? 0}`)
  const items = await itemsOf(server, trade.tenant, from, count)
  const others = trade.shops.slice(1)
  for (const item of items) {
    await shops.tell(`sell ${item.number}`)
    await request(bench, trade.shops.slice(0, 1), 'orders')
    await wait(how.gapMs)
  }
  const ids = items.map(item => item.id)
  const isOther = (channel: string) => others.some(shop => shop.channel === channel)
  const read = async () => (await readTold(server, ids)).filter(one => isOther(one.channel))
  await until(async () => (await read()).length === count * others.length)
  await shops.tell('slow 0 0')
  for (const { number } of items) {
    const shown = await shops.tell<string[]>(`stock ${number}`)
    if (shown.slice(1).some(stock => stock !== '99'))
      throw new Error(`${number} is shown as ${shown.join(', ')}`)
  }
  const told = await read()
  const perShop = others.map(shop =>
    summaryOf(told.filter(one => one.channel === shop.channel).map(one => one.ms)),
  )
  return {
    at: new Date().toISOString(),
    ...how,
    ...summaryOf(told.map(one => one.ms)),
    p95PerShop: perShop.map(one => one.p95),
  }
}

async function itemsOf(server: BenchServer, tenant: string, from: number, count: number) {
  return server.asOwner(async client => {
    const { rows } = await client.query<{ id: string; number: string }>(
      `select id, item_number as number from item where tenant_id = $1 and item_number like 'ART-%' order by id offset $2 limit $3`,
      [tenant, from, count],
    )
    return rows
  })
}

function request({ db, trade: { tenant } }: Bench, shops: readonly BenchShop[], kind: LaneKind) {
  const lanes = shops.map(shop => ({ connectionId: shop.connection, kind }))
  return transact(db, { tenant }, tx => requestLanes(tx, tenant, lanes))
}

function sweep({ db, trade: { tenant } }: Bench, shops: readonly BenchShop[], complete: boolean) {
  const channelIds = shops.map(shop => shop.channel)
  return transact(db, { tenant }, tx =>
    markSweeps(tx, tenant, { channelIds, kinds: ['item'], by: 'bench', complete }),
  )
}

async function swept(server: BenchServer): Promise<number> {
  return server.asOwner(async client => {
    const { rows } = await client.query<{ done: number }>(
      `select coalesce(sum(done), 0)::int as done from sweep`,
    )
    return rows[0]?.done ?? 0
  })
}

async function untilIdle({ server }: Bench): Promise<void> {
  await until(() =>
    server.asOwner(async client => {
      const { rows } = await client.query<{ open: boolean }>(
        `select exists (select from sweep) or exists (select from due) or exists (select from sync_lane where holder is not null) as open`,
      )
      return rows[0]?.open === false
    }),
  )
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + goneMs * 3
  while (!(await done())) {
    if (performance.now() > end) throw new Error('what was waited for did not come')
    await wait(200)
  }
}

/** The real thing: `kontor worker`, in a process of its own. */
async function startWorker(server: BenchServer): Promise<() => Promise<void>> {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
  const env = {
    ...process.env,
    KONTOR_DATABASE_URL: server.url,
    KONTOR_SECRET_KEY_FILE: server.keys,
    KONTOR_ALLOW_ADDRESSES: '127.0.0.0/8',
    KONTOR_LOG: 'warn',
  }
  const worker = spawn(process.execPath, [...nodeFlags, main, 'worker'], { env, stdio: ['ignore', 2, 2] })
  const ended = new Promise<void>(done => worker.once('exit', () => done()))
  return async () => {
    worker.kill('SIGTERM')
    await ended
  }
}
