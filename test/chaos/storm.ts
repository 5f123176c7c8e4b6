import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { between, createChance, pick } from '../../testkit/jtlConnector/chance.ts'
import type { PassingCall } from './callDoor.ts'
import { type ChaosWorld, openChaosWorld } from './chaosWorld.ts'
import { type Crew, startCrew } from './crew.ts'
import { followReadings, type ReadAndForgotten } from './lostPages.ts'
import { type Merchant, sitDown } from './merchant.ts'
import { createStormTally, type StormTally } from './stormTally.ts'
import { brokenPromises, counted, differences, lastRuns, openWork } from './truths.ts'

/** How much is done to a world. */
export interface StormPlan {
  readonly seed: number
  readonly workers: number
  /** The storm is over after so many counted kills, or after so long, though not before the least of them. */
  readonly kills: number
  readonly leastKills: number
  readonly mostMs: number
}

/** Where the next worker shall be killed: at a call of this kind, so long after it passed. */
interface Aim {
  readonly kind: 'ack' | 'write'
  readonly when: 'before' | 'after'
  /** Held, the shop has answered and the worker knows nothing of it. */
  readonly held: boolean
  readonly afterMs: number
}

/**
 * Four shops that misbehave, workers and a server as they are shipped, people who buy and a merchant who works: all of them
 * are killed, and the database too. After every kill what shops were told is compared with what is stored. When the storm is
 * over all settles, and every shop shows what we have. Throws what was found first.
 */
export async function storm(plan: StormPlan, print: (line: string) => void): Promise<StormTally> {
  const chance = createChance(plan.seed)
  const tally = createStormTally()
  const reading = followReadings()
  const hand = createHand(tally, reading)
  const world = await openChaosWorld(plan.seed, (stall, call, when) => {
    reading.passes(stall, call, when)
    return hand.passes(stall, call, when)
  })
  reading.watch(world.stalls)
  const crew = startCrew(plan.workers, world.environment)
  hand.holds(world, crew)
  const over = new AbortController()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  const merchant = sitDown(world, crew, createChance(plan.seed + 7))
  const goes = (what: Promise<void>) => what.catch(failed.reject)
  try {
    await Promise.race([crew.atLeast(1), failed.promise])
    const life = Promise.all([
      goes(peopleBuy(world, over.signal)),
      goes(merchantWorks(merchant, over.signal)),
      goes(timePasses(world, over.signal)),
    ])
    await Promise.race([
      rage({ plan, world, crew, merchant, hand, reading, tally, chance, print }),
      failed.promise,
    ])
    print('the storm is over')
    over.abort()
    await Promise.race([life, failed.promise])
    const began = performance.now()
    await settles(world, merchant, reading.giveBack)
    tally.settledMs = performance.now() - began
    assert.deepEqual(await brokenPromises(world), [], 'promises when all has settled')
    const differ = await differences(world, merchant)
    if (differ.length > 0) for (const line of await lastRuns(world)) print(line)
    assert.deepEqual(differ, [], 'shops and we differ')
    assert.deepEqual(crew.wrong(), [], 'processes ended by themselves')
    assert.deepEqual(reading.unexplained(), [], 'orders that were read and are lost')
    for (const { outlet } of world.stalls) {
      tally.orders += outlet.orders().length
      tally.acks += outlet.saidStored().length
      tally.faults += outlet.faults()
    }
    tally.givenBack = reading.given()
    tally.starts.push(...crew.starts)
    for (const [name, count] of merchant.deeds) tally.deeds.set(name, count)
    for (const [name, count] of merchant.refused) tally.refused.set(name, count)
    return tally
  } finally {
    over.abort()
    await crew.close()
    await world.close()
  }
}

interface Rage {
  readonly plan: StormPlan
  readonly world: ChaosWorld
  readonly crew: Crew
  readonly merchant: Merchant
  readonly hand: Hand
  readonly reading: ReadAndForgotten
  readonly tally: StormTally
  readonly chance: () => number
  readonly print: (line: string) => void
}

