import assert from 'node:assert/strict'
import { transact } from '../../src/base/database.ts'
import { type Chance, createChance } from '../../testkit/jtlConnector/chance.ts'
import type { FaultPlan } from '../../testkit/jtlConnector/faults.ts'
import type { ImporterEnd, Strike } from './importer.ts'
import type { Lane } from './lane.ts'
import { liveTrade, type MerchantLife } from './merchantLife.ts'
import { endingOf, spotOf } from './moment.ts'
import { brokenPromises, differences } from './promises.ts'
import { forgetOrders, liveShop, type ShopLife } from './shopLife.ts'
import { counted, type Tally } from './tally.ts'
import type { World } from './world.ts'

/** A lane whose importing processes are killed, one after the other. */
export interface Killing {
  readonly lane: Lane
  readonly life: ShopLife
  readonly trade: MerchantLife
  readonly chance: Chance
  readonly tally: Tally
  readonly print: (line: string) => void
  /** When the last process was killed; the next claim says how long recovery took. */
  killedAt: number | undefined
  /** What was found broken after the last end; the next process does not wait for it. */
  checked: Promise<readonly string[]>
}

/** Begins with a lane that nobody has read yet. */
export function startKilling(lane: Lane, seed: number, tally: Tally, print: Killing['print']): Killing {
  const chance = createChance(seed)
  const life = liveShop(lane.shop, chance)
  const trade = liveTrade(lane, chance)
  return { lane, life, trade, chance, tally, print, killedAt: undefined, checked: Promise.resolve([]) }
}

export interface ProcessOptions {
  readonly strike?: Strike
  /** What goes wrong at the shop: the process may then end with a run that failed. */
  readonly fault?: FaultPlan | null
  /** Nothing happens in the shop but what the caller does. */
  readonly calm?: boolean
  /** Judges the end of a process whose run was spoiled, and puts right what was broken, before anything is checked. */
  readonly afterwards?: (end: ImporterEnd) => Promise<void>
}

/**
 * One process: the shop lives on, `kontor sync` starts and is struck or ends by itself, and all promises are checked
 * while the next one may already start. Throws if a promise was broken, or if a process ended as none may.
 */
export async function oneProcess(killing: Killing, options: ProcessOptions = {}): Promise<ImporterEnd> {
  const { lane, life, trade, tally } = killing
  const { strike, fault = null, calm, afterwards } = options
  if (!calm) life.goesOn()
  if (!calm) await trade.goesOn()
  await timePasses(lane)
  lane.shop.setFaults(fault)
  const isEnding = endingOf(lane.lanes)
  const importer = await lane.start({
    ...(strike ? { strike } : {}),
    onMoment: (moment, passage) => {
      const book = passage > 0 ? tally.spots : tally.outside
      book.passed(spotOf(moment), Math.max(1, passage), isEnding(moment))
      if (passage > 0 && !calm) life.meanwhile(moment)
      if (passage > 0 && !calm && !afterwards) trade.meanwhile(moment) // it would not survive the database
    },
  })
  const end = await importer.ended
  await trade.settled()
  noteRecovery(killing, end)
  if (end.signal === 'SIGKILL') killing.killedAt = end.struck?.at
  else if (afterwards && end.struck) await afterwards(end)
  else {
    assertEnded(end, fault !== null)
    tally.ends[end.status === 0 ? 'done' : 'failed']++
  }
  await promisesKept(killing)
  const where = end.struck ? `struck ${end.struck.spot}` : 'ended by itself'
  killing.checked = brokenPromises(lane).then(broken => broken.map(text => `${where}: ${text}`))
  return end
}

/** So many runs may it take until nothing is due: what is unknown is looked for first, what is gone is sent as new. */
const mostRuns = 8

