import { cpus } from 'node:os'
import { addressList } from '../../src/base/config.ts'
import { type Database, openDatabase, type Tx, transact } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { addPriceList } from '../../src/catalog/priceLists.ts'
import { setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { markPriceList, markTimedPrices } from '../../src/sync/markPrices.ts'
import { promoteTimed } from '../../src/sync/promoteTimed.ts'
import { type LaneParts, runLane } from '../../src/sync/runLane.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { type BenchServer, benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { type BenchTrade, benchTrade } from '../support/benchTrade.ts'
import { atMost } from '../support/goals.ts'
import { manyItems } from './manyItems.ts'
import { type Taken, taker } from './taker.ts'

const channels = 10
/** Changes that are measured one by one for each repeat. */
const roundsEach = 4

interface World {
  readonly items: number
  readonly server: BenchServer
  readonly db: Database
  readonly trade: BenchTrade
  readonly parts: LaneParts
  readonly taken: Taken
  /** Items all over the catalogue, in no order: the first ones warm up. */
  readonly ids: readonly string[]
}

/**
 * What a change costs with few and with many items, both beside each other and by turns: one field of one item until all ten
 * channels have it, a price list for everything, a special price that begins at midnight.
 * `sizes`: so many items, each sold on ten channels.
 */
export async function changes({ sizes, repeats, print, keep }: BenchOptions) {
  const rounds = roundsEach * repeats
  const worlds: World[] = []
  try {
    for (const items of sizes) worlds.push(await createWorld(items, rounds, print))
    const results: object[] = []
    for (const one of await oneField(worlds, rounds)) results.push(await keep(one))
    for (const world of worlds) results.push(await keep(await wideList(world)))
    for (const world of worlds) results.push(await keep(await atMidnight(world)))
    return { bench: 'changes', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
  } finally {
    for (const { db, server } of worlds) {
      await db.close()
      await server.end()
    }
  }
}

async function createWorld(items: number, rounds: number, print: BenchOptions['print']): Promise<World> {
  const server = await benchServer()
  const taken: Taken = { item: 0, price: 0, stock: 0 }
  const connector = taker(taken)
  const shops = Array.from({ length: channels }, (_, at) => ({ shop: String(at) }))
  const trade = await benchTrade(server, connector, shops)
  await manyItems(server, trade, items, print)
  const db = openDatabase({ url: server.url })
  const parts = {
    db,
    keyring: await openKeyring(server.keys),
    log: createLog('warn'),
    connectors: new Map([[connector.name, connector]]),
    allowAddresses: addressList(''),
    now: () => new Date(),
  }
  const ids = await server.asOwner(async client => {
    const { rows } = await client.query<{ id: string }>(
      `select id from item where tenant_id = $1 order by hashtext(item_number) limit $2`,
      [trade.tenant, 2 * rounds + 1],
    )
    return rows.map(row => row.id)
  })
  return { items, server, db, trade, parts, taken, ids }
}

/** The change and its due rows, until each channel has accepted the one object. By turns, a round of each at a time. */
async function oneField(worlds: readonly World[], rounds: number) {
  const times = new Map(worlds.map(world => [world, { change: [] as number[], send: [] as number[] }]))
  for (let round = 0; round < rounds; round++) for (const world of worlds) await changeOne(world, round) // compiles
  const counted = new Map<World, Awaited<ReturnType<typeof countStatements>>>()
  for (const world of worlds) counted.set(world, await countStatements(world.server))
  for (let round = 0; round < rounds; round++)
    for (const world of round % 2 === 0 ? worlds : worlds.toReversed()) {
      const { change, send } = await changeOne(world, rounds + round)
      times.get(world)?.change.push(change)
      times.get(world)?.send.push(send)
    }
  const results = []
  for (const world of worlds) {
    const costs = (await counted.get(world)?.()) ?? []
    const time = times.get(world)
    const changeMs = middle(time?.change ?? [])
    const sendMs = middle(time?.send ?? [])
    results.push({
      shape: 'one field of one item',
      orders: world.items,
      channels,
      objectsPerChannel: 1,
      changeMs,
      sendMs,
      bothMs: hundredth(changeMs + sendMs),
      bareMs: await bareChange(world, rounds),
      statements: hundredth(costs.reduce((sum, one) => sum + one.calls, 0) / rounds),
      blocks: Math.round(costs.reduce((sum, one) => sum + one.blocks, 0) / rounds),
      dearest: dearest(costs, rounds, 8),
    })
  }
  const [few] = results
  return results.map(one => {
    if (!few || one === few) return one
    const timesFew = { ms: hundredth(one.bothMs / few.bothMs), blocks: hundredth(one.blocks / few.blocks) }
    const what = `times as long with ${one.orders} items as with ${few.orders}`
    return { ...one, timesFew, goals: [atMost(1.2, timesFew.ms, what)] }
  })
}

async function changeOne(world: World, round: number) {
  const { db, trade, taken } = world
  const id = world.ids[round] ?? ''
  const before = { ...taken }
  const started = performance.now()
  await transact(db, { tenant: trade.tenant }, async tx => {
    const { changed } = await changeItems(tx, trade.tenant, [{ id, weight: `${round + 1}.25` }])
    await markDue(tx, trade.tenant, changed, 'bench')
  })
  const change = performance.now() - started
  const accepted = await runAll(world)
  const send = performance.now() - started - change
  if (taken.item - before.item !== channels || accepted !== channels || taken.price !== before.price)
    throw new Error(`one item sent ${JSON.stringify(taken)} after ${JSON.stringify(before)}`)
  return { change, send }
}

/** The catalogue lane of each connection once. Answers how many objects were accepted. */
async function runAll({ db, trade, parts }: World, now?: Date): Promise<number> {
  let accepted = 0
  for (const { connection: connectionId } of trade.shops) {
    const wish = { tenant: trade.tenant, connectionId, kind: 'catalogue', lease: productLease } as const
    const lane = await claimLane(db, { ...wish, holder: holderName(), askedBy: 'bench' })
    if (!('fence' in lane)) throw new Error('the lane is held')
    const end = await runLane(now ? { ...parts, now: () => now } : parts, lane, { lease: productLease })
    if (end.state !== 'done') throw new Error(JSON.stringify(end))
    accepted += Object.values(end.figures).reduce((sum, one) => sum + one.accepted, 0)
  }
  return accepted
}

/** The same rows from a bare client: the item, and one due row per channel, committed. */
async function bareChange({ server, trade, ids }: World, rounds: number): Promise<number> {
  const times: number[] = []
  await server.asOwner(async client => {
    for (let round = 0; round < rounds; round++) {
      const started = performance.now()
      await client.query('begin')
      await client.query(
        `update item set weight = $3, version = version + 1 where tenant_id = $1 and id = $2`,
        [trade.tenant, ids[round], round],
      )
      await client.query(
        `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
         select tenant_id, id, 'item', $2, connection_id, clock_timestamp() from channel where tenant_id = $1`,
        [trade.tenant, ids[round]],
      )
      await client.query('commit')
      times.push(performance.now() - started)
      await client.query('delete from due where tenant_id = $1', [trade.tenant])
    }
  })
  return middle(times)
}

/** A price list for everything on all channels: rows that are written, and until it answers. */
async function wideList({ db, server, trade: { tenant }, items }: World) {
  const times: number[] = []
  let rowsWritten = 0
  const begun = performance.now()
  for (let round = 0; round < 5; round++) {
    const started = performance.now()
    rowsWritten = await transact(db, { tenant }, async tx => {
      const before = await writtenBy(tx)
      const list = { name: `List ${round}`, factor: '0.9', from: null, to: null, active: true }
      await markPriceList(tx, tenant, await addPriceList(tx, tenant, list, new Date()), 'bench')
      return (await writtenBy(tx)) - before
    })
    times.push(performance.now() - started)
    await server.asOwner(client => client.query('delete from sweep'))
  }
  await server.asOwner(client => client.query('delete from price_list'))
  const answersMs = middle(times)
  const allMs = Math.round(performance.now() - begun)
  const goals = [
    atMost(20, rowsWritten, `rows written by a price list for ${items} items`),
    atMost(100, answersMs, 'milliseconds until it answers'),
  ]
  return { shape: 'price list', orders: items, channels, rowsWritten, answersMs, allMs, goals }
}

// What the session has written and not reported yet, also by transactions before this one: only a difference counts.
async function writtenBy(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ rows: number }>(
    `select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int as rows from pg_stat_xact_user_tables`,
  )
  return row?.rows ?? 0
}

/** Its begin is a row; the clock, moved to midnight, makes due rows of it, and each channel is told once. */
async function atMidnight(world: World) {
  const { db, trade, taken, ids, items } = world
  const { tenant } = trade
  const midnight = new Date('2027-01-01T00:00:00+01:00')
  await transact(db, { tenant }, async tx => {
    const price = { itemId: ids.at(-1) ?? '', channelId: null, customerGroupId: null, net: '0.50' }
    const { timed } = await setSpecialPrices(tx, tenant, [{ ...price, from: midnight, to: null }], new Date())
    await markTimedPrices(tx, tenant, timed)
  })
  const before = taken.price
  const early = await promoteTimed(db, new Date(midnight.getTime() - 1000))
  if (early !== 0 || (await runAll(world)) !== 0) throw new Error('it was told before it began')
  const late = new Date(midnight.getTime() + 5000)
  const started = performance.now()
  await promoteTimed(db, late)
  const promoteMs = hundredth(performance.now() - started)
  await runAll(world, late)
  const bothMs = hundredth(performance.now() - started)
  const told = taken.price - before
  if (told !== channels) throw new Error(`${told} prices were told`)
  return { shape: 'special price at midnight', orders: items, channels, told, promoteMs, bothMs }
}

function middle(times: readonly number[]): number {
  return hundredth(times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN)
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100
}
