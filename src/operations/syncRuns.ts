import { z } from 'zod'
import { type CompleteKind, pauseOfRun } from '../channels/completeStore.ts'
import { connectionIdOf } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { type LaneKind, productLease } from '../sync/lanes.ts'
import { askToCancel, countRuns, listRuns, readRun, type SyncRun } from '../sync/runs.ts'
import { askForSync, leftOut, type SyncWish, workOffSync } from '../sync/startSync.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { laneParts } from './syncParts.ts'

/** Kinds of data that a synchronisation can be limited to, and the lanes that bring them. */
const lanesOf = {
  orders: 'orders',
  stock: 'stock',
  categories: 'catalogue',
  items: 'catalogue',
  prices: 'catalogue',
  status: 'feedback',
} as const satisfies Readonly<Record<string, LaneKind>>
export const syncKinds = Object.keys(lanesOf) as (keyof typeof lanesOf)[]

/** What a run did with one kind. */
export const figuresShape = z.object({
  found: z.int(),
  new: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  parked: z.int(),
  sent: z.int().default(0),
  accepted: z.int().default(0),
  pending: z.int().default(0),
  rejected: z.int().default(0),
  unknown: z.int().default(0),
  settled: z.int().default(0),
  ms: z.number(),
})

/** How far a complete synchronisation of a kind has come at a channel. `estimated`: the total is a guess. */
export const walkShape = z.object({
  channelId: z.uuid(),
  channel: z.string(),
  kind: z.string(),
  done: z.int(),
  total: z.int().nullable(),
  estimated: z.boolean(),
  perSecond: z.number().nullable(),
  secondsLeft: z.int().nullable(),
})

const partShape = z.object({
  id: z.uuid(),
  connection: z.string().nullable(),
  lane: z.string().nullable(),
  state: z.enum(['wanted', 'running', 'done', 'failed', 'cancelled', 'lost']),
  askedBy: z.string(),
  askedAt: z.date(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  version: z.int(),
  figures: z.record(z.string(), figuresShape),
  /** How far complete synchronisations have come, by channel and kind. */
  complete: z.array(walkShape),
  notes: z.array(z.object({ at: z.string(), level: z.string(), code: z.string(), text: z.string() })),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
})

/** A run as API, terminal and screen show it. */
export const runShape = partShape.extend({
  parts: z.array(partShape),
  locked: z.array(z.string()).optional(),
})
export type ShownRun = z.infer<typeof runShape>

export const syncInput = z.object({
  channels: z.array(z.string().min(1).max(200)).max(1000).default([]).meta({
    description: 'Connections or channels; all that are not locked if none is named.',
    'x-de': 'Verbindungen oder Kanäle; ohne Angabe alle, die nicht gesperrt sind.',
  }),
  only: z
    .array(z.enum(syncKinds))
    .default([...syncKinds])
    .meta({
      description: 'Only these kinds of data. Categories, items and prices go together.',
      'x-de': 'Nur diese Datenarten. Kategorien, Artikel und Preise gehen zusammen.',
    }),
  complete: z.boolean().default(false).meta({
    description:
      'Send every active object of these kinds again, once. Goes on after a crash; can be paused. Orders are fetched as usual.',
    'x-de':
      'Alle aktiven Objekte dieser Datenarten noch einmal senden. Geht nach einem Absturz weiter, lässt sich anhalten. Bestellungen werden wie sonst geholt.',
  }),
})

const run = z.object({ id: z.uuid().meta({ description: 'Id of the run.', 'x-de': 'Kennung des Laufs.' }) })

/** Synchronisations: started, watched, ended. */
export const syncRunOperations: readonly Operation[] = [
  operation({
    name: 'sync.start',
    method: 'POST',
    path: '/sync-runs',
    command: null, // "kontor sync" waits for the end and shows the progress: src/cli/syncCommand.ts
    right: 'sync.start',
    summary: {
      en: 'Start a synchronisation; joins one that is on',
      de: 'Abgleich starten; schließt sich einem laufenden an',
    },
    creates: true,
    input: syncInput,
    output: runShape,
    audit: (_, output) => ({ objectKind: 'sync_run', objectId: output.id }),
    run: async (context, input) => {
      const parts = laneParts(context)
      const wish = syncWish(context, input)
      const started = await inTransaction(context, tx => askForSync(tx, wish))
      context.afterCommit(() =>
        context.kontor.open.start(signal =>
          workOffSync(parts, wish, started, { lease: productLease, signal }),
        ),
      )
      const shown = await inTransaction(context, tx => readRun(tx, context.tenant, started.runId))
      return {
        ...showRun(context, shown),
        locked: leftOut(started),
      }
    },
  }),
  operation({
    name: 'sync.list',
    method: 'GET',
    path: '/sync-runs',
    command: 'run list',
    right: 'sync.read',
    summary: { en: 'List synchronisations, newest first', de: 'Abgleiche auflisten, Neueste zuerst' },
    input: z.object({ ...pageInput, connection: whichConnection.optional() }),
    output: pageOf(runShape),
    run: (context, { after, limit, connection }) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, connection)
        const rows = await listRuns(tx, context.tenant, { after, limit: limit + 1, connectionId })
        return asPage(
          rows.map(row => showRun(context, row)),
          limit,
          await countRuns(tx, context.tenant, countLimit + 1, connectionId),
        )
      }),
  }),
  operation({
    name: 'sync.show',
    method: 'GET',
    path: '/sync-runs/:id',
    command: 'run show <id>',
    right: 'sync.read',
    summary: { en: 'Show a synchronisation', de: 'Einen Abgleich zeigen' },
    input: run,
    output: runShape,
    run: (context, { id }) =>
      inTransaction(context, async tx => showRun(context, await readRun(tx, context.tenant, id))),
  }),
  operation({
    name: 'sync.cancel',
    method: 'POST',
    path: '/sync-runs/:id/cancel',
    command: 'run cancel <id>',
    right: 'sync.start',
    summary: {
      en: 'End a synchronisation; what was imported stays, a complete synchronisation is paused',
      de: 'Einen Abgleich abbrechen; Importiertes bleibt, ein Komplettabgleich wird angehalten',
    },
    input: run,
    output: runShape,
    audit: ({ id }) => ({ objectKind: 'sync_run', objectId: id }),
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        await readRun(tx, context.tenant, id)
        await pauseOfRun(tx, context.tenant, id, context.actor.name)
        await askToCancel(tx, context.tenant, id)
        return showRun(context, await readRun(tx, context.tenant, id))
      }),
  }),
]