/** Left alone, the lane ends with exactly what the shop has, and the shop with what we have; then there is nothing new. */
export async function recovers(killing: Killing): Promise<void> {
  const { lane } = killing
  await promisesKept(killing)
  lane.shop.setFaults(null)
  const alone = async () => {
    await timePasses(lane)
    const end = await (await lane.start()).ended
    assertEnded(end, false)
    noteRecovery(killing, end)
    return end
  }
  await alone()
  // What was changed after it had been delivered is told to nobody, once the older content is acknowledged.
  forgetOrders(lane.shop)
  let runs = 0
  do {
    assert.ok(runs++ < mostRuns, `${lane.name}: after ${runs} runs left alone there is still something due`)
    await alone()
  } while (lane.lanes > 1 && (await waiting(lane)) > 0)
  assert.deepEqual(await differences(lane), [], lane.name)
  assert.deepEqual(await brokenPromises(lane), [], lane.name)
  const { figures } = JSON.parse((await alone()).out) as {
    figures: Record<string, { new: number; updated: number; sent: number }>
  }
  for (const one of Object.values(figures))
    assert.deepEqual([one.new, one.updated, one.sent], [0, 0, 0], lane.name)
}

/**
 * So much time passes between two runs that deadlines and pauses are over: those of calls whose answer nobody knows, and
 * of what was put off because of them. Nobody is left who could still make such a call.
 */
export async function timePasses({
  world,
  tenant,
}: {
  readonly world: Pick<World, 'db'>
  readonly tenant: string
}): Promise<void> {
  await transact(world.db(), { tenant }, async tx => {
    await tx.run(
      `update channel_object set in_flight_until = clock_timestamp() where tenant_id = $1 and in_flight_until > clock_timestamp()`,
      [tenant],
    )
    await tx.run('update due set not_before = null where tenant_id = $1 and not_before is not null', [tenant])
  })
}

async function waiting({ world, tenant }: Lane): Promise<number> {
  const rows = await transact(world.db(), { tenant }, tx =>
    tx.query(
      'select kind from due where tenant_id = $1 union all select kind from sweep where tenant_id = $1',
      [tenant],
    ),
  )
  return rows.length
}

/** Waits for what was checked after the last end. Throws if a promise was broken. */
export async function promisesKept(killing: Killing): Promise<void> {
  assert.deepEqual(await killing.checked, [], killing.lane.name)
}

/** A process that nobody killed ends with a run that is done; where something was to go wrong, it may say so. */
export function assertEnded(end: ImporterEnd, mayFail: boolean): void {
  const said = `ended with ${end.status ?? end.signal}:\n${end.out}\n${end.err}`
  assert.ok(end.over, `its run of the lane never ended; it ${said}`)
  const { state } = JSON.parse(end.out || '{}') as { state?: string }
  if (end.status === 0) assert.equal(state, 'done', said)
  else assert.ok(mayFail && end.status === 1 && state === 'failed', said)
}

/** The next run after a kill has begun: that was the recovery. It counts from when somebody was there to recover. */
export function noteRecovery(
  killing: Killing,
  { startedAt, claimedAt, looks }: Pick<ImporterEnd, 'startedAt' | 'claimedAt' | 'looks'>,
): void {
  if (killing.killedAt === undefined || claimedAt === undefined) return
  const from = Math.max(killing.killedAt, startedAt)
  killing.tally.recoveries.push(claimedAt - from)
  killing.tally.looks.push(looks.filter(at => at > from && at < claimedAt).length)
  killing.killedAt = undefined
}

/** One more kill that counts. */
export function noteKill(
  { tally, print, lane }: Killing,
  kind: 'process' | 'random' | 'database',
  spot?: string,
): void {
  if (spot !== undefined) tally.spots.hit(spot)
  tally.kills[kind]++
  const count = counted(tally)
  const orders = lane.shop.orders().length
  if (count % 10 === 0)
    print(`${count} kills at ${tally.spots.hits().length} spots; ${lane.name} has ${orders} orders`)
}
