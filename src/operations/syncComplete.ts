import { z } from 'zod'
import {
  type CompleteSweep,
  dropSweeps,
  listComplete,
  namedChannels,
  pauseSweeps,
} from '../channels/completeStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { resumeComplete } from '../sync/completeSync.ts'
import { paceOf } from '../sync/walk.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { completeKindsOf, syncKinds } from './syncInput.ts'
import { walkShape } from './syncRuns.ts'

const sweepShape = walkShape.extend({
  connectionId: z.uuid(),
  connection: z.string(),
  state: z.enum(['on', 'paused']),
  runId: z.uuid().nullable(),
  askedAt: z.date(),
  askedBy: z.string(),
  pausedAt: z.date().nullable(),
  pausedBy: z.string().nullable(),
})
const listShape = z.object({ items: z.array(sweepShape) })

const which = z.object({
  channels: z.array(whichConnection).max(1000).default([]).meta({
    description: 'Connections or channels; all if none is named.',
    'x-de': 'Verbindungen oder Kanäle; ohne Angabe alle.',
  }),
  only: z
    .array(z.enum(syncKinds))
    .default([...syncKinds])
    .meta({ description: 'Only these kinds of data.', 'x-de': 'Nur diese Datenarten.' }),
})
type Which = z.infer<typeof which>

/** Complete synchronisations that are on: seen, paused, let go on, given up. */
export const syncCompleteOperations: readonly Operation[] = [
  operation({
    name: 'sync.progress',
    method: 'GET',
    path: '/sync-complete',
    command: 'sync progress [channels…]',
    right: 'sync.read',
    summary: {
      en: 'Show complete synchronisations by channel and kind: done, total, rate, time left',
      de: 'Komplettabgleiche je Kanal und Datenart zeigen: erledigt, gesamt, Tempo, Restzeit',
    },
    input: which,
    output: listShape,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const of = await chosen(context, tx, input)
        return { items: await shown(context, tx, of) }
      }),
  }),
  operation({
    name: 'sync.pause',
    method: 'POST',
    path: '/sync-complete/pause',
    command: 'sync pause [channels…]',
    right: 'sync.start',
    summary: {
      en: 'Pause complete synchronisations after the call at hand; changes are sent as before',
      de: 'Komplettabgleiche nach dem laufenden Aufruf anhalten; Änderungen werden weiter gesendet',
    },
    input: which,
    output: listShape,
    audit: (_, output) => ({ data: { count: output.items.length } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const of = await chosen(context, tx, input)
        const paused = await pauseSweeps(tx, context.tenant, { ...of, by: context.actor.name })
        return { items: await shown(context, tx, of, paused) }
      }),
  }),
  operation({
    name: 'sync.resume',
    method: 'POST',
    path: '/sync-complete/resume',
    command: 'sync resume [channels…]',
    right: 'sync.start',
    summary: {
      en: 'Let paused complete synchronisations go on where they were',
      de: 'Angehaltene Komplettabgleiche dort fortsetzen, wo sie standen',
    },
    input: which,
    output: listShape,
    audit: (_, output) => ({ data: { count: output.items.length } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const of = await chosen(context, tx, input)
        const resumed = await resumeComplete(tx, context.tenant, of)
        return { items: await shown(context, tx, of, resumed) }
      }),
  }),
  operation({
    name: 'sync.discard',
    method: 'POST',
    path: '/sync-complete/discard',
    command: 'sync discard [channels…]',
    right: 'sync.start',
    summary: {
      en: 'Give complete synchronisations up: what was sent stays, the rest is not sent',
      de: 'Komplettabgleiche aufgeben: Gesendetes bleibt, der Rest wird nicht gesendet',
    },
    input: which,
    output: z.object({ discarded: z.int() }),
    audit: (_, output) => ({ data: { count: output.discarded } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const dropped = await dropSweeps(tx, context.tenant, await chosen(context, tx, input))
        return { discarded: dropped.length }
      }),
  }),
]

type Tx = Parameters<typeof listComplete>[0]
type Of = Parameters<typeof dropSweeps>[2]

async function chosen(context: Context, tx: Tx, { channels, only }: Which): Promise<Of> {
  const found = await namedChannels(tx, context.tenant, channels)
  const [name] = channels
  if (found.length === 0 && name !== undefined) throw channelProblem('CONNECTION_UNKNOWN', { name })
  return { channelIds: found.map(channel => channel.id), kinds: completeKindsOf(only) }
}

async function shown(
  context: Context,
  tx: Tx,
  { channelIds, kinds }: Of,
  only?: readonly Pick<CompleteSweep, 'channelId' | 'kind'>[],
) {
  const rows = await listComplete(tx, context.tenant, { channelIds })
  return rows
    .filter(row => kinds.includes(row.kind))
    .filter(row => !only || only.some(one => one.channelId === row.channelId && one.kind === row.kind))
    .map(({ workMs, ...row }) => ({
      ...row,
      state: row.pausedAt ? ('paused' as const) : ('on' as const),
      ...paceOf(row.done, row.total, workMs),
    }))
}
