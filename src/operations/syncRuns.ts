import { z } from 'zod'
import { pauseOfRun } from '../channels/completeStore.ts'
import { connectionIdOf } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { productLease } from '../sync/lanes.ts'
import { askToCancel, countRuns, listRuns, readRun, type SyncRun } from '../sync/runs.ts'
import { beginSync } from './beginSync.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { syncInput } from './syncInput.ts'

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

const previewShape = z.object({
  complete: z.boolean(),
  counts: z.record(z.string(), z.int()),
  total: z.int(),
  kept: z.int(),
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
  /** Of a dry run: what would be done with how many objects. */
  preview: previewShape.nullable(),
  notes: z.array(
    z.object({
      at: z.string(),
      level: z.string(),
      code: z.string(),
      text: z.string(),
      remedy: z.string().optional(),
    }),
  ),
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
      const begun = await beginSync(context, input)
      context.afterCommit(() =>
        context.kontor.open.start(signal => begun.work({ lease: productLease, signal })),
      )
      const shown = await inTransaction(context, tx => readRun(tx, context.tenant, begun.runId))
      return { ...showRun(context, shown), locked: [...begun.locked] }
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
    notes: notes.map(({ at, level, code, data }) => {
      const told = explain(code, data)
      return { at, level, code, text: told[language], remedy: told.remedy[language] }
    }),
    preview: previewShape.safeParse(progress['preview']).data ?? null,
    complete: walkShape.array().safeParse(progress['complete']).data ?? [],
    code: error?.code ?? null,
    reason: reason?.[language] ?? null,
    remedy: reason?.remedy[language] || null,
  }
}
