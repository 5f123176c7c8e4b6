import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import { type Database, openDatabase, type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { allocateWaiting } from '../../src/sales/allocate.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { closeStocktaking, countStock, startStocktaking } from '../../src/stock/stocktaking.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { type TradeWorld, tradeWorld } from '../../testkit/database/tradeWorld.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { type BenchServer, benchServer } from '../support/benchServer.ts'
import { atMost } from '../support/goals.ts'

const channels = 10
const roundsEach = 4
/** So many lines are closed by one stocktaking. */
const counted = 10_000

/**
 * What stock changes with their due rows cost beside the same rows written by three plain statements, by turns: movements and
 * balances, due rows of ten channels. And how long a stocktaking takes to be closed.
 * `sizes`: changes of one transaction; each of another item, sold on ten channels.
 */
export async function stock({ sizes, repeats, print, keep }: BenchOptions) {
  const server = await benchServer()
  const db = openDatabase({ url: server.url })
  const results: object[] = []
  try {
    for (const size of sizes) {
      const world = await tradeWorld(db, { items: Math.max(size * 2, 2000), channels })
      await server.asOwner(client => client.query('vacuum (analyze)'))
      const both = { verb: [] as number[], plain: [] as number[] }
      for (let round = -2; round < roundsEach * repeats; round++) {
        const verb = await timed(() => byVerb(db, world, size))
        await emptyDue(server)
        const plain = await timed(() => byPlainSql(db, world, size))
        await emptyDue(server)
        if (round < 0) continue // compiles, and fills caches
        both.verb.push(verb)
        both.plain.push(plain)
      }
      const [verbMs, plainMs] = [middle(both.verb), middle(both.plain)]
      const times = Math.round((verbMs / plainMs) * 100) / 100
      print(`${size} changes: ${verbMs} ms, plain ${plainMs} ms, ${times} times`)
      const goals = [atMost(2, times, `times the plain rows, ${size} changes for ${channels} channels`)]
      results.push(await keep({ shape: 'changes', orders: size, channels, verbMs, plainMs, times, goals }))
    }
    results.push(await keep(await closing(db, print)))
    return { bench: 'stock', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
  } finally {
    await db.close()
    await server.end()
  }
}

function byVerb(db: Database, { tenant, warehouse, items }: TradeWorld, size: number): Promise<void> {
  return transact(db, { tenant }, async tx => {
    const moves = items
      .slice(0, size)
      .map(itemId => ({ itemId, warehouseId: warehouse, quantity: '1', reason: 'receipt' as const }))
    const { changed } = await moveStock(tx, tenant, moves, 'bench')
    await allocateWaiting(tx, tenant, changed.stock ?? [], new Date())
    await markDue(tx, tenant, changed, 'bench')
  })
}

// The rows alone, as one would write them who knows that all is well.
function byPlainSql(db: Database, { tenant, warehouse, items }: TradeWorld, size: number): Promise<void> {
  return transact(db, { tenant }, async (tx: Tx) => {
    const some = items.slice(0, size)
    await tx.run(
      `insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, cause_id, actor)
       select $1, u.id, u.item, $4, 1, 'receipt', $5, 'bench' from unnest($2::uuid[], $3::uuid[]) as u (id, item)`,
      [tenant, some.map(() => newId()), some, warehouse, newId()],
    )
    await tx.run(
      `update stock_level s set on_hand = s.on_hand + 1 from unnest($2::uuid[]) as u (item)
       where s.tenant_id = $1 and s.item_id = u.item and s.warehouse_id = $3`,
      [tenant, some, warehouse],
    )
    await tx.run(
      `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
       select $1, k.channel_id, 'stock', k.item_id, h.connection_id, clock_timestamp()
       from unnest($2::uuid[]) as u (item) join item_channel k on k.tenant_id = $1 and k.item_id = u.item
       join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id`,
      [tenant, some],
    )
  })
}

async function closing(db: Database, print: BenchOptions['print']): Promise<object> {
  const { tenant, warehouse, items } = await tradeWorld(db, { items: counted })
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const wish = { warehouseId: warehouse, name: 'Bench' }
  const { id } = await inTenant(tx => startStocktaking(tx, tenant, wish, 'bench'))
  const counts = items.map(itemId => ({ itemId, counted: '99' }))
  await inTenant(tx => countStock(tx, tenant, id, counts, 'bench', new Date()))
  const ms = await timed(() =>
    inTenant(async tx => {
      const how = { uncounted: 'leave' } as const
      const { changed } = await closeStocktaking(tx, tenant, id, how, 'bench', new Date())
      await markDue(tx, tenant, changed, 'bench')
    }),
  )
  print(`a stocktaking of ${counted} lines, all different, is closed in ${ms} ms`)
  const goals = [atMost(2000, ms, `ms to close a stocktaking of ${counted} lines`)]
  return { shape: 'stocktaking', orders: counted, closeMs: ms, goals }
}

function emptyDue(server: BenchServer): Promise<unknown> {
  return server.asOwner(client => client.query('truncate due'))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return Math.round((performance.now() - began) * 10) / 10
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
