import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { connectionIdOf } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { dropRefused, listRefused, type RefusedObject, releaseRefused } from '../channels/refusedStore.ts'
import { objectKinds, type SentOf } from '../channels/sentStore.ts'
import { settleRefused } from '../sales/refusedTasks.ts'
import { requestLanes } from '../sync/lanes.ts'
import { whichConnection } from './connectionShape.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing } from './orderActs.ts'

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
        const released = await decide(tx, tenant, rows, releaseRefused)
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
  operation({
    name: 'outbox.drop',
    method: 'POST',
    path: '/outbox/drop',
    command: 'outbox drop <ids>',
    right: 'sync.start',
    summary: {
      en: 'Leave refused objects as they are at the other side; they are sent when they change here',
      de: 'Abgelehntes lassen, wie es an der Gegenstelle ist; gesendet wird es, wenn es sich hier ändert',
    },
    input: z.object({
      ids: z
        .array(z.uuid())
        .min(1)
        .max(most)
        .meta({ description: 'Ids of the objects.', 'x-de': 'Kennungen der Objekte.' }),
    }),
    output: z.object({ items: z.array(z.object({ id: z.uuid(), channel: z.string() })) }),
    audit: (_, output) => ({ data: { count: output.items.length } }),
    run: (context, { ids }) =>
      inTransaction(context, async tx => {
        const rows = await listRefused(tx, context.tenant, { ids, limit: most })
        const dropped = await decide(tx, context.tenant, rows, dropRefused)
        for (const [kind, same] of Map.groupBy(dropped, one => one.kind))
          await settleRefused(
            tx,
            context.tenant,
            kind,
            same.map(one => one.id),
            doing(context),
          )
        return { items: dropped.map(({ id, channel }) => ({ id, channel })) }
      }),
  }),
]

// One list per channel and kind, always in the same order; answers those of which it was done.
async function decide(
  tx: Tx,
  tenant: string,
  rows: readonly RefusedObject[],
  act: (tx: Tx, of: SentOf & { connectionId: string }, ids: readonly string[]) => Promise<string[]>,
): Promise<RefusedObject[]> {
  const groups = Map.groupBy(rows, row => `${row.channelId} ${row.kind}`)
  const did: RefusedObject[] = []
  for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = group
    if (!first) continue
    const { channelId, kind, connectionId } = first
    const ids = group.map(row => row.id)
    const done = new Set(await act(tx, { tenant, channelId, object: kind, connectionId }, ids))
    did.push(...group.filter(row => done.has(row.id)))
  }
  return did
}
