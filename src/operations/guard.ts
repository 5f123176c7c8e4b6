import { z } from 'zod'
import {
  countStops,
  decideGuarded,
  type GuardStop,
  listGuardItems,
  listStops,
  readGuard,
  storeGuard,
} from '../channels/guardLists.ts'
import { guardRules, guardSettings } from '../channels/guardSettings.ts'
import { guardStates } from '../channels/guardStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { requestLanes } from '../sync/lanes.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { stoppedSentence } from './stoppedSentence.ts'

const stopShape = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channel: z.string(),
  kind: z.enum(['category', 'item']),
  rule: z.enum(guardRules),
  /** What happened, in one line. */
  sentence: z.string(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  /** The threshold that was exceeded. */
  percent: z.string(),
  /** Sent under this rule within the 24 hours before; known to fall under it; objects that the channel had (0: not counted). */
  counted: z.int(),
  extent: z.int(),
  total: z.int(),
  held: z.int(),
  released: z.int(),
  dropped: z.int(),
  sent: z.int(),
  /** When the newest of what is held came into it. */
  newestAt: z.date().nullable(),
})
const itemShape = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  /** A price, or a word: shown, removed, inactive, uncategorised; offered, none. */
  old: z.string(),
  new: z.string(),
  /** Of a price: by how many percent it falls. */
  depth: z.string().nullable(),
  state: z.enum(guardStates),
  heldAt: z.date(),
  decidedAt: z.date().nullable(),
  decidedBy: z.string().nullable(),
})
const percent = z.number().min(0).max(100).optional()
const settingsShape = z.object({
  channelId: z.uuid(),
  vanish: z.number(),
  price: z.number(),
  stock: z.number(),
  free: z.int(),
  look: z.int(),
})

/** Which lists, or which objects of one. */
const which = z.object({
  stops: z.array(z.uuid()).min(1).max(1000).meta(described('Ids of the lists.', 'Kennungen der Listen.')),
  objects: z
    .array(z.uuid())
    .max(10_000)
    .optional()
    .meta(described('Only these objects of them.', 'Nur diese Objekte daraus.')),
  until: z.iso
    .datetime({ offset: true })
    .optional()
    .meta(
      described(
        'Only what was held until then (newestAt of the list that you have seen): what is added meanwhile stays.',
        'Nur was bis dahin angehalten war (newestAt der Liste, die Sie gesehen haben): Was inzwischen dazukam, bleibt.',
      ),
    ),
})
const decisionShape = z.object({
  items: z.array(z.object({ id: z.uuid(), count: z.int() })),
  objects: z.array(z.uuid()),
})

