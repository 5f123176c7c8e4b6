import { cpus } from 'node:os'
import { addressList } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { type LaneKind, laneKinds, productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { type BenchServer, benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { type BenchTrade, benchTrade, sellItems } from '../support/benchTrade.ts'
import { silent } from './silent.ts'

export interface IdleOptions {
  /** So many items, all of them sold, linked and accepted by the channel. */
  readonly sizes: readonly number[]
  readonly print: (line: string) => void
}

/** Runs that are measured together: one alone is shorter than what a clock of the processor tells. */
const rounds = 100
/** Tables that a run with nothing to do has no business with. */
const trade =
  /^(item\w*|price\w*|\w+_price|category\w*|\w+_category|\w*image\w*|text\w*|stock\w*|\w+_stock|link|channel_object)$/

/** A run with nothing to do of each lane: statements, blocks and CPU, at ten thousand and at a million items. */
export async function idle({ print, sizes }: IdleOptions) {
  const results = []
  for (const items of sizes) results.push(...(await measure(items)))
  for (const one of results) {
    const few = results.find(other => other.shape === one.shape)
    print(
      `${JSON.stringify(one)}, blocks ${(one.blocks / (few?.blocks ?? Number.NaN)).toFixed(3)} of those at ${few?.orders} items`,
    )
  }
  return { bench: 'idle', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function measure(items: number) {
  const server = await benchServer()
  const db = openDatabase({ url: server.url })
  try {
    const world = await benchTrade(server, silent, [{ shop: '1' }])
    await fill(server, world, items)
    const parts = {
      db,
      keyring: await openKeyring(server.keys),
      log: createLog('warn'),
      connectors: new Map([[silent.name, silent]]),
      allowAddresses: addressList(''),
      now: () => new Date(),
    }
    const lease = productLease
    const run = async (kind: LaneKind) => {
      const wish = { tenant: world.tenant, connectionId: world.shops[0]?.connection ?? '', kind, lease }
      const lane = await claimLane(db, { ...wish, holder: holderName(), askedBy: 'bench' })
      if (!('fence' in lane)) throw new Error('the lane is held')
      await runLane(parts, lane, { lease })
    }
    for (let round = 0; round < rounds; round++) for (const kind of laneKinds) await run(kind) // compiles
    const results = []
    for (const kind of laneKinds)
      results.push({ shape: kind, orders: items, ...(await ofLane(server, () => run(kind))) })
    return results
  } finally {
    await db.close()
    await server.end()
  }
}

async function ofLane(server: BenchServer, run: () => Promise<void>) {
  await server.asOwner(client => client.query('vacuum sync_lane, sync_run'))
  const counted = await countStatements(server)
  const database = server.cpu()
  const cpu = process.cpuUsage()
  for (let round = 0; round < rounds; round++) await run()
  const used = process.cpuUsage(cpu)
  const databaseMs = server.cpu() - database
  const made = await counted()
  const ours = (used.user + used.system) / 1000
  return {
    at: new Date().toISOString(),
    statements: made.reduce((sum, one) => sum + one.calls, 0) / rounds,
    blocks: made.reduce((sum, one) => sum + one.blocks, 0) / rounds,
    cpuMs: { ours: ours / rounds, database: databaseMs / rounds, both: (ours + databaseMs) / rounds },
    microsecondsPerRun: dearest(made, rounds),
    onTrade: made.filter(({ query }) => tablesOf(query).some(name => trade.test(name))).map(one => one.query),
  }
}

/** The names behind from, join, update and into: what a statement touches. */
function tablesOf(query: string): string[] {
  return [...query.matchAll(/\b(?:from|join|update|into)\s+(\w+)/gi)].map(([, name = '']) => name)
}

async function fill(server: BenchServer, { tenant, shops }: BenchTrade, items: number): Promise<void> {
  const [shop] = shops
  await sellItems(
    server,
    tenant,
    shops.map(one => one.channel),
    { count: items, prefix: 'ART-' },
  )
  await server.asOwner(async client => {
    await client.query(
      `insert into link (tenant_id, connection_id, key_no, kind, object_id, their_id)
       select tenant_id, $2, row_number() over (order by id), 'item', id, item_number from item where tenant_id = $1`,
      [tenant, shop?.connection],
    )
    await client.query(
      `insert into channel_object (tenant_id, channel_id, kind, object_id, data_hash, price_hash, stock_hash, data_sent, accepted_at)
       select tenant_id, $2, 'item', id, uuidv7(), uuidv7(), uuidv7(), '{"active":true}', now() from item where tenant_id = $1`,
      [tenant, shop?.channel],
    )
    await client.query('vacuum (analyze)')
  })
}
