import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { type Database, openDatabase, transact } from '../../src/base/database.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { markDue, markSweeps } from '../../src/sync/markDue.ts'
import { readTold, summaryOf, watchStock } from '../latency/watch.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { type BenchServer, benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { type BenchTrade, benchTrade, sellItems } from '../support/benchTrade.ts'
import { type Child, startChild } from '../support/child.ts'
import { atLeast, atMost } from '../support/goals.ts'

export interface CompleteOptions extends Pick<BenchOptions, 'print' | 'keep'> {
  readonly items: number
  /** Milliseconds that the shop needs for each item; `stock` and `killed` are what happens besides. */
  readonly shapes: readonly string[]
}

const token = 'bench-token'
/** Changes of quantities meanwhile, one after the other. */
const changes = 60
const kills = 5
/** About as long as a step of 200 items takes. */
const longestWaitMs = 600
/** Between two looks at the worker's memory: each is a full collection, in which it does nothing else. */
const lookEveryMs = 3000
/** How long a call may last where workers are killed: an object of a dead one waits for twice that time. */
const shortTimeoutMs = 5000

interface Bench {
  readonly server: BenchServer
  readonly db: Database
  readonly shop: Child
  readonly url: string
  readonly trade: BenchTrade
  readonly items: number
}

/**
 * Complete synchronisations of all items of a shop by the real worker: how quickly, beside what the shop takes of calls of the
 * same size from a bare client; what memory the worker needs over time; how soon a changed quantity arrives meanwhile; and
 * what is sent twice when the worker is killed.
 */
