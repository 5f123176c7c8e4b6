import { z } from 'zod'
import { countNotices, listNotices, putAway } from '../channels/noticeStore.ts'
import { acted, actedShape, placeFilter } from './channelPlace.ts'
import { whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** What a posted thing is about, in the words of the system. */
export const aboutShape = z.object({
  kind: z.enum(['item', 'listing', 'order', 'order_line']),
  theirs: z.string(),
})

const noticeShape = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  connection: z.string(),
  place: z.string(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  severity: z.enum(['info', 'warning', 'error']),
  text: z.string(),
  about: aboutShape.nullable(),
  /** How often the same came while it was open. */
  times: z.int(),
  postedAt: z.date(),
  putAwayAt: z.date().nullable(),
  putAwayBy: z.string().nullable(),
})

/** What systems want people to know. */
export const noticeOperations: readonly Operation[] = [
  operation({
    name: 'notice.list',
    method: 'GET',
    path: '/notices',
    command: 'notice list',
    right: 'connections.read',
    summary: {
      en: 'List what systems want people to know, newest first',
      de: 'Auflisten, was Gegenstellen mitteilen, Neuestes zuerst',
    },
    input: z.object({
      ...pageInput,
      connection: whichConnection.optional(),
      all: z
        .boolean()
        .default(false)
        .meta(described('Also those that somebody has dealt with.', 'Auch die erledigten.')),
    }),
    output: pageOf(noticeShape),
    run: (context, { after, limit, connection, all }) =>
      inTransaction(context, async tx => {
        const { tenant, language } = context
        const of = { ...(await placeFilter(tx, tenant, connection)), open: !all }
        const found = await listNotices(tx, tenant, { ...of, after, limit: limit + 1 })
        const rows = found.map(({ texts, ...row }) => ({ ...row, text: texts?.[language] ?? row.text }))
        return asPage(rows, limit, await countNotices(tx, tenant, of, countLimit + 1))
      }),
  }),
  operation({
    name: 'notice.dismiss',
    method: 'POST',
    path: '/notices/dismiss',
    command: 'notice dismiss <ids>',
    right: 'connections.write',
    summary: {
      en: 'Put notices away: somebody has dealt with them',
      de: 'Benachrichtigungen erledigen: Jemand hat sich darum gekümmert',
    },
    input: z.object({
      ids: z
        .array(z.uuid())
        .min(1)
        .max(1000)
        .meta(described('Ids of the notices.', 'Kennungen der Benachrichtigungen.')),
    }),
    output: z.object({ items: z.array(actedShape) }),
    audit: (_, { items }) => ({
      objectKind: 'channel_notice',
      data: { done: items.filter(one => one.done).length },
    }),
    run: (context, { ids }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const done = await putAway(tx, tenant, ids, { by: actor.name, at: kontor.now() })
        return { items: ids.map(id => acted(context, id, done, 'NOTICE_GONE')) }
      }),
  }),
]
