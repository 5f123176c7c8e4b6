import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { openDatabaseProxy } from './databaseProxy.ts'
import { type Gate, type Moment, spotOf } from './moment.ts'
import type { TcpProxy } from './openProxy.ts'
import type { Door } from './world.ts'

/** What shall happen to a process, and where. */
export interface Strike {
  /** True at the moment at which it happens; `passage` counts how often the run came by that spot, 0 is outside of it. */
  readonly at?: (moment: Moment, passage: number) => boolean
  /** Instead of `at`: so long after the run has begun. */
  readonly afterMs?: number
  /** Does it. `drop`: this moment is not passed on; `hold`: nor is any later one, because the process is dead. */
  readonly blow: (importer: Importer, moment: Moment | undefined) => 'pass' | 'drop' | 'hold'
}

/** A running importing process. */
export interface Importer {
  readonly ended: Promise<ImporterEnd>
  /** Where calls of the lane's holder pass. */
  readonly gate: Gate
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

/** Where a process was struck. */
export interface Struck {
  /** The spot, or `at a random moment`. */
  readonly spot: string
  /** Milliseconds on the monotonic clock. */
  readonly at: number
  /** It was between the first and the last statement or call of a run of the lane. */
  readonly inRun: boolean
  /** When its last sign of life that was committed then had been sent, on the same clock; undefined if it had given none. */
  readonly beatenAt: number | undefined
}

export interface ImporterEnd {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
  readonly struck: Struck | undefined
  /** When it was started. */
  readonly startedAt: number
  /** When it had claimed the lane first; undefined if it never did. */
  readonly claimedAt: number | undefined
  /** When it looked whether somebody holds the lane. */
  readonly looks: readonly number[]
  /** All runs of the lane that it began have ended. */
  readonly over: boolean
}

export interface ImporterOptions {
  /** Connections to synchronise. */
  readonly channel: string
  /** Only the orders lane; all four of them, one after another, if absent. */
  readonly only?: 'orders'
  readonly tenant: string
  readonly environment: NodeJS.ProcessEnv
  readonly strike?: Strike
  /** Told of every moment before it is judged; `passage` as in `Strike`. */
  readonly onMoment?: (moment: Moment, passage: number) => void
  /** The lane is this process's now. */
  readonly onClaim?: (importer: Importer) => void
}

const program = fileURLToPath(new URL('../../bin/kontor.mjs', import.meta.url))

/** Starts `kontor sync` behind a door of its own to the database. */
export async function startImporter(door: Door, options: ImporterOptions): Promise<Importer> {
  const watch = createWatch(options, () => importer)
  const proxy = await openDatabaseProxy(door.target(), watch.gate)
  const environment = { ...options.environment, KONTOR_DATABASE_URL: door.urlAt(proxy.port) }
  const child = spawn(
    process.execPath,
    [
      program,
      ...['sync', options.channel, '--tenant', options.tenant, '--json'],
      ...(options.only ? ['--only', options.only] : []),
    ],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const importer: Importer = {
    ended: endOf(child, proxy, watch),
    gate: watch.gate,
    signal: name => void child.kill(name), // nothing happens to one that has ended
  }
  return importer
}

async function endOf(
  child: ChildProcess,
  proxy: TcpProxy,
  watch: ReturnType<typeof createWatch>,
): Promise<ImporterEnd> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new TypeError('the importing process has no output')
  const [[status, signal], out, err] = await Promise.all([once(child, 'exit'), text(stdout), text(stderr)])
  watch.end()
  await proxy.close()
  return { status, signal, out, err, ...watch.facts() }
}

const ends: ReadonlySet<string> = new Set([
  'after commit (settle lane)',
  'after commit (lock lane)',
  'before look at lane',
])

/** What makes a sign of life: the claim, and each beat after it. */
const signsOfLife = ['claim lane', 'beat']

/** Follows the runs by what passes, and strikes. */
function createWatch({ strike, onMoment, onClaim }: ImporterOptions, self: () => Importer) {
  const passages = new Map<string, number>()
  let struck: Struck | undefined
  let inRun = false
  const startedAt = performance.now()
  let claimedAt: number | undefined
  let beatenAt: number | undefined
  const beating: number[] = []
  const looks: number[] = []
  let held = false
  let timer: NodeJS.Timeout | undefined

  const hit = (spot: string, moment?: Moment): 'pass' | 'hold' => {
    struck = { spot, at: performance.now(), inRun, beatenAt }
    const verdict = strike?.blow(self(), moment) ?? 'pass'
    held = verdict === 'hold'
    return verdict === 'pass' ? 'pass' : 'hold'
  }
  const begin = () => {
    inRun = true
    if (strike?.afterMs === undefined || struck || timer) return
    timer = setTimeout(() => {
      if (inRun && !struck) hit('at a random moment')
    }, strike.afterMs)
  }
  const gate: Gate = moment => {
    if (held) return 'hold'
    const spot = spotOf(moment)
    const passage = inRun ? (passages.get(spot) ?? 0) + 1 : 0
    passages.set(spot, passage)
    onMoment?.(moment, passage)
    if (spot === 'before look at lane') looks.push(performance.now())
    for (const sign of signsOfLife) {
      if (spot === `before ${sign}`) beating.push(performance.now())
      if (spot === `after commit (${sign})`) beatenAt = beating.shift()
    }
    if (!struck && strike?.at?.(moment, passage) && hit(spot, moment) === 'hold') return 'hold'
    if (spot === 'before lock lane') begin()
    if (spot === 'after commit (claim lane)') {
      claimedAt ??= performance.now()
      onClaim?.(self())
    }
    // An answer "somebody else has it" ends what began with the claim; who looks at the lane holds it no more.
    if (ends.has(spot)) inRun = false
    return 'pass'
  }
  return {
    gate,
    end: () => clearTimeout(timer),
    facts: () => ({ struck, startedAt, claimedAt, looks, over: !inRun }),
  }
}
