import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '../base/database.ts'
import { errorFacts } from '../base/log.ts'
import { freeLanes } from '../sync/laneClaim.ts'
import { type HeldLane, type LaneKey, type LeaseTimes, productLease } from '../sync/lanes.ts'
import { beatProcess, enterProcess, leaveProcess } from '../sync/processStore.ts'
import { promoteTimed } from '../sync/promoteTimed.ts'
import type { LaneEnd, LaneParts } from '../sync/runLane.ts'
import { findDueLanes, sweepLanes } from '../sync/sweepLanes.ts'
import { tickLanes } from '../sync/tickLanes.ts'
import { type WorkerCounts, workerCounts } from '../sync/workerCounts.ts'
import { createDispatcher } from './dispatcher.ts'
import { listenForWakes } from './listenForWakes.ts'
import { nameOf, type RunningLanes, runningLanes } from './runningLanes.ts'

/** How often a worker does what, in milliseconds; shorter in tests. */
export interface WorkerTimes {
  readonly lease: LeaseTimes
  readonly tickMs: number
  readonly sweepMs: number
  /** So long runs may go on when the process shall end; then they are told to. */
  readonly patienceMs: number
}

const productTimes: WorkerTimes = { lease: productLease, tickMs: 500, sweepMs: 5_000, patienceMs: 20_000 }
/** A run that was told to end and does not is left alone after so long: its lane is taken from it. */
const lastPatienceMs = 3_000

export interface WorkerOptions {
  readonly holder: string
  readonly slots: number
  readonly version: string
  readonly roles: readonly string[]
  readonly times?: Partial<WorkerTimes>
  /** False: nothing is heard of notifications, and the sweep finds what is due. */
  readonly listens?: boolean
  /** How often it looks by itself for what is due, where there is only a pooler and nothing can be heard. */
  readonly pollMs?: number
  /** Where it counts; its own if absent. */
  readonly counts?: WorkerCounts
  readonly onEnd?: (lane: HeldLane, end: LaneEnd | undefined) => void
}

export interface Worker {
  readonly counts: WorkerCounts
  /** Runs that are on. */
  readonly running: number
  /** Takes nothing any more, lets runs end, tells them to after a while, and gives back what is unfinished. */
  stop(): Promise<void>
}

/**
 * Works for all tenants until it is stopped: ticks schedules, claims lanes, runs them side by side, gives signs of life and
 * sweeps up after processes that died. Any number of workers share a database; nothing is lost when one is killed.
 */
export async function startWorker(parts: LaneParts, options: WorkerOptions): Promise<Worker> {
  const times: WorkerTimes = { ...productTimes, ...options.times }
  const { holder, slots } = options
  const { db, log } = parts
  const running = runningLanes()
  const counts = options.counts ?? workerCounts()
  await enterProcess(db, options)
  const swept = new Map<string, LaneKey>()
  const dispatcher = createDispatcher(parts, running, {
    claimant: { holder, askedBy: 'worker', lease: times.lease },
    slots,
    counts,
    onEnd: (lane, end) => {
      if (swept.delete(nameOf(lane))) counts.sweepHits++
      options.onEnd?.(lane, end)
    },
  })

  const tick = async () => {
    await promoteTimed(db, parts.now())
    await tickLanes(db, parts.now())
    dispatcher.wake()
  }
  const sweep = async () => {
    const found = await sweepLanes(db, { holder, lease: times.lease, mine: lane => running.has(lane) })
    if (found.freed > 0) log.warn({ lanes: found.freed }, 'lanes of processes that are gone were freed')
    // What the last sweep found and a run is on for still counts.
    for (const [name, lane] of swept) if (!running.has(lane)) swept.delete(name)
    for (const lane of found.overlooked) {
      if (!running.has(lane)) swept.set(nameOf(lane), lane)
      dispatcher.wake(lane)
    }
    dispatcher.wake()
  }
  const poll = async () => {
    for (const lane of await findDueLanes(db, 0)) dispatcher.wake(lane)
    dispatcher.wake()
  }
  const listener =
    options.listens === false
      ? undefined
      : listenForWakes(db.directUrl, log, {
          wake: lane => dispatcher.wake(lane),
          connect: () => void sweep().catch(error => log.warn(errorFacts(error), 'sweep failed')),
        })
  const heart = startHeart(
    running,
    times.lease,
    () => beatProcess(db, holder, running.size),
    error => log.warn(errorFacts(error), 'beat failed'),
  )
  const steps = [
    every(times.tickMs, tick, error => log.warn(errorFacts(error), 'tick failed')),
    every(times.sweepMs, sweep, error => log.warn(errorFacts(error), 'sweep failed')),
  ]
  if (options.pollMs !== undefined)
    steps.push(every(options.pollMs, poll, error => log.warn(errorFacts(error), 'poll failed')))
  await steps[1]?.now()

  return {
    counts,
    get running() {
      return running.size
    },
    stop: async () => {
      await Promise.all([listener?.close(), ...steps.map(step => step.end())])
      await dispatcher.stop()
      await until(() => running.size === 0, times.patienceMs)
      running.giveBackAll()
      await until(() => running.size === 0, lastPatienceMs)
      await giveBack(
        parts,
        running.all().map(run => run.lane),
      )
      await heart.end()
      await leaveProcess(db, holder)
    },
  }
}

// The beat of all runs at once. Where none got through for most of the lease, all lanes may be another one's by now; that
// is looked at beside the beat, which may hang with the database.
function startHeart(
  running: RunningLanes,
  lease: LeaseTimes,
  beat: () => ReturnType<typeof beatProcess>,
  onError: (error: unknown) => void,
): Repeated {
  let last = performance.now()
  const once = async () => {
    const asked = new Set(running.all())
    const begun = performance.now()
    running.compare(await beat(), asked)
    last = begun
  }
  return every(lease.beatMs, once, onError, () => {
    if (performance.now() - last > lease.leaseMs * 0.8) running.loseAll()
  })
}

// A run that does not hear is cut off from its lane, so that another process goes on at once.
async function giveBack(parts: LaneParts, lanes: readonly HeldLane[]): Promise<void> {
  for (const [tenant, ofTenant] of Map.groupBy(lanes, lane => lane.tenant)) {
    parts.log.warn({ lanes: ofTenant.length }, 'unfinished runs were given back')
    await transact(parts.db, { tenant }, tx => freeLanes(tx, tenant, ofTenant))
  }
}

interface Repeated {
  /** Does it now, unless it is being done. */
  now(): Promise<void>
  end(): Promise<void>
}

// Never twice at a time: where it takes longer than its interval, the next one is left out.
function every(
  ms: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
  before: () => void = () => undefined,
): Repeated {
  let going: Promise<void> | undefined
  const now = () => {
    going ??= work()
      .catch(onError)
      .finally(() => {
        going = undefined
      })
    return going
  }
  const timer = setInterval(() => {
    before()
    now()
  }, ms)
  return {
    now,
    end: async () => {
      clearInterval(timer)
      await going
    },
  }
}

async function until(done: () => boolean, ms: number): Promise<void> {
  const end = performance.now() + ms
  while (!done() && performance.now() < end) await wait(20)
}
