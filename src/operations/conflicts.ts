import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { listChannels } from '../channels/channelStore.ts'
import {
  conflictStates,
  countConflicts,
  type ListedConflict,
  listConflicts,
} from '../channels/conflictStore.ts'
import { readGuard, storeGuard } from '../channels/guardLists.ts'
import { fieldLeads, guardSettings, ruledFields } from '../channels/guardSettings.ts'
import { channelProblem } from '../channels/problems.ts'
import { decideConflicts } from '../sync/decideConflicts.ts'
import { requestLanes } from '../sync/lanes.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const conflictShape = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channel: z.string(),
  itemId: z.uuid(),
  number: z.string(),
  name: z.string(),
  /** `name.de`, `gtin`, `price`; `price/GROUP/FROM` for customer groups and quantities. */
  field: z.string(),
  /** As one reads them; a price net. Ours as it was when it was seen. */
  lastSent: z.string(),
  theirs: z.string(),
  ours: z.string(),
  lead: z.enum(fieldLeads),
  state: z.enum(conflictStates),
  seenAt: z.date(),
  decidedAt: z.date().nullable(),
  decidedBy: z.string().nullable(),
})
const rulesShape = z.object({
  channelId: z.uuid(),
  /** False: the system cannot be asked what it shows, so no rule has anything to go by. */
  seen: z.boolean(),
  leads: z.partialRecord(z.enum(ruledFields), z.enum(fieldLeads)),
})

/** What shops changed by themselves, and what becomes of it. */
export const conflictOperations: readonly Operation[] = [
  operation({
    name: 'conflict.list',
    method: 'GET',
    path: '/conflicts',
    command: 'conflict list',
    right: 'connections.read',
    summary: {
      en: 'List fields that a shop shows otherwise than it was told: last sent, theirs, ours',
      de: 'Angaben auflisten, die ein Shop anders zeigt, als sie gesendet wurden: zuletzt gesendet, dort, hier',
    },
    input: z.object({
      ...pageInput,
      channel: whichChannel.optional(),
      state: z
        .enum([...conflictStates, 'all'])
        .default('open')
        .meta(
          described(
            'open: a person has to choose; kept: theirs stays; overwritten, decided: ours was sent.',
            'open: zu entscheiden; kept: dort bleibt es; overwritten, decided: unseres wurde gesendet.',
          ),
        ),
    }),
    output: pageOf(conflictShape),
    run: (context, { after, limit, channel, state }) =>
      inTransaction(context, async tx => {
        const channelId = channel === undefined ? undefined : await channelIdOf(tx, context, channel)
        const filter = { channelId, state: state === 'all' ? undefined : state }
        const rows = await listConflicts(tx, context.tenant, filter, { after, limit: limit + 1 })
        const count = await countConflicts(tx, context.tenant, filter, countLimit + 1)
        return asPage(rows.map(shown), limit, count)
      }),
  }),
  operation({
    name: 'conflict.decide',
    method: 'POST',
    path: '/conflicts/decide',
    command: 'conflict decide <ids>',
    right: 'items.write',
    summary: {
      en: 'Decide about conflicts: ours is sent over theirs, or theirs stays at that channel and the field is not sent there',
      de: 'Konflikte entscheiden: Unser Wert wird gesendet, oder der des Shops bleibt und die Angabe wird dorthin nicht mehr gesendet',
    },
    input: z.object({
      ids: z
        .array(z.uuid())
        .min(1)
        .max(1000)
        .meta(described('Ids of the conflicts.', 'Kennungen der Konflikte.')),
      take: z.enum(['ours', 'theirs']).meta(described('Whose value is taken.', 'Wessen Wert gelten soll.')),
    }),
    output: z.object({ decided: z.int() }),
    audit: ({ ids, take }, { decided }) => ({
      objectKind: 'conflict',
      ...(ids[0] && ids.length === 1 ? { objectId: ids[0] } : {}),
      data: { ids, take, decided },
    }),
    run: (context, { ids, take }) =>
      inTransaction(context, async tx => {
        const { tenant, actor } = context
        const { decided, connectionIds } = await decideConflicts(
          tx,
          tenant,
          ids,
          take,
          actor.name,
          context.kontor.now(),
        )
        await requestLanes(
          tx,
          tenant,
          connectionIds.map(connectionId => ({ connectionId, kind: 'catalogue' })),
        )
        return { decided }
      }),
  }),
  operation({
    name: 'conflict.rules',
    method: 'GET',
    path: '/channels/:channel/conflict-rules',
    command: 'conflict rules <channel>',
    right: 'connections.read',
    summary: {
      en: 'Show who leads in which field of a channel',
      de: 'Zeigen, wer bei welcher Angabe eines Kanals führt',
    },
    input: z.object({ channel: whichChannel }),
    output: rulesShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx => rulesOf(tx, context, await channelIdOf(tx, context, channel))),
  }),
  operation({
    name: 'conflict.set-rules',
    method: 'PATCH',
    path: '/channels/:channel/conflict-rules',
    command: 'conflict set-rules <channel>',
    right: 'connections.write',
    summary: {
      en: 'Change who leads in which field of a channel; what was decided already stays so',
      de: 'Ändern, wer bei welcher Angabe eines Kanals führt; was schon entschieden ist, bleibt',
    },
    input: z.object({
      channel: whichChannel,
      lead: z
        .partialRecord(z.enum(ruledFields), z.enum(fieldLeads))
        .meta(
          described(
            'Field = ours (sent over theirs), theirs (never sent), or ask (theirs stays until a person decides).',
            'Angabe = ours (unseres wird gesendet), theirs (wird nie gesendet) oder ask (bleibt, bis jemand entscheidet).',
          ),
        ),
    }),
    output: rulesShape,
    audit: ({ lead }, { channelId }) => ({
      objectKind: 'channel',
      objectId: channelId,
      data: Object.fromEntries(Object.entries(lead)),
    }),
    run: (context, { channel, lead }) =>
      inTransaction(context, async tx => {
        const channelId = await channelIdOf(tx, context, channel)
        const { seen, system } = await systemOf(tx, context, channelId)
        if (!seen) throw channelProblem('CONFLICTS_NOT_OFFERED', { system })
        const guard = await readGuard(tx, context.tenant, channelId)
        await storeGuard(tx, context.tenant, channelId, { ...guard, leads: { ...guard.leads, ...lead } })
        return rulesOf(tx, context, channelId)
      }),
  }),
]

async function rulesOf(tx: Tx, context: Context, channelId: string): Promise<z.infer<typeof rulesShape>> {
  const { leads } = guardSettings(await readGuard(tx, context.tenant, channelId))
  return { channelId, seen: (await systemOf(tx, context, channelId)).seen, leads }
}

async function systemOf(tx: Tx, context: Context, channelId: string) {
  const channel = (await listChannels(tx, context.tenant)).find(one => one.id === channelId)
  const connector = context.kontor.connectors.get(channel?.system ?? '')
  return {
    seen: connector?.send?.item?.read !== undefined,
    system: connector?.title ?? channel?.system ?? '',
  }
}

function shown({ objectId, lastSent, theirs, ours, ...row }: ListedConflict) {
  return { ...row, itemId: objectId, lastSent: asText(lastSent), theirs: asText(theirs), ours: asText(ours) }
}

function asText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'net' in value) return String(value.net)
  return value === null || value === undefined ? '' : String(value)
}