/** One kill after the other, each followed by a look at the promises. */
async function rage({
  plan,
  world,
  crew,
  merchant,
  hand,
  reading,
  tally,
  chance,
  print,
}: Rage): Promise<void> {
  const end = performance.now() + plan.mostMs
  let checked = Promise.resolve<readonly string[]>([])
  const kept = async () => assert.deepEqual(await checked, [], `after ${tally.count()} kills`)
  while (tally.count() < (performance.now() < end ? plan.kills : plan.leastKills)) {
    const die = chance()
    // All others may be at their start; who recovers is the one that lives.
    if (die < 0.86 || tally.count() === 0) {
      await crew.atLeast(Math.min(2, plan.workers))
      const aim: Aim | undefined =
        die < 0.5
          ? {
              kind: 'ack',
              when: pick(chance, ['before', 'after']),
              held: chance() < 0.5,
              afterMs: chance() * 12,
            }
          : die < 0.72
            ? { kind: 'write', when: 'after', held: chance() < 0.7, afterMs: chance() * 8 }
            : undefined
      const struck = aim ? await hand.strike(aim, 1500) : false
      if (!struck) await hand.killSomebody()
    } else if (die < 0.95) {
      await crew.server()
      await becomes(() => merchant.waiting() > 0, 500)
      await wait(between(chance, 0, 20))
      const busy = merchant.waiting() > 0
      if (crew.killServer()) tally.note('server', undefined, busy)
    } else {
      await kept()
      const busy = await hand.anybodyWorks()
      reading.hit()
      await world.killDatabase()
      tally.note('database', undefined, busy)
    }
    await kept()
    checked = brokenPromises(world)
    checked.catch(() => undefined) // `kept` says so
    assert.deepEqual(crew.wrong(), [], 'processes ended by themselves')
    print(tally.line())
  }
  await kept()
}

/** Purchases and what else people do at the shops. */
async function peopleBuy({ stalls }: ChaosWorld, over: AbortSignal): Promise<void> {
  for (let turn = 0; !over.aborted; turn++) {
    stalls[turn % stalls.length]?.outlet.goesOn()
    await wait(250)
  }
}

async function merchantWorks(merchant: Merchant, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await merchant.act()
    await wait(40)
  }
}

async function timePasses(world: ChaosWorld, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await hurry(world)
    await wait(150)
  }
}

/** Intervals and pauses are over: what a schedule or a failure put off begins now. */
async function hurry({ look, tenant }: ChaosWorld): Promise<void> {
  await look(async tx => {
    await tx.run(
      `update sync_lane set next_at = clock_timestamp(), not_before = null where tenant_id = $1 and holder is null`,
      [tenant],
    )
    // Only between two runs: what a run has put off would come back to it for ever.
    await tx.run(
      `update due d set not_before = null where d.tenant_id = $1 and d.not_before is not null and not exists (
         select from sync_lane l where l.tenant_id = $1 and l.connection_id = d.connection_id and l.holder is not null)`,
      [tenant],
    )
    await tx.run(
      'update connection_health set next_try_at = clock_timestamp() where tenant_id = $1 and opened_at is not null',
      [tenant],
    )
  })
}

/** So long may it take until everything has settled, on a busy machine. */
const patienceMs = 120_000

/** Left alone, everything settles: waits for the facts. Throws with what is still open. */
async function settles(
  world: ChaosWorld,
  merchant: Merchant,
  giveBack: (world: ChaosWorld) => Promise<void>,
) {
  for (const { outlet } of world.stalls) outlet.calm()
  // First what is known; then what nobody was told of any more, because an older content of it had been acknowledged.
  for (const redelivers of [false, true]) {
    await merchant.tidyUp()
    if (redelivers) for (const { outlet } of world.stalls) outlet.redeliver()
    if (redelivers) await giveBack(world)
    const end = performance.now() + patienceMs
    for (let quiet = 0; quiet < 3; ) {
      // What waits for an order that a shop gave away to somebody who was killed waits until it is given back.
      const open = (await openWork(world)).filter(what => redelivers || !what.startsWith('waiting '))
      quiet = open.length === 0 ? quiet + 1 : 0
      if (performance.now() > end)
        assert.fail(
          `after ${patienceMs / 1000} s alone there is still open: ${counted(open)}\n${(await lastRuns(world)).join('\n')}`,
        )
      for (const { outlet } of world.stalls) outlet.settle()
      if (open.some(what => what.startsWith('staged'))) await merchant.tidyUp()
      if (open.some(what => !what.startsWith('lane'))) await hurry(world)
      await wait(200)
    }
  }
}