export async function complete({ items, shapes, print, keep }: CompleteOptions) {
  const server = await benchServer()
  const shop = startChild(
    new URL('../support/shops.ts', import.meta.url),
    ['1', token],
    ['--max-old-space-size=4000'],
  )
  const db = openDatabase({ url: server.url, max: 2 })
  try {
    const [url = ''] = await shop.tell<string[]>()
    const trade = await benchTrade(server, connector as Connector, [{ url, token }])
    await sellItems(
      server,
      trade.tenant,
      trade.shops.map(one => one.channel),
      { count: items, prefix: 'ART-' },
    )
    const bench = { server, db, shop, url, trade, items }
    print(`${items} items are there`)
    await withWorker(bench, '', () => walk(bench, false, said(bench, print))) // so that the shop holds them
    const results: object[] = []
    for (const shape of shapes) {
      const figures =
        shape === 'stock'
          ? await stockMeanwhile(bench)
          : shape === 'killed'
            ? await killed(bench)
            : await rate(bench, Number(shape), said(bench, print))
      const name = Number.isNaN(Number(shape)) ? shape : `${shape} ms per item`
      results.push(await keep({ shape: name, orders: items, ...figures }))
    }
    return { bench: 'complete', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
  } finally {
    await db.close()
    await shop.end()
    await server.end()
  }
}

async function rate(bench: Bench, modelMs: number, say: () => Promise<void>) {
  const { server, shop, url, items } = bench
  await shop.tell(`slow 0 ${modelMs}`)
  await shop.tell('written')
  return withWorker(bench, '', async worker => {
    const memory: { rss: number; heapUsed: number }[] = []
    const counted = await countStatements(server)
    const database = server.cpu()
    const { cpuMs } = await worker.tell<{ cpuMs: number }>('cpu')
    const ms = await walk(bench, true, async () => {
      memory.push(await worker.tell('memory'))
      await say()
    })
    const after = await worker.tell<{ cpuMs: number }>('cpu')
    const databaseMs = server.cpu() - database
    const costs = await counted()
    const msOf = (ms: number) => thousandth(ms / items)
    expectOnce(await shop.tell('written'), items)
    const alone = await worker.tell<{ ms: number; calls: number }>(`alone ${url}`)
    const taken = pushesOf(await shop.tell('written')) / 2
    const alonePerSecond = (taken / alone.ms) * 1000
    await shop.tell('slow 0 0')
    const perSecond = (items / ms) * 1000
    const share = thousandth(perSecond / alonePerSecond)
    const ofMemory = memoryOf(memory)
    const goals = [
      ...(modelMs >= 2
        ? [atLeast(0.7, share, `of what a shop takes that needs ${modelMs} ms per item`)]
        : []),
      ...(ofMemory.samples >= 5
        ? [atMost(1.25, ofMemory.heap.ratio, 'most of the heap by the least of it')]
        : []),
    ]
    return {
      perSecond: Math.round(perSecond),
      alonePerSecond: Math.round(alonePerSecond),
      share,
      perCall: Math.round(taken / alone.calls),
      cpuMsEach: {
        ours: thousandth((after.cpuMs - cpuMs) / items),
        database: thousandth(databaseMs / items),
      },
      statementMsEach: {
        all: msOf(costs.reduce((sum, one) => sum + one.ms, 0)),
        planning: msOf(costs.reduce((sum, one) => sum + one.planMs, 0)),
      },
      ...ofMemory,
      goals,
      statements: dearest(costs, items, 16),
    }
  })
}

// The first samples are of a process that still compiles and fills its caches.
function memoryOf(samples: readonly { rss: number; heapUsed: number }[]) {
  const steady = samples.slice(Math.ceil(samples.length / 5))
  const of = (list: readonly number[]) => ({
    leastMb: Math.round(Math.min(...list) / 2 ** 20),
    mostMb: Math.round(Math.max(...list) / 2 ** 20),
    ratio: Math.round((Math.max(...list) / Math.min(...list)) * 100) / 100,
  })
  return {
    samples: steady.length,
    heap: of(steady.map(one => one.heapUsed)),
    rss: of(steady.map(one => one.rss)),
  }
}

/** Quantities that change while the shop, which needs 10 ms for each item, is sent all items. */
async function stockMeanwhile(bench: Bench) {
  const { server, db, shop, trade } = bench
  const { tenant } = trade
  await watchStock(server)
  await shop.tell('slow 0 10')
  return withWorker(bench, '', async () => {
    await ask(bench, true)
    await until(async () => ((await sweepsOf(server))?.done ?? 0) > 0)
    const ids = await server.asOwner(async client => {
      // The last ones, which the walk does not reach: their quantities are told by the stock lane or not at all.
      const { rows } = await client.query<{ itemId: string; warehouseId: string }>(
        `select item_id as "itemId", warehouse_id as "warehouseId" from stock_level where tenant_id = $1 order by item_id desc limit $2`,
        [tenant, changes],
      )
      return rows
    })
    for (const { itemId, warehouseId } of ids) {
      await transact(db, { tenant }, async tx => {
        const move = { itemId, warehouseId, quantity: '-1', reason: 'adjustment' } as const
        const { changed } = await moveStock(tx, tenant, [move], 'bench')
        await markDue(tx, tenant, changed, 'bench')
      })
      await wait(400)
    }
    const told = () =>
      readTold(
        server,
        ids.map(one => one.itemId),
      )
    await until(async () => (await told()).length === changes)
    const left = await sweepsOf(server)
    if (!left) throw new Error('the synchronisation ended before the changes did: more items')
    const { histogram: _, ...summary } = summaryOf((await told()).map(one => one.ms))
    await server.asOwner(client => client.query('delete from sweep where tenant_id = $1', [tenant]))
    await shop.tell('slow 0 0')
    await untilIdle(server)
    await server.asOwner(client =>
      client.query('drop trigger bench on due; drop trigger bench on channel_object; drop table bench_told'),
    )
    return { ...summary, sentMeanwhile: left.done }
  })
}

/** The worker is killed five times, at moments that chance picks, and followed by another one. */
async function killed(bench: Bench) {
  const { server, shop, items } = bench
  // So slow that many a kill meets a call on its way.
  await shop.tell('slow 0 2')
  await shop.tell('written')
  const started = performance.now()
  await ask(bench, true)
  let batch = 0
  for (let kill = 0; kill < kills; kill++) {
    const worker = await startWorker(bench, String(shortTimeoutMs))
    const aim = (items / (kills + 1)) * (kill + 0.5 + Math.random())
    await until(async () => ((await sweepsOf(server))?.done ?? items) >= aim, 20)
    await wait(Math.random() * longestWaitMs) // into the step that follows: `done` counts whole steps
    await worker.kill()
  }
  await withWorker(bench, String(shortTimeoutMs), async worker => {
    await untilIdle(server)
    batch = connector.send?.item?.batch ?? 0
    await worker.tell('cpu')
  })
  const written = await shop.tell<Record<string, number>>('written')
  const objects = Object.values(written).reduce((sum, of) => sum + of, 0)
  const twice = pushesOf(written) - objects
  if (objects !== items) throw new Error(`${objects} of ${items} items`)
  return {
    kills,
    written,
    sentTwice: twice,
    goals: [atMost(kills * batch, twice, `items sent twice over ${kills} kills: one batch each`)],
    seconds: Math.round((performance.now() - started) / 1000),
  }
}

/** Says how far it has come, every half minute. */
function said({ server, items }: Bench, print: CompleteOptions['print']): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < 30_000) return
    last = performance.now()
    print(`${(await sweepsOf(server))?.done ?? items} of ${items} items`)
  }
}

