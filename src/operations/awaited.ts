import { z } from 'zod'
import { changedKinds } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import {
  type AwaitedFilter,
  awaitedWaits,
  countAwaited,
  layOutAgain,
  listAwaited,
  ticketsAmong,
} from '../channels/awaitedStore.ts'
import { namedChannels } from '../channels/completeStore.ts'
import { namedObjects } from '../channels/journalStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { objectKinds } from '../channels/sentStore.ts'
import { letGo } from '../sync/letGo.ts'
import { whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** So many are acted on by one call. */
const most = 1000

const awaitedShape = z.object({
  id: z.uuid(),
  /** `take`: a letter that the system has not taken for good; `answer`: taken, and not answered. */
  waits: z.enum(awaitedWaits),
  connection: z.string(),
  channelId: z.uuid(),
  channel: z.string(),
  kind: z.enum(changedKinds),
  object: z.enum(objectKinds),
  objectId: z.uuid(),
  name: z.string(),
  since: z.date(),
  /** How often a letter was handed out, and until when it is not handed out again. */
  taken: z.int(),
  hiddenUntil: z.date().nullable(),
  ticket: z.string().nullable(),
})

const filter = {
  connection: whichConnection.optional(),
  kind: z
    .array(z.enum(changedKinds))
    .optional()
    .meta(described('Only these kinds of changes.', 'Nur diese Arten von Änderungen.')),
  waits: z
    .enum(awaitedWaits)
    .optional()
    .meta(
      described(
        'take: what has to be taken; answer: what has to be answered.',
        'take: was abzuholen ist; answer: was zu beantworten ist.',
      ),
    ),
  object: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(
      described(
        'Id of an object, or the number of an item, an order or a delivery.',
        'Kennung eines Objekts oder die Nummer eines Artikels, Auftrags oder einer Lieferung.',
      ),
    ),
  before: z.iso
    .datetime({ offset: true })
    .optional()
    .meta(described('Waiting since this moment or longer.', 'Wartet seit diesem Zeitpunkt oder länger.')),
}
const chosen = z.object({
  ids: z
    .array(z.uuid())
    .min(1)
    .max(most)
    .optional()
    .meta(
      described(
        'Ids of what waits; else what matches, the oldest 1000.',
        'Kennungen des Wartenden; sonst, was passt, die ältesten 1000.',
      ),
    ),
  ...filter,
})
const actShape = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      done: z.boolean(),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})

/** What waits for a system to take it or to answer, and what a person can do about it. */
export const awaitedOperations: readonly Operation[] = [
  operation({
    name: 'outbox.awaited',
    method: 'GET',
    path: '/outbox/awaited',
    command: 'outbox awaited',
    right: 'connections.read',
    summary: {
      en: 'List what waits for systems, oldest first: letters that they have to take, tickets that they have to answer',
      de: 'Auflisten, was auf Gegenstellen wartet, Ältestes zuerst: Briefe, die sie abholen, und Vorgänge, die sie beantworten müssen',
    },
    input: z.object({ ...pageInput, ...filter }),
    output: pageOf(awaitedShape),
    run: (context, { after, limit, ...wish }) =>
      inTransaction(context, async tx => {
        const of = await filterOf(tx, context, wish)
        const rows = await listAwaited(tx, context.tenant, { ...of, after, limit: limit + 1 })
        return asPage(rows, limit, await countAwaited(tx, context.tenant, of, countLimit + 1))
      }),
  }),
  operation({
    name: 'outbox.lay-out',
    method: 'POST',
    path: '/outbox/lay-out',
    command: 'outbox lay-out [ids]',
    right: 'sync.start',
    summary: {
      en: 'Lay letters out again: the system gets them at its next call, as if it had never taken them',
      de: 'Briefe erneut auslegen: Die Gegenstelle bekommt sie beim nächsten Abruf, als hätte sie sie nie geholt',
    },
    input: chosen,
    output: actShape,
    audit: (_, { items }) => noted(items),
    run: (context, { ids, ...wish }) =>
      inTransaction(context, async tx => {
        const named = await idsOf(tx, context, ids, { waits: 'take', ...wish })
        const done = await layOutAgain(tx, context.tenant, named)
        const tickets = await ticketsAmong(tx, context.tenant, named)
        const why = (id: string) => (tickets.has(id) ? 'AWAITED_NO_LETTER' : 'AWAITED_GONE')
        return { items: results(context, named, done, why) }
      }),
  }),
  operation({
    name: 'outbox.release',
    method: 'POST',
    path: '/outbox/release',
    command: 'outbox release [ids]',
    right: 'sync.start',
    summary: {
      en: 'Wait no longer for a system: letters are taken away, tickets forgotten, and their objects sent anew as they are now',
      de: 'Nicht länger auf eine Gegenstelle warten: Briefe werden weggenommen, Vorgänge vergessen, ihre Objekte neu gesendet, wie sie jetzt sind',
    },
    input: chosen,
    output: actShape,
    audit: (_, { items }) => noted(items),
    run: (context, { ids, ...wish }) =>
      inTransaction(context, async tx => {
        const named = await idsOf(tx, context, ids, wish)
        const done = await letGo(tx, context.tenant, named)
        return { items: results(context, named, done, () => 'AWAITED_GONE') }
      }),
  }),
]

interface Wish {
  readonly connection?: string | undefined
  readonly kind?: AwaitedFilter['kinds']
  readonly waits?: AwaitedFilter['waits']
  readonly object?: string | undefined
  readonly before?: string | undefined
}

async function filterOf(tx: Tx, { tenant }: Context, wish: Wish): Promise<AwaitedFilter> {
  const { connection, kind, waits, object, before } = wish
  const channels = connection === undefined ? undefined : await namedChannels(tx, tenant, [connection])
  if (channels?.length === 0) throw channelProblem('CONNECTION_UNKNOWN', { name: connection ?? '' })
  return {
    channelIds: channels?.map(one => one.id),
    kinds: kind,
    waits,
    objectIds: object === undefined ? undefined : await namedObjects(tx, tenant, object),
    before: before === undefined ? undefined : new Date(before),
  }
}

// Nobody lets go of everything by leaving out what was meant.
async function idsOf(
  tx: Tx,
  context: Context,
  ids: readonly string[] | undefined,
  wish: Wish,
): Promise<readonly string[]> {
  if (ids) return [...new Set(ids)]
  if (wish.connection === undefined) throw channelProblem('AWAITED_UNNAMED')
  const of = await filterOf(tx, context, wish)
  return (await listAwaited(tx, context.tenant, { ...of, limit: most })).map(row => row.id)
}

function results(
  { language }: Pick<Context, 'language'>,
  ids: readonly string[],
  done: ReadonlySet<string>,
  why: (id: string) => 'AWAITED_GONE' | 'AWAITED_NO_LETTER',
): z.infer<typeof actShape>['items'] {
  return ids.map(id => {
    if (done.has(id)) return { id, done: true, code: null, reason: null }
    const { code, texts } = channelProblem(why(id))
    return { id, done: false, code, reason: texts[language] }
  })
}

function noted(items: z.infer<typeof actShape>['items']) {
  const done = items.filter(one => one.done).map(one => one.id)
  return { objectKind: 'awaited', data: { count: done.length, ids: done.slice(0, 100) } }
}