const completeKindOf = {
  categories: 'category',
  items: 'item',
  prices: 'price',
  stock: 'stock',
  status: 'order_status',
} as const satisfies Readonly<Record<Exclude<keyof typeof lanesOf, 'orders'>, CompleteKind>>

/** The kinds of objects that names of data kinds mean; orders are not sent. */
export function completeKindsOf(only: readonly (keyof typeof lanesOf)[]): CompleteKind[] {
  return [...new Set(only)].flatMap(kind => (kind === 'orders' ? [] : [completeKindOf[kind]]))
}

/** Who asks for which connections and kinds of data, under which name of a process. */
export function syncWish(
  context: Pick<Context, 'tenant' | 'actor' | 'kontor'>,
  input: z.infer<typeof syncInput>,
): SyncWish {
  return {
    tenant: context.tenant,
    channels: input.channels,
    lanes: [...new Set(input.only.map(kind => lanesOf[kind]))],
    askedBy: context.actor.name,
    holder: context.kontor.holder,
    ...(input.complete
      ? { complete: { kinds: completeKindsOf(input.only), connectors: context.kontor.connectors } }
      : {}),
  }
}

/** A run with its reasons in the language of who asks. */
export function showRun(context: Pick<Context, 'language'>, shown: SyncRun): ShownRun {
  const parts = shown.parts.map(part => showPart(context, part))
  const walks = parts
    .flatMap(part => part.complete)
    .map(one => [`${one.channelId} ${one.kind}`, one] as const)
  return { ...showPart(context, shown), complete: [...new Map(walks).values()], parts }
}

function showPart({ language }: Pick<Context, 'language'>, part: SyncRun): z.infer<typeof partShape> {
  const { connectionId, progress, parts, error, notes, ...rest } = part
  const reason = error ? explain(error.code, error.data) : undefined
  return {
    ...rest,
    notes: notes.map(({ at, level, code, data }) => ({
      at,
      level,
      code,
      text: explain(code, data)[language],
    })),
    complete: walkShape.array().safeParse(progress['complete']).data ?? [],
    code: error?.code ?? null,
    reason: reason?.[language] ?? null,
    remedy: reason?.remedy[language] || null,
  }
}
