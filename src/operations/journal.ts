import { z } from 'zod'
import { namedChannels } from '../channels/completeStore.ts'
import {
  countJournal,
  type JournalFilter,
  type JournalRow,
  journalResults,
  listJournal,
  namedObjects,
} from '../channels/journalStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const entryShape = z.object({
  id: z.uuid(),
  at: z.date(),
  channelId: z.uuid(),
  channel: z.string(),
  runId: z.uuid().nullable(),
  askedBy: z.string().nullable(),
  callId: z.uuid(),
  operation: z.string(),
  called: z.string(),
  inCall: z.int(),
  ms: z.int().nullable(),
  kind: z.string(),
  object: z.string(),
  objectId: z.uuid(),
  name: z.string(),
  result: z.enum(journalResults),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  field: z.string().nullable(),
  text: z.string().nullable(),
  theirs: z.string().nullable(),
  hash: z.string().nullable(),
  /** By aspect what differed from what was accepted before; of what belongs to an order the names of the fields alone. */
  fields: z.record(z.string(), z.unknown()).nullable(),
})

const input = z.object({
  ...pageInput,
  object: z.string().min(1).max(200).optional().meta({
    description: 'Id of an object, or the number of an item, an order or a delivery.',
    'x-de': 'Kennung eines Objekts oder die Nummer eines Artikels, Auftrags oder einer Lieferung.',
  }),
  channel: whichConnection.optional(),
  run: z.uuid().optional().meta({ description: 'Only of this run.', 'x-de': 'Nur von diesem Lauf.' }),
  result: z
    .array(z.enum(journalResults))
    .optional()
    .meta({ description: 'Only with these results.', 'x-de': 'Nur mit diesen Ergebnissen.' }),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Not older than this moment.', 'x-de': 'Nicht älter als dieser Zeitpunkt.' }),
})

/** The journal: what was sent to whom, when, by what, and what they answered. */
export const journalOperations: readonly Operation[] = [
  operation({
    name: 'journal.list',
    method: 'GET',
    path: '/journal',
    command: 'journal list',
    right: 'connections.read',
    summary: {
      en: 'List what was sent, newest first: object, channel, call, fields, answer, duration; kept for 90 days',
      de: 'Auflisten, was gesendet wurde, Neuestes zuerst: Objekt, Kanal, Aufruf, Felder, Antwort, Dauer; 90 Tage aufgehoben',
    },
    input,
    output: pageOf(entryShape),
    run: (context, { after, limit, object, channel, run, result, since }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const channels = channel === undefined ? undefined : await namedChannels(tx, tenant, [channel])
        if (channels?.length === 0) throw channelProblem('CONNECTION_UNKNOWN', { name: channel ?? '' })
        const of: JournalFilter = {
          objectIds: object === undefined ? undefined : await namedObjects(tx, tenant, object),
          channelIds: channels?.map(one => one.id),
          runId: run,
          results: result,
          since: since === undefined ? undefined : new Date(since),
        }
        const rows = await listJournal(tx, tenant, { ...of, after, limit: limit + 1 })
        return asPage(
          rows.map(row => shown(context, row)),
          limit,
          await countJournal(tx, tenant, of, countLimit + 1),
        )
      }),
  }),
]

function shown({ language }: Context, row: JournalRow): z.infer<typeof entryShape> {
  const reason = row.code === null ? null : explain(row.code, { detail: row.text ?? '', kinds: row.kind })
  return { ...row, reason: reason?.[language] ?? null }
}
