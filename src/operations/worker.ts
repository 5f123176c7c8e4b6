import { z } from 'zod'
import { findConnection } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { type LaneFacts, listLanes, setSchedule } from '../sync/laneOverview.ts'
import { laneKinds, productLease, requestLanes } from '../sync/lanes.ts'
import { listProcesses, type WorkerProcess } from '../sync/processStore.ts'
import { whichConnection } from './connectionShape.ts'
import { laneState, laneStates } from './laneState.ts'
import { readWindows, writeWindows } from './laneWindows.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

/** Runs that each lane shows as bars. */
const shownRuns = 20
const minute = 60
const units = { s: 1, m: minute, h: 60 * minute, d: 24 * 60 * minute } as const
const shortestSeconds = 10
const longestSeconds = 31 * units.d

const processShape = z.object({
  name: z.string(),
  pid: z.int(),
  roles: z.array(z.string()).readonly(),
  version: z.string(),
  lives: z.boolean(),
  startedAt: z.date(),
  beatAt: z.date(),
  stoppedAt: z.date().nullable(),
  running: z.int(),
  slots: z.int(),
})

const windowShape = z.object({
  /** 1 Monday to 7 Sunday; absent: every day. */
  days: z.array(z.int()).readonly().optional(),
  from: z.string(),
  to: z.string(),
})

const laneShape = z.object({
  connectionId: z.uuid(),
  connection: z.string(),
  lane: z.enum(laneKinds),
  every: z.string().nullable(),
  everySeconds: z.number().nullable(),
  /** Null: always. */
  windows: z.array(windowShape).readonly().nullable(),
  windowText: z.string(),
  timeZone: z.string(),
  state: z.enum(laneStates),
  sentence: z.string(),
  runId: z.uuid().nullable(),
  lastAt: z.date().nullable(),
  lastMs: z.number().nullable(),
  nextAt: z.date().nullable(),
  /** Since when something waits to be told to the shop. */
  dueSince: z.date().nullable(),
  failures: z.int(),
  /** Since when the whole connection pauses because it is failing, and when one lane tries for all. */
  openedAt: z.date().nullable(),
  nextTryAt: z.date().nullable(),
  /** When it last ended well. */
  goodAt: z.date().nullable(),
  runs: z.array(
    z.object({
      id: z.uuid(),
      state: z.string(),
      startedAt: z.date(),
      ms: z.number().nullable(),
      code: z.string().nullable(),
    }),
  ),
})

const workerShape = z.object({
  /** False: nothing runs by itself. `since`: the last sign of life then. */
  works: z.boolean(),
  since: z.date().nullable(),
  processes: z.array(processShape),
  lanes: z.array(laneShape),
})

const whichLanes = z
  .array(z.enum(laneKinds))
  .default([...laneKinds])
  .meta({ description: 'Only these lanes; else all.', 'x-de': 'Nur diese Spuren; sonst alle.' })

/** The background service: who works, what runs by itself and when. */
export const workerOperations: readonly Operation[] = [
  operation({
    name: 'worker.show',
    method: 'GET',
    path: '/worker',
    command: 'worker show',
    right: 'worker.read',
    summary: {
      en: 'Show the background service: processes, lanes, schedules and last runs',
      de: 'Den Hintergrunddienst zeigen: Prozesse, Spuren, Zeitpläne und letzte Läufe',
    },
    input: z.object({}),
    output: workerShape,
    run: context => inTransaction(context, tx => showWorker(context, tx)),
  }),
  operation({
    name: 'worker.schedule',
    method: 'PUT',
    path: '/worker/schedules',
    command: 'worker schedule <connection>',
    right: 'worker.write',
    summary: {
      en: 'Change when lanes of a connection run by themselves',
      de: 'Ändern, wann Spuren einer Verbindung von selbst laufen',
    },
    input: z.object({
      connection: whichConnection,
      lane: whichLanes,
      every: z
        .string()
        .regex(/^(off|[1-9]\d{0,6}[smhd])$/, 'off, or a number with s, m, h or d, such as 5m')
        .optional()
        .meta({
          description: 'Interval such as 30s, 5m, 2h or 1d; off: only when asked to.',
          'x-de': 'Intervall wie 30s, 5m, 2h oder 1d; off: nur auf Anforderung.',
        }),
      window: z
        .string()
        .refine(
          text => readWindows(text) !== undefined,
          'always, or windows such as 08:00-20:00 or mon-fri 08:15-18:00, sat 09:00-12:00',
        )
        .optional()
        .meta({
          description:
            'Only at these times of the connection, such as 08:00-20:00, 22:00-06:00 or "mon-fri 08:15-18:00, sat 09:00-12:00"; or always.',
          'x-de':
            'Nur zu diesen Zeiten der Verbindung, etwa 08:00-20:00, 22:00-06:00 oder „mo-fr 08:15-18:00, sa 09:00-12:00“; oder always.',
        }),
    }),
    output: z.object({ lanes: z.array(laneShape) }),
    audit: ({ connection, lane, every, window }) => ({
      objectKind: 'connection',
      objectId: connection,
      data: { lanes: lane, ...(every ? { every } : {}), ...(window ? { window } : {}) },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const connection = await findConnection(tx, context.tenant, input.connection)
        const { id, timeZone } = connection
        const change = {
          connectionId: id,
          timeZone,
          kinds: input.lane,
          everySeconds: secondsOf(input.every),
          windows: input.window === undefined ? undefined : readWindows(input.window),
        }
        await setSchedule(tx, context.tenant, change, context.kontor.now())
        const { lanes } = await showWorker(context, tx)
        return { lanes: lanes.filter(lane => lane.connectionId === id && input.lane.includes(lane.lane)) }
      }),
  }),
  operation({
    name: 'worker.run-now',
    method: 'POST',
    path: '/worker/run-now',
    command: 'worker run-now <connection>',
    right: 'sync.start',
    summary: {
      en: 'Ask the background service to run lanes now; it does not wait',
      de: 'Den Hintergrunddienst Spuren sofort ausführen lassen; wartet nicht',
    },
    input: z.object({ connection: whichConnection, lane: whichLanes }),
    output: z.object({
      /** False: nobody is there who would do it. */
      works: z.boolean(),
      items: z.array(z.object({ lane: z.enum(laneKinds), joined: z.uuid().nullable() })),
    }),
    audit: ({ connection, lane }) => ({
      objectKind: 'connection',
      objectId: connection,
      data: { lanes: lane },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { id, name, lockedAt, archivedAt } = await findConnection(tx, context.tenant, input.connection)
        if (lockedAt || archivedAt)
          throw channelProblem(archivedAt ? 'CONNECTION_ARCHIVED' : 'CHANNEL_LOCKED', { name })
        const wishes = input.lane.map(kind => ({ connectionId: id, kind }))
        const requests = await requestLanes(tx, context.tenant, wishes)
        const processes = await listProcesses(tx)
        return {
          works: processes.some(one => lives(one, context.kontor.now())),
          items: input.lane.map((lane, index) => ({ lane, joined: requests[index]?.runId ?? null })),
        }
      }),
  }),
]

