import assert from 'node:assert/strict'
import { transact } from '../../src/base/database.ts'
import type { FaultKind } from '../../testkit/jtlConnector/faults.ts'
import { freezeHolder } from './freezeHolder.ts'
import { killDatabase } from './killDatabase.ts'
import { type Killing, oneProcess, recovers, startKilling } from './killing.ts'
import { killReadersOfConsumingShop } from './killOfConsuming.ts'
import { killOneOfTwo } from './killOneOfTwo.ts'
import { killAtRandom, killAtSpot, killOutside } from './killProcess.ts'
import { type Lane, type LaneOptions, openLane } from './lane.ts'
import { plannedFaults, planOf } from './shopLife.ts'
import { missing } from './spotBook.ts'
import { createTally, type Tally } from './tally.ts'
import { openWorld, type World } from './world.ts'

/** How much is done to a world. */
export interface SiegePlan {
  readonly seed: number
  /** Kills in each of two lanes that are attacked side by side. */
  readonly perChain: number
  /** So many more, at most twice as many again, as it takes to hit every decisive spot. */
  readonly untilEverySpot: boolean
  /** Kills of readers of a shop that forgets what it has delivered. */
  readonly ofConsuming: number
  readonly ofDatabase: number
  /** Where processes are frozen for longer than their lease, and when they wake. */
  readonly frozen: readonly (readonly [spot: string, wakes: 'meanwhile' | 'afterwards'])[]
}

export interface Siege {
  readonly tally: Tally
  /** Faults that the calls of the two lanes met. */
  readonly faults: ReadonlySet<FaultKind>
  /** Runs of a lane that the database knows as lost: what the next one says of a killed one. */
  readonly lost: number
}

/**
 * Makes a world and attacks it: kills of importing processes and of the database, faults, two processes at once, frozen
 * ones. After every kill the promises are checked; in the end every lane has exactly what its shop has. Throws what was
 * found first.
 */
export async function siege(plan: SiegePlan, print: (line: string) => void): Promise<Siege> {
  const world = await openWorld()
  const lanes: Lane[] = []
  try {
    return await attack(world, lanes, plan, print)
  } finally {
    await Promise.all(lanes.map(lane => lane.close()))
    await world.close()
  }
}

async function attack(
  world: World,
  lanes: Lane[],
  plan: SiegePlan,
  print: (line: string) => void,
): Promise<Siege> {
  const tally = createTally()
  const open = async (options: Omit<LaneOptions, 'seed'>) => {
    const lane = await openLane(world, { ...options, seed: plan.seed + lanes.length })
    lanes.push(lane)
    return lane
  }
  const start = async (options: Omit<LaneOptions, 'seed'>) =>
    startKilling(await open(options), plan.seed + lanes.length, tally, print)
  const stop = () => Promise.all(lanes.map(lane => lane.close()))
  const north = await start({ name: 'Nord', orders: 24 })
  const west = await start({ name: 'West', orders: 16, generation: 3, quirks: { adoptsSameSku: true } })
  const consuming = await start({ name: 'Vergesslich', orders: 6, lanes: 1 })
  const frozen: Lane[] = []
  for (const [index] of plan.frozen.entries())
    frozen.push(await open({ name: `Eis${index}`, orders: 30, lanes: 1 }))
  await together(
    [
      ...[north, west].map(killing => chain(killing, plan)),
      oneProcess(consuming).then(() => killReadersOfConsumingShop(consuming, plan.ofConsuming)),
      ...plan.frozen.map(([spot, wakes], index) => freezeHolder(frozen[index] as Lane, spot, wakes)),
    ],
    stop,
  )
  for (const kind of plannedFaults.difference(faultsMet([north, west]))) {
    await oneProcess(north, { fault: planOf(kind) }) // those that were killed did not come so far
  }
  await chainOfDatabase(north, plan.ofDatabase)
  await together([north, west, consuming].map(recovers), stop)
  const lost = await lostRuns([north, west, consuming])
  return { tally, faults: faultsMet([north, west]), lost }
}

/** Mostly at spots, sometimes at random, sometimes one of two at once, sometimes outside of a run. */
async function chain(killing: Killing, { perChain: kills, untilEverySpot }: SiegePlan): Promise<void> {
  await oneProcess(killing)
  const { spots } = killing.tally
  const isShort = (done: number) => untilEverySpot && done < 3 * kills && missing(spots).length > 0
  for (let done = 0, round = 1; done < kills || isShort(done); round++) {
    assert.ok(round < 10 + Math.max(kills, done) * 3, `only ${done} of ${round} processes could be killed`)
    if (round % 20 === 0) await killOutside(killing)
    else if (round % 14 === 0) done += Number(await killOneOfTwo(killing))
    else if (round % 7 === 0) done += Number(await killAtRandom(killing))
    else done += Number(await killAtSpot(killing))
  }
}

async function chainOfDatabase(killing: Killing, kills: number): Promise<void> {
  for (let done = 0, round = 1; done < kills; round++) {
    assert.ok(round < 10 + kills * 3, `only in ${done} of ${round} runs the database could be killed`)
    done += Number(await killDatabase(killing))
    if (done % 2 === 0) await oneProcess(killing) // left alone, the next run is done
  }
}

function faultsMet(killings: readonly Killing[]): Set<FaultKind> {
  const calls = killings.flatMap(({ lane }) => lane.shop.log.calls)
  return new Set(calls.flatMap(call => call.fault ?? []))
}

/** Waits for all, and throws what went wrong first; then nothing new is begun any more. */
async function together(tasks: readonly Promise<void>[], stop: () => Promise<unknown>): Promise<void> {
  const wrong: unknown[] = []
  const guarded = tasks.map(task =>
    task.catch(async error => {
      wrong.push(error)
      if (wrong.length === 1) await stop()
    }),
  )
  await Promise.all(guarded)
  if (wrong.length > 0) throw wrong[0]
}

async function lostRuns(killings: readonly Killing[]): Promise<number> {
  let count = 0
  for (const { lane } of killings) {
    const [row] = await transact(lane.world.db(), { tenant: lane.tenant }, tx =>
      tx.query<{ count: number }>(
        `select count(*)::int as count from sync_run where lane is not null and state = 'lost'`,
      ),
    )
    count += row?.count ?? 0
  }
  return count
}
