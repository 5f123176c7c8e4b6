import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { changeChannelOffer } from '../catalog/channelOffer.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { readKeptAgain } from '../channels/lockStore.ts'
import { setMaps } from '../channels/mapStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { methodsNamed } from '../sales/methods.ts'
import { requestLane } from '../sync/lanes.ts'
import { mappedLists, mapRows, matchedLists } from '../sync/mapOverview.ts'
import { markSweeps } from '../sync/markDue.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { putOfferMaps } from './putOfferMaps.ts'

/** Lists that are named for people who look for them; only some can be mapped. */
const allLists = [...mappedLists, ...matchedLists, 'attribute', 'shipping_class', 'order_status'] as const
const rowShape = z.object({
  list: z.enum([...mappedLists, ...matchedLists]),
  theirs: z.string(),
  name: z.string(),
  ours: z.string().nullable(),
  oursName: z.string().nullable(),
  proposal: z.object({ id: z.string(), name: z.string() }).nullable(),
  needed: z.boolean(),
  gone: z.boolean(),
})
/** What a channel maps. */
export const mapsShape = z.object({ channelId: z.uuid(), missing: z.int(), items: z.array(rowShape) })

/** What of a shop is what of ours. */
export const channelMapOperations: readonly Operation[] = [
  operation({
    name: 'channel.maps',
    method: 'GET',
    path: '/channels/:channel/maps',
    command: 'channel map list <channel>',
    right: 'connections.read',
    summary: {
      en: 'List what of the shop is mapped to what of ours, and what is missing; equal names are proposed',
      de: 'Auflisten, was des Shops wem von uns zugeordnet ist, und was fehlt; gleiche Namen sind Vorschläge',
    },
    input: z.object({ channel: whichChannel }),
    output: mapsShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx => shown(tx, context, await channelIdOf(tx, context, channel))),
  }),
  operation({
    name: 'channel.set-maps',
    method: 'PUT',
    path: '/channels/:channel/maps/:list',
    command: 'channel map set <channel> <list>',
    right: 'connections.write',
    summary: {
      en: 'Map things of the shop to ours; orders that lacked it are checked again by the next run',
      de: 'Dinge des Shops unseren zuordnen; Bestellungen, denen das fehlte, prüft der nächste Lauf neu',
    },
    input: z.object({
      channel: whichChannel,
      list: z.enum(allLists).meta(described('Which list.', 'Welche Liste.')),
      map: z
        .record(z.string().min(1).max(500), z.string().max(200))
        .meta(
          described(
            'Theirs (id) = ours (id, code or name; of a price type a customer group or "everyone"; of a carrier several with commas; of an attribute "attribute/…", "characteristic/…", "variation/…", "field/…" or "fixed/…"); empty: no longer.',
            'Deren (Kennung) = unsere (Kennung, Kürzel oder Name; einer Preisart eine Kundengruppe oder „everyone“; eines Versanddienstes mehrere mit Kommas; eines Attributs „attribute/…“, „characteristic/…“, „variation/…“, „field/…“ oder „fixed/…“); leer: nicht mehr.',
          ),
        ),
    }),
    output: mapsShape,
    audit: (input, { channelId }) => ({
      objectKind: 'channel',
      objectId: channelId,
      data: { list: input.list, count: Object.keys(input.map).length },
    }),
    run: (context, { channel, list, map }) =>
      inTransaction(context, async tx => {
        const id = await channelIdOf(tx, context, channel)
        await put(tx, context, id, list, map)
        return shown(tx, context, id)
      }),
  }),
  operation({
    name: 'channel.propose-maps',
    method: 'POST',
    path: '/channels/:channel/maps/propose',
    command: 'channel map propose <channel>',
    right: 'connections.write',
    summary: {
      en: 'Apply the proposals of equal names, after they were looked at',
      de: 'Die Vorschläge gleichen Namens anwenden, nachdem sie angesehen wurden',
    },
    input: z.object({
      channel: whichChannel,
      list: z
        .array(z.enum(mappedLists))
        .default([...mappedLists])
        .meta(described('Only these lists.', 'Nur diese Listen.')),
    }),
    output: mapsShape,
    audit: (_, { channelId }) => ({ objectKind: 'channel', objectId: channelId }),
    run: (context, { channel, list }) =>
      inTransaction(context, async tx => {
        const id = await channelIdOf(tx, context, channel)
        const rows = (await shown(tx, context, id)).items
        for (const one of list) {
          const proposed = rows.filter(row => row.list === one && row.proposal)
          // Two of theirs with the name of one of ours: which of them it is, a person says.
          const map: Record<string, string> = {}
          for (const row of proposed)
            if (
              row.proposal &&
              proposed.filter(other => other.proposal?.id === row.proposal?.id).length === 1
            )
              map[row.theirs] = row.proposal.id
          if (Object.keys(map).length > 0) await put(tx, context, id, one, map)
        }
        return shown(tx, context, id)
      }),
  }),
]