interface Hand {
  passes(stall: string, call: PassingCall, when: 'before' | 'after'): Promise<void> | undefined
  holds(world: ChaosWorld, crew: Crew): void
  /** Kills the worker of the next call that fits. False if none came by in time. */
  strike(aim: Aim, withinMs: number): Promise<boolean>
  /** Kills a worker that works, or any. */
  killSomebody(): Promise<void>
  anybodyWorks(): Promise<boolean>
}

/** Kills workers, and knows how far from an acknowledgement that was. */
function createHand(tally: StormTally, reading: ReadAndForgotten): Hand {
  let world: ChaosWorld | undefined
  let crew: Crew | undefined
  let wanted: { readonly aim: Aim; readonly hit: (struck: boolean) => void } | undefined
  /** When an acknowledgement of a connection passed the door last, on its way or with its answer. */
  const ackAt = new Map<string, number>()

  const holders = async () => {
    const rows = await world?.look(tx =>
      tx.query<{ holder: string; connection: string }>(
        'select distinct holder, connection_id as connection from sync_lane where tenant_id = $1 and holder is not null',
        [world?.tenant],
      ),
    )
    return (rows ?? []).map(({ holder, connection }) => ({ pid: Number(holder.split('|')[2]), connection }))
  }
  const kill = (pid: number, kind: 'aimed' | 'random', connections: readonly string[]) => {
    if (!crew?.kill(pid)) return false
    const now = performance.now()
    for (const id of connections) reading.hit(id)
    const near = (world?.stalls ?? [])
      .filter(stall => connections.includes(stall.connectionId))
      .map(stall => now - (ackAt.get(stall.name) ?? Number.NEGATIVE_INFINITY))
    tally.note(kind, Math.min(...near), connections.length > 0)
    return true
  }
  return {
    holds(given, members) {
      world = given
      crew = members
    },
    passes(stall, call, when) {
      if (call.kind === 'ack') ackAt.set(stall, performance.now())
      const now = wanted
      if (!now || call.kind !== now.aim.kind || when !== now.aim.when) return undefined
      wanted = undefined
      const { aim, hit } = now
      const blow = async () => {
        const works = await holders()
        const id = world?.stalls.find(one => one.name === stall)?.connectionId
        const pid = works.find(row => row.connection === id)?.pid
        // What is held passes when it is let go.
        if (call.kind === 'ack' && aim.held) ackAt.set(stall, performance.now())
        await wait(aim.afterMs)
        hit(pid !== undefined && kill(pid, 'aimed', connectionsOf(works, pid)))
      }
      const struck = blow().catch(() => hit(false))
      return aim.held ? struck : undefined
    },
    async strike(aim, withinMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      wanted = { aim, hit: resolve }
      const timer = setTimeout(() => {
        if (!wanted) return // it has begun
        wanted = undefined
        resolve(false)
      }, withinMs)
      return promise.finally(() => clearTimeout(timer))
    },
    async killSomebody() {
      const works = await holders()
      const alive = works.filter(row => crew?.workers().includes(row.pid))
      const pid = alive[Math.floor(Math.random() * alive.length)]?.pid ?? crew?.workers()[0]
      if (pid !== undefined) kill(pid, 'random', connectionsOf(works, pid))
    },
    anybodyWorks: async () => (await holders()).length > 0,
  }
}

async function becomes(is: () => boolean, ms: number): Promise<void> {
  const end = performance.now() + ms
  while (!is() && performance.now() < end) await wait(2)
}

function connectionsOf(works: readonly { readonly pid: number; readonly connection: string }[], pid: number) {
  return works.filter(row => row.pid === pid).map(row => row.connection)
}
