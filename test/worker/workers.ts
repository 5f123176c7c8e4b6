import type { TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type Database, openDatabase } from '../../src/base/database.ts'
import { type Connector, portVersion } from '../../src/port/connector.ts'
import type { HeldLane } from '../../src/sync/lanes.ts'
import type { LaneEnd, LaneParts } from '../../src/sync/runLane.ts'
import { startWorker, type Worker, type WorkerOptions } from '../../src/worker/startWorker.ts'
import type { World } from '../import/world.ts'

/** Short enough to wait for its end; a process that stands still for longer loses what it runs. */
export const quickLease = { leaseMs: 1_000, beatMs: 200 }

/** Looks and beats often. The lease outlives any pause of a busy machine: no lane is lost by chance. */
export const quickTimes = {
  lease: { leaseMs: 60_000, beatMs: quickLease.beatMs },
  tickMs: 100,
  sweepMs: 200,
  patienceMs: 200,
}

/** A system that the test plays: every fetch goes to `onFetch`, and what it answers is an empty last page. */
export function playedConnector(onFetch: (shop: string, signal: AbortSignal) => Promise<void>): Connector {
  const connector: Connector<{ shop: string; signal: AbortSignal }> = {
    portVersion,
    name: 'played',
    title: 'Played',
    settings: [{ key: 'shop', kind: 'text', label: { de: 'Shop', en: 'Shop' }, required: true }],
    limits: { concurrent: 1, timeoutMs: 60_000, answerBytes: 1e6 },
    stockMeans: 'absolute',
    again: 'none',
    check: async () => {
      throw new TypeError('not played')
    },
    open: async run => ({ shop: run.settings['shop'] ?? '', signal: run.signal }),
    scrub: (_kind, raw) => raw,
    pull: {
      kinds: [
        { kind: 'order', consumes: false, acked: 'none', overlapSeconds: 0, firstPage: 10, largestPage: 10 },
      ],
      fetch: async ({ shop, signal }) => {
        await onFetch(shop, signal)
        return { body: new Uint8Array() }
      },
      read: () => ({ records: [], last: true }),
    },
    map: {},
  }
  return connector as Connector
}

/** What a system that never answers does: it waits until its caller gives up, which may have been before it was called. */
export function neverAnswers(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    if (signal.aborted) fail(signal.reason)
    signal.addEventListener('abort', () => fail(signal.reason))
  })
}

export interface PlayedWorker extends Worker {
  readonly holder: string
  readonly ends: readonly { readonly lane: HeldLane; readonly end: LaneEnd | undefined }[]
}

/** A worker with connections of its own, as another process has them; it ends with the test. */
export async function openWorker(
  world: World,
  t: TestContext,
  options: Partial<WorkerOptions> & { readonly parts?: Partial<LaneParts>; readonly url: string },
): Promise<PlayedWorker> {
  const { parts, url, ...rest } = options
  const db: Database = openDatabase({ url, directUrl: world.db.directUrl, max: 10 })
  const ends: { lane: HeldLane; end: LaneEnd | undefined }[] = []
  const holder = options.holder ?? `|machine-${Math.random()}|4711|1`
  const worker = await startWorker(
    { ...world.parts, db, ...parts },
    {
      slots: 100,
      version: 'test',
      roles: ['worker'],
      times: quickTimes,
      onEnd: (lane, end) => ends.push({ lane, end }),
      ...rest,
      holder,
    },
  )
  let ended: Promise<void> | undefined
  const stop = () => {
    ended ??= worker.stop().then(() => db.close())
    return ended
  }
  t.after(stop)
  return {
    ends,
    holder,
    counts: worker.counts,
    get running() {
      return worker.running
    },
    stop,
  }
}

/** Waits until it is so; fails the test where it does not become so. */
export async function becomes(
  what: string,
  is: () => boolean | Promise<boolean>,
  ms = 60_000,
): Promise<void> {
  const end = performance.now() + ms
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`it did not become so within ${ms} ms: ${what}`)
    await wait(10)
  }
}
