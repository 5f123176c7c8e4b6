import { z } from 'zod'
import type { AgainRequest } from '../channels/againStore.ts'
import { againWays } from '../channels/againStore.ts'
import { explain } from '../channels/reasons.ts'
import { incomingKinds } from '../port/records.ts'
import type { AgainPreview } from '../sync/previewAgain.ts'
import { noFigures } from '../sync/runs.ts'
import type { Context } from './operation.ts'
import { figuresShape } from './syncRuns.ts'

/** Which records are meant; the times are those of the connection's zone unless they name an offset. */
export const againInput = z.object({
  channel: z.string().min(1).max(200).meta({
    description: 'Sales channel or connection, by id or name.',
    'x-de': 'Verkaufskanal oder Verbindung, mit Kennung oder Name.',
  }),
  from: z.string().max(40).optional().meta({
    description:
      'Created or changed from then on: 2026-03-29, or 2026-03-29T13:45:00, in the time zone of the connection.',
    'x-de':
      'Ab wann angelegt oder geändert: 2026-03-29 oder 2026-03-29T13:45:00, in der Zeitzone der Verbindung.',
  }),
  to: z.string().max(40).optional().meta({
    description: 'Until when (not included); until now if absent.',
    'x-de': 'Bis wann (ausschließlich); ohne Angabe bis jetzt.',
  }),
  events: z.array(z.enum(incomingKinds)).max(20).optional().meta({
    description: 'Only these kinds of events; all that are switched on if absent.',
    'x-de': 'Nur diese Arten von Ereignissen; ohne Angabe alle eingeschalteten.',
  }),
  numbers: z.array(z.string().min(1).max(200)).max(500).optional().meta({
    description: 'Only these records, by their number or id at the shop.',
    'x-de': 'Nur diese Datensätze, mit ihrer Nummer oder Kennung im Shop.',
  }),
})

/** A request as it stands. */
export const requestShape = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  channelId: z.uuid().nullable(),
  way: z.enum(againWays),
  kinds: z.array(z.string()),
  from: z.date().nullable(),
  to: z.date().nullable(),
  state: z.enum(['open', 'running', 'done', 'refused', 'cancelled']),
  askedBy: z.string(),
  askedAt: z.date(),
  endedAt: z.date().nullable(),
  cancelledBy: z.string().nullable(),
  runId: z.uuid().nullable(),
  /** What it did itself; the run beside it also read what was new. */
  figures: z.record(z.string(), figuresShape),
})

/** A request with its state. */
export function showRequest(request: AgainRequest): z.infer<typeof requestShape> {
  const { cursors, figures, theirs: _, kinds, ...rest } = request
  const state = request.cancelledBy
    ? 'cancelled'
    : request.endedAt
      ? Object.values(cursors).some(one => one.refused !== undefined)
        ? 'refused'
        : 'done'
      : Object.keys(cursors).length > 0
        ? 'running'
        : 'open'
  return {
    ...rest,
    kinds: [...kinds],
    state,
    figures: Object.fromEntries(
      Object.entries(figures).map(([kind, one]) => [kind, { ...noFigures(), ...one }]),
    ),
  }
}

/** What a request would do. Older than ten minutes it should be asked for again: `goodUntil`. */
export const previewShape = z.object({
  at: z.date(),
  goodUntil: z.date(),
  kinds: z.array(z.string()),
  found: z.int(),
  new: z.int(),
  changed: z.int(),
  here: z.int(),
  pending: z.int(),
  leftOut: z.int(),
  parked: z.int(),
  capped: z.boolean(),
  rows: z.array(
    z.object({
      kind: z.string(),
      externalNumber: z.string().nullable(),
      externalId: z.string(),
      placedAt: z.date().nullable(),
      customer: z.string().nullable(),
      totalGross: z.string().nullable(),
      currency: z.string().nullable(),
      did: z.enum(['new', 'changed', 'here', 'pending', 'left_out', 'parked']),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})

/** A preview is old after so long. */
const goodMs = 10 * 60_000

/** A preview with its reasons in the language of who asks. */
export function showPreview(
  { language }: Pick<Context, 'language'>,
  preview: AgainPreview,
): z.infer<typeof previewShape> {
  const { counts } = preview
  return {
    at: preview.at,
    goodUntil: new Date(preview.at.getTime() + goodMs),
    kinds: [...preview.kinds],
    found: Object.values(counts).reduce((sum, count) => sum + count, 0),
    new: counts.new,
    changed: counts.changed,
    here: counts.here,
    pending: counts.pending,
    leftOut: counts.left_out,
    parked: counts.parked,
    capped: preview.capped,
    rows: preview.rows.map(({ data, orderNumber, known: _, ...row }) => {
      const [code, facts] =
        row.code === null && orderNumber
          ? (['ALREADY_IMPORTED', { as: orderNumber }] as const)
          : [row.code, data]
      return { ...row, code, reason: code ? explain(code, facts ?? {})[language] : null }
    }),
  }
}