/** Walks through all items once; answers how long that took, in milliseconds. `look` is called now and then. */
async function walk(bench: Bench, complete: boolean, look?: () => Promise<unknown>): Promise<number> {
  const { server } = bench
  const started = performance.now()
  await ask(bench, complete)
  let looked = performance.now()
  for (;;) {
    if (!(await sweepsOf(server))) break
    await wait(50)
    if (look && performance.now() - looked > lookEveryMs) {
      await look()
      looked = performance.now()
    }
  }
  const ms = performance.now() - started
  await untilIdle(server)
  return ms
}

function pushesOf(written: Record<string, number>): number {
  return Object.entries(written).reduce((sum, [count, of]) => sum + Number(count) * of, 0)
}

function expectOnce(written: Record<string, number>, items: number): void {
  if (written['1'] !== items) throw new Error(`not each item once: ${JSON.stringify(written)}`)
}

function ask({ db, trade: { tenant, shops } }: Bench, complete: boolean): Promise<void> {
  const channelIds = shops.map(shop => shop.channel)
  return transact(db, { tenant }, tx =>
    markSweeps(tx, tenant, { channelIds, kinds: ['item'], by: 'bench', complete }),
  )
}

async function withWorker<T>(
  bench: Bench,
  timeoutMs: string,
  work: (worker: Child) => Promise<T>,
): Promise<T> {
  const worker = await startWorker(bench, timeoutMs)
  try {
    return await work(worker)
  } finally {
    await worker.end()
  }
}

async function startWorker({ server }: Bench, timeoutMs: string): Promise<Child> {
  const args = [server.url, server.url, server.keys, token, '100', timeoutMs]
  const worker = startChild(new URL('../support/workerProcess.ts', import.meta.url), args, ['--expose-gc'])
  await worker.tell()
  return worker
}

async function sweepsOf(server: BenchServer): Promise<{ done: number } | undefined> {
  return server.asOwner(async client => {
    const { rows } = await client.query<{ done: number }>(`select done::int from sweep`)
    return rows[0]
  })
}

async function untilIdle(server: BenchServer): Promise<void> {
  await until(() =>
    server.asOwner(async client => {
      const { rows } = await client.query<{ open: boolean }>(
        `select exists (select from sweep) or exists (select from due) or exists (select from sync_lane where holder is not null) as open`,
      )
      return rows[0]?.open === false
    }),
  )
}

async function until(done: () => Promise<boolean>, everyMs = 200): Promise<void> {
  const end = performance.now() + 3_600_000
  while (!(await done())) {
    if (performance.now() > end) throw new Error('what was waited for did not come within an hour')
    await wait(everyMs)
  }
}

function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000
}
