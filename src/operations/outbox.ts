import { z } from 'zod'
import { connectionIdOf } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { listRefused, type RefusedObject } from '../channels/refusedStore.ts'
import { objectKinds, releaseRefused } from '../channels/sentStore.ts'
import { requestLanes } from '../sync/lanes.ts'
import { whichConnection } from './connectionShape.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** So many are listed, and sent again by one call. */
const most = 1000

const refusedShape = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channel: z.string(),
  kind: z.enum(objectKinds),
  name: z.string(),
  code: z.string(),
  reason: z.string(),
  remedy: z.string(),
  field: z.string().nullable(),
  text: z.string().nullable(),
  at: z.date(),
})

/** What other sides refused: seen, and sent once more. */
export const outboxOperations: readonly Operation[] = [
  operation({
    name: 'outbox.refused',
    method: 'GET',
    path: '/outbox/refused',
    command: 'outbox refused',
    right: 'connections.read',
    summary: {
      en: 'List what channels refused, newest first; it is not sent again until it changes or a person says so',
      de: 'Auflisten, was Kanäle abgelehnt haben, Neuestes zuerst; es wird erst nach einer Änderung oder auf Wunsch wieder gesendet',
    },
    input: z.object({ connection: whichConnection.optional() }),
    output: z.object({ items: z.array(refusedShape) }),
    run: (context, { connection }) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, connection)
        const rows = await listRefused(tx, context.tenant, { connectionId, limit: most })
        return {
          items: rows.map(({ connectionId: _, ...row }) => {
            const reason = explain(row.code, { detail: row.text ?? '', kinds: row.kind })
            return { ...row, reason: reason[context.language], remedy: reason.remedy[context.language] }
          }),
        }
      }),
  }),
  operation({
    name: 'outbox.send-again',
    method: 'POST',
    path: '/outbox/send-again',
    command: 'outbox send-again [ids]',
    right: 'sync.start',
    summary: {
      en: 'Send refused objects once more as they are: these, or all of a connection',
      de: 'Abgelehntes noch einmal senden, wie es ist: dieses, oder alles einer Verbindung',
    },
    input: z.object({
      ids: z
        .array(z.uuid())
        .max(most)
        .optional()
        .meta({ description: 'Ids of the objects.', 'x-de': 'Kennungen der Objekte.' }),
      connection: whichConnection.optional(),
    }),
    output: z.object({ items: z.array(z.object({ id: z.uuid(), channel: z.string() })) }),
    audit: (_, output) => ({ data: { count: output.items.length } }),
    run: (context, { ids, connection }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const connectionId = await connectionIdOf(tx, tenant, connection)
        const rows = await listRefused(tx, tenant, { connectionId, ids, limit: most })
        const groups = Map.groupBy(rows, row => `${row.channelId} ${row.kind}`)
        const released: RefusedObject[] = []
        for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
          const [first] = group
          if (!first) continue
          const of = {
            tenant,
            channelId: first.channelId,
            object: first.kind,
            connectionId: first.connectionId,
          }
          const done = new Set(
            await releaseRefused(
              tx,
              of,
              group.map(row => row.id),
            ),
          )
          released.push(...group.filter(row => done.has(row.id)))
        }
        const connections = [...new Set(released.map(row => row.connectionId))]
        const lanes = ['stock', 'catalogue', 'feedback'] as const
        await requestLanes(
          tx,
          tenant,
          connections.flatMap(id => lanes.map(kind => ({ connectionId: id, kind }))),
        )
        return { items: released.map(({ id, channel }) => ({ id, channel })) }
      }),
  }),
]
