import assert from 'node:assert/strict'
import { type Chance, createChance } from '../../testkit/jtlConnector/chance.ts'
import type { FaultPlan } from '../../testkit/jtlConnector/faults.ts'
import type { ImporterEnd, Strike } from './importer.ts'
import type { Lane } from './lane.ts'
import { isLast, spotOf } from './moment.ts'
import { brokenPromises, differences } from './promises.ts'
import { liveShop, type ShopLife } from './shopLife.ts'
import { counted, type Tally } from './tally.ts'

/** A lane whose importing processes are killed, one after the other. */
export interface Killing {
  readonly lane: Lane
  readonly life: ShopLife
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
  return { lane, life, chance, tally, print, killedAt: undefined, checked: Promise.resolve([]) }
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
  const { lane, life, tally } = killing
  const { strike, fault = null, calm, afterwards } = options
  if (!calm) life.goesOn()
  lane.shop.setFaults(fault)
  let late = false
  const importer = await lane.start({
    ...(strike ? { strike } : {}),
    onMoment: (moment, passage) => {
      const book = passage > 0 ? tally.spots : tally.outside
      late ||= isLast(moment)
      book.passed(spotOf(moment), Math.max(1, passage), late)
      if (passage > 0 && !calm) life.meanwhile(moment)
    },
  })
  const end = await importer.ended
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

/** Left alone, the lane ends with exactly what the shop has; and then there is nothing new. */
export async function recovers(killing: Killing): Promise<void> {
  const { lane } = killing
  await promisesKept(killing)
  lane.shop.setFaults(null)
  const first = await (await lane.start()).ended
  assertEnded(first, false)
  noteRecovery(killing, first)
  // What was changed after it had been delivered is told to nobody, once the older content is acknowledged.
  lane.shop.forgetAll()
  assertEnded(await (await lane.start()).ended, false)
  assert.deepEqual(await differences(lane), [], lane.name)
  assert.deepEqual(await brokenPromises(lane), [], lane.name)
  const last = await (await lane.start()).ended
  assertEnded(last, false)
  const { figures } = JSON.parse(last.out) as { figures: Record<string, { new: number; updated: number }> }
  for (const one of Object.values(figures)) assert.deepEqual([one.new, one.updated], [0, 0], lane.name)
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

/** The next run after a kill has begun: that was the recovery. */
export function noteRecovery(killing: Killing, end: Pick<ImporterEnd, 'claimedAt'>): void {
  if (killing.killedAt === undefined || end.claimedAt === undefined) return
  killing.tally.recoveries.push(end.claimedAt - killing.killedAt)
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