async function showWorker(context: Context, tx: Parameters<typeof listProcesses>[0]) {
  const now = context.kontor.now()
  const processes = await listProcesses(tx)
  const lanes = await listLanes(tx, context.tenant, { leaseMs: productLease.leaseMs, runs: shownRuns })
  const works = processes.some(one => lives(one, now))
  const last = Math.max(...processes.map(one => (one.stoppedAt ?? one.beatAt).getTime()))
  return {
    works,
    since: works || processes.length === 0 ? null : new Date(last),
    processes: processes.map(one => showProcess(one, now)),
    lanes: lanes.map(lane => showLane(context, lane, now)),
  }
}

// The name of a holder tells the machine too; that is nobody's business here.
function showProcess(one: WorkerProcess, now: Date): z.infer<typeof processShape> {
  const [name = '', , pid = '0'] = one.holder.split('|')
  const { holder, ...rest } = one
  return { ...rest, name: name || `pid ${pid}`, pid: Number(pid), lives: lives(one, now) }
}

function lives(one: WorkerProcess, now: Date): boolean {
  return one.stoppedAt === null && now.getTime() - one.beatAt.getTime() < productLease.leaseMs
}

function showLane(
  { language }: Pick<Context, 'language'>,
  lane: LaneFacts,
  now: Date,
): z.infer<typeof laneShape> {
  const [last] = lane.runs
  return {
    connectionId: lane.connectionId,
    connection: lane.connection,
    lane: lane.kind,
    every: lane.everySeconds === null ? null : shortest(lane.everySeconds),
    everySeconds: lane.everySeconds,
    windows: lane.windows,
    windowText: writeWindows(lane.windows, language),
    timeZone: lane.timeZone,
    ...laneState(lane, now, language),
    runId: lane.runId,
    lastAt: last ? new Date(last.startedAt) : null,
    lastMs: last?.ms ?? null,
    nextAt: laterOf(laterOf(lane.nextAt, lane.notBefore), lane.openedAt && lane.nextTryAt),
    dueSince: lane.dueSince,
    failures: lane.failures,
    openedAt: lane.openedAt,
    nextTryAt: lane.nextTryAt,
    goodAt: lane.goodAt,
    runs: lane.runs.map(run => ({ ...run, startedAt: new Date(run.startedAt) })),
  }
}

function laterOf(nextAt: Date | null, notBefore: Date | null): Date | null {
  return nextAt && notBefore && notBefore > nextAt ? notBefore : nextAt
}

function secondsOf(every: string | undefined): number | null | undefined {
  if (every === undefined) return undefined
  if (every === 'off') return null
  const unit = units[every.slice(-1) as keyof typeof units]
  return Math.min(longestSeconds, Math.max(shortestSeconds, Number(every.slice(0, -1)) * unit))
}

/** An interval as a person would say it: 90 s, but 5m and 1d. */
function shortest(seconds: number): string {
  const [unit = 's', size = 1] =
    Object.entries(units)
      .reverse()
      .find(([, one]) => seconds % one === 0) ?? []
  return `${seconds / size}${unit}`
}