async function shown(tx: Tx, context: Context, channelId: string): Promise<z.infer<typeof mapsShape>> {
  const connection = await findConnection(tx, context.tenant, channelId)
  const channel = connection.channels.find(one => one.id === channelId)
  const items = channel ? await mapRows(tx, context.tenant, connection, channel) : []
  return { channelId, missing: items.filter(row => row.needed && row.ours === null).length, items }
}

async function put(
  tx: Tx,
  context: Context,
  channelId: string,
  list: (typeof allLists)[number],
  map: Readonly<Record<string, string>>,
): Promise<void> {
  const { tenant } = context
  if ((matchedLists as readonly string[]).includes(list)) throw channelProblem('MAP_MATCHED')
  if (list === 'customer_group') return putGroups(tx, context, channelId, map)
  if (list === 'price_type' || list === 'attribute' || list === 'carrier')
    return putOfferMaps(tx, context, { channelId, list }, map)
  if (list !== 'payment_method' && list !== 'shipping_method')
    throw channelProblem('MAP_NOT_OFFERED', { list })
  const named = Object.values(map).filter(Boolean)
  const ours = await methodsNamed(tx, tenant, list, named)
  await setMaps(
    tx,
    tenant,
    { channelId, list, by: context.actor.name, now: context.kontor.now() },
    Object.entries(map).map(([theirs, one]) => ({ theirs, ours: ours.get(one)?.id ?? null })),
  )
  const { id: connectionId } = await findConnection(tx, tenant, channelId)
  await readKeptAgain(tx, tenant, connectionId, [channelId])
  await requestLane(tx, { tenant, connectionId, kind: 'orders' })
}

// Customer groups are mapped one to one: a price of ours is the price of one group there.
async function putGroups(
  tx: Tx,
  context: Context,
  channelId: string,
  map: Readonly<Record<string, string>>,
): Promise<void> {
  const { tenant } = context
  const groups: Record<string, string | null> = {}
  const names = new Map<string, string>()
  for (const [theirs, name] of Object.entries(map)) {
    // A shop has a handful of groups.
    const ours = name === '' ? null : await customerGroupOf(tx, tenant, name)
    groups[theirs] = ours?.id ?? null
    if (ours) names.set(ours.id, ours.name)
  }
  const kept = (await shown(tx, context, channelId)).items.flatMap(row =>
    row.list === 'customer_group' && row.ours && !(row.theirs in groups)
      ? [[row.theirs, row.ours] as const]
      : [],
  )
  const wanted = Object.entries(groups).flatMap(([theirs, ours]) => (ours ? [[theirs, ours] as const] : []))
  for (const [theirs, ours] of wanted) {
    const other = [...kept, ...wanted].find(one => one[1] === ours && one[0] !== theirs)
    if (other) throw channelProblem('MAP_TWICE', { ours: names.get(ours) ?? ours, theirs: other[0] })
  }
  const { swept } = await changeChannelOffer(tx, tenant, channelId, { groups })
  const by = context.actor.name
  await markSweeps(tx, tenant, { channelIds: [channelId], kinds: swept, by, complete: false })
}