/** What the guard has stopped, and what a person decides about it. */
export const guardOperations: readonly Operation[] = [
  operation({
    name: 'guard.list',
    method: 'GET',
    path: '/guard',
    command: 'guard list',
    right: 'connections.read',
    summary: {
      en: 'List what the guard has stopped: objects that vanish, prices that fall, quantities that become 0',
      de: 'Auflisten, was der Wächter angehalten hat: Verschwindendes, fallende Preise, Bestände, die 0 werden',
    },
    input: z.object({
      ...pageInput,
      channel: whichChannel.optional(),
      ended: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Also lists in which nothing is held any more.',
            'Auch Listen, in denen nichts mehr angehalten ist.',
          ),
        ),
    }),
    output: pageOf(stopShape),
    run: (context, { after, limit, channel, ended }) =>
      inTransaction(context, async tx => {
        const channelId = channel === undefined ? undefined : await channelIdOf(tx, context, channel)
        const filter = { channelId, ended }
        const rows = await listStops(tx, context.tenant, filter, { after, limit: limit + 1 })
        const count = await countStops(tx, context.tenant, filter, countLimit + 1)
        return asPage(
          rows.map(row => shown(context, row)),
          limit,
          count,
        )
      }),
  }),
  operation({
    name: 'guard.show',
    method: 'GET',
    path: '/guard/:stop',
    command: 'guard show <stop>',
    right: 'connections.read',
    summary: {
      en: 'Show a list of the guard: what each object was and what it would become',
      de: 'Eine Liste des Wächters zeigen: was jedes Objekt war und was es würde',
    },
    input: z.object({
      ...pageInput,
      stop: z.uuid().meta(described('Id of the list.', 'Kennung der Liste.')),
      state: z
        .enum(guardStates)
        .optional()
        .meta(described('Only those in this state.', 'Nur die in diesem Zustand.')),
    }),
    output: z.object({ stop: stopShape, ...pageOf(itemShape).shape }),
    run: (context, { after, limit, stop, state }) =>
      inTransaction(context, async tx => {
        const row = await oneStop(context, tx, stop)
        const items = await listGuardItems(tx, context.tenant, stop, { state }, { after, limit: limit + 1 })
        const count = state ? row[state] : row.held + row.released + row.dropped + row.sent
        return { stop: shown(context, row), ...asPage(items, limit, count) }
      }),
  }),
  operation({
    name: 'guard.release',
    method: 'POST',
    path: '/guard/release',
    command: 'guard release <stops>',
    right: 'guard.release',
    summary: {
      en: 'Release what the guard holds: it is sent as it stands in the list, and held again if it has become worse',
      de: 'Angehaltenes freigeben: Es wird gesendet, wie es in der Liste steht; ist es schlimmer geworden, wird es wieder angehalten',
    },
    input: which,
    output: decisionShape,
    audit: ({ stops }, { objects }) => ({
      objectKind: 'guard_stop',
      ...(stops[0] && stops.length === 1 ? { objectId: stops[0] } : {}),
      data: { stops, count: objects.length, objects: objects.slice(0, 1000) },
    }),
    run: (context, wish) => decide(context, wish, 'released'),
  }),
  operation({
    name: 'guard.drop',
    method: 'POST',
    path: '/guard/drop',
    command: 'guard drop <stops>',
    right: 'guard.release',
    summary: {
      en: 'Drop what the guard holds: it is not sent, and nobody is reminded, until it changes in Kontor',
      de: 'Angehaltenes verwerfen: Es wird nicht gesendet und erinnert nicht mehr, bis es sich in Kontor ändert',
    },
    input: which,
    output: decisionShape,
    audit: ({ stops }, { objects }) => ({
      objectKind: 'guard_stop',
      ...(stops[0] && stops.length === 1 ? { objectId: stops[0] } : {}),
      data: { stops, count: objects.length, objects: objects.slice(0, 1000) },
    }),
    run: (context, wish) => decide(context, wish, 'dropped'),
  }),
  operation({
    name: 'guard.settings',
    method: 'GET',
    path: '/channels/:channel/guard',
    command: 'guard settings <channel>',
    right: 'connections.read',
    summary: { en: 'Show the thresholds of a channel', de: 'Die Schwellen eines Kanals zeigen' },
    input: z.object({ channel: whichChannel }),
    output: settingsShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx => {
        const channelId = await channelIdOf(tx, context, channel)
        const { leads: _, ...settings } = guardSettings(await readGuard(tx, context.tenant, channelId))
        return { channelId, ...settings }
      }),
  }),
  operation({
    name: 'guard.set',
    method: 'PATCH',
    path: '/channels/:channel/guard',
    command: 'guard set <channel>',
    right: 'guard.release',
    summary: {
      en: 'Change the thresholds of a channel; what is held already stays so until it is released',
      de: 'Die Schwellen eines Kanals ändern; was schon angehalten ist, bleibt es bis zur Freigabe',
    },
    input: z.object({
      channel: whichChannel,
      vanish: percent.meta(
        described(
          'So many percent of its objects may vanish within 24 hours (10); 100: any.',
          'So viel Prozent seiner Objekte dürfen in 24 Stunden verschwinden (10); 100: alle.',
        ),
      ),
      price: percent.meta(
        described(
          'Prices that fall by more percent are held (50); 100: only those that fall to 0.',
          'Preise, die um mehr Prozent fallen, werden angehalten (50); 100: nur solche, die auf 0 fallen.',
        ),
      ),
      stock: percent.meta(
        described(
          'So many percent of its items may run out within 24 hours (30); 100: any.',
          'Bei so viel Prozent seiner Artikel darf der Bestand in 24 Stunden 0 werden (30); 100: bei allen.',
        ),
      ),
      free: z
        .int()
        .min(0)
        .max(1000)
        .optional()
        .meta(
          described(
            'So many objects that vanish or run out never stop a run (10).',
            'So viele Objekte, die verschwinden oder leer werden, halten nie an (10).',
          ),
        ),
      look: z
        .int()
        .min(0)
        .max(10_000)
        .optional()
        .meta(
          described(
            'So many objects are looked at per catalogue run for what the shop changed (0: only those that are sent).',
            'So viele Objekte werden je Kataloglauf auf Änderungen im Shop angesehen (0: nur, was gesendet wird).',
          ),
        ),
    }),
    output: settingsShape,
    audit: ({ channel: _, ...change }, { channelId }) => ({
      objectKind: 'channel',
      objectId: channelId,
      data: givenOf(change),
    }),
    run: (context, { channel, ...change }) =>
      inTransaction(context, async tx => {
        const channelId = await channelIdOf(tx, context, channel)
        const guard = { ...(await readGuard(tx, context.tenant, channelId)), ...givenOf(change) }
        await storeGuard(tx, context.tenant, channelId, guard)
        const { leads: _, ...settings } = guardSettings(guard)
        return { channelId, ...settings }
      }),
  }),
]

function givenOf(change: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  )
}

function decide(
  context: Context,
  { stops, objects, until }: z.infer<typeof which>,
  as: 'released' | 'dropped',
): Promise<z.infer<typeof decisionShape>> {
  return inTransaction(context, async tx => {
    const { tenant, actor } = context
    for (const id of stops) await oneStop(context, tx, id) // a person names a handful
    const done = await decideGuarded(tx, tenant, {
      stopIds: stops,
      objectIds: objects,
      until: until === undefined ? undefined : new Date(until),
      as,
      by: actor.name,
      at: context.kontor.now(),
    })
    const connections = as === 'released' ? [...new Set(done.map(one => one.connectionId))].sort() : []
    await requestLanes(
      tx,
      tenant,
      connections.flatMap(connectionId =>
        (['catalogue', 'stock'] as const).map(kind => ({ connectionId, kind })),
      ),
    )
    const byStop = Map.groupBy(done, one => one.stopId)
    return {
      items: stops.map(id => ({ id, count: byStop.get(id)?.length ?? 0 })),
      objects: [...new Set(done.map(one => one.objectId))],
    }
  })
}

async function oneStop(
  context: Context,
  tx: Parameters<typeof listStops>[0],
  id: string,
): Promise<GuardStop> {
  const [row] = await listStops(tx, context.tenant, { ids: [id], ended: true }, { limit: 1 })
  if (!row) throw channelProblem('GUARD_STOP_UNKNOWN', { id })
  return row
}

function shown({ language }: Pick<Context, 'language'>, { connectionId: _, ...stop }: GuardStop) {
  return { ...stop, sentence: stoppedSentence(language, stop) }
}
