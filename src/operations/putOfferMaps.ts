import type { Tx } from '../base/database.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { categoryPaths } from '../channels/categoryTree.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { setMaps } from '../channels/mapStore.ts'
import { listPlaces, setPlaces } from '../channels/offerMaps.ts'
import { channelProblem } from '../channels/problems.ts'
import { namesOfList } from '../channels/termStore.ts'
import { listCarriers } from '../sales/carrierStore.ts'
import { sourcesOfOurs } from '../sync/attributeMaps.ts'
import { everyone } from '../sync/mapOverview.ts'
import { markSweeps } from '../sync/markDue.ts'
import { categoryIdsOf } from './categories.ts'
import type { Context } from './operation.ts'

/**
 * Maps price types, attributes or carriers of a channel to ours, and asks for what is told differently then. Throws
 * MAP_THEIRS_UNKNOWN, MAP_SOURCE_UNKNOWN, CUSTOMER_GROUP_UNKNOWN, CARRIER_UNKNOWN, MAP_OURS_TWICE.
 */
export async function putOfferMaps(
  tx: Tx,
  context: Context,
  { channelId, list }: { readonly channelId: string; readonly list: 'price_type' | 'attribute' | 'carrier' },
  map: Readonly<Record<string, string>>,
): Promise<void> {
  const { tenant, actor, kontor } = context
  const { id: connectionId } = await findConnection(tx, tenant, channelId)
  const theirs = Object.keys(map)
  const named = await namesOfList(tx, tenant, connectionId, list, theirs)
  const of = { channelId, by: actor.name, now: kontor.now() }
  if (list === 'carrier') return putCarriers(tx, tenant, of, map, named)
  const strange = theirs.find(one => map[one] !== '' && !named.has(one))
  if (strange !== undefined) throw channelProblem('MAP_THEIRS_UNKNOWN', { theirs: strange })
  const known = list === 'attribute' ? new Set(await sourcesOfOurs(tx, tenant)) : new Set<string>()
  const entries: { theirs: string; ours: string | null }[] = []
  for (const [id, ours] of Object.entries(map)) {
    const isFixed = /^fixed\/./s.test(ours)
    if (list === 'attribute' && ours !== '' && !isFixed && !known.has(ours))
      throw channelProblem('MAP_SOURCE_UNKNOWN', { source: ours })
    const isGroup = list === 'price_type' && ours !== '' && ours !== everyone
    const group = isGroup ? (await customerGroupOf(tx, tenant, ours)).id : ours
    entries.push({ theirs: id, ours: group || null })
  }
  await setMaps(tx, tenant, { ...of, list }, entries)
  await markSweeps(tx, tenant, {
    channelIds: [channelId],
    kinds: list === 'price_type' ? ['item', 'price'] : ['item'],
    by: actor.name,
    complete: false,
  })
}

/**
 * Maps categories of ours (by id or name) to those of a channel (by id; empty: no longer), and has their items told anew. Throws
 * MAP_THEIRS_UNKNOWN, MAP_THEIRS_CLOSED, CATEGORY_UNKNOWN, MAP_OURS_TWICE.
 */
export async function putCategoryMaps(
  tx: Tx,
  { tenant, actor, kontor }: Context,
  channelId: string,
  map: Readonly<Record<string, string>>,
): Promise<void> {
  const { id: connectionId } = await findConnection(tx, tenant, channelId)
  const wanted = Object.values(map).filter(Boolean)
  const known = await categoryPaths(tx, tenant, connectionId, wanted)
  const there = new Map(known.flatMap(one => (one.gone ? [] : [[one.theirs, one] as const])))
  for (const theirs of wanted) {
    const found = there.get(theirs)
    if (!found) throw channelProblem('MAP_THEIRS_UNKNOWN', { theirs })
    if (found.isClosed) throw channelProblem('MAP_THEIRS_CLOSED', { theirs: found.path.join(' / ') })
  }
  const ids = await categoryIdsOf(tx, tenant, Object.keys(map))
  const entries = new Map<string, string | null>()
  for (const [at, [named, theirs]] of Object.entries(map).entries())
    want(entries, { ours: ids[at] ?? '', named }, theirs || null)
  const of = { channelId, list: 'category' as const, by: actor.name, now: kontor.now() }
  const changed = await setPlaces(tx, tenant, of, rowsOf(entries))
  if (changed.length > 0)
    await markSweeps(tx, tenant, {
      channelIds: [channelId],
      kinds: ['item'],
      by: actor.name,
      complete: false,
    })
}

// What of ours is mapped to one of theirs is what is named now, and nothing else. What is mapped to one that is gone may stay there.
async function putCarriers(
  tx: Tx,
  tenant: string,
  of: { readonly channelId: string; readonly by: string; readonly now: Date },
  map: Readonly<Record<string, string>>,
  named: ReadonlySet<string>,
): Promise<void> {
  const all = await listCarriers(tx, tenant)
  const before = await listPlaces(tx, tenant, { channelId: of.channelId, list: 'carrier' })
  const wanted = new Map<string, string | null>()
  for (const [theirs, ours] of Object.entries(map))
    for (const name of ours.split(',').map(one => one.trim())) {
      if (name === '') continue
      const carrier = all.find(one => one.code === name || one.name === name)
      if (!carrier)
        throw channelProblem('CARRIER_UNKNOWN', {
          carrier: name,
          known: all.map(one => one.code).join(', '),
        })
      if (!named.has(theirs) && !before.some(one => one.ours === carrier.code && one.theirs === theirs))
        throw channelProblem('MAP_THEIRS_UNKNOWN', { theirs })
      want(wanted, { ours: carrier.code, named: name }, theirs)
    }
  const released = before.flatMap(one => (one.theirs in map ? [[one.ours, null] as const] : []))
  await setPlaces(tx, tenant, { ...of, list: 'carrier' }, rowsOf(new Map([...released, ...wanted])))
}

// One of ours has several names: the same wish twice is one, two wishes are a mistake.
function want(
  wanted: Map<string, string | null>,
  { ours, named }: { readonly ours: string; readonly named: string },
  theirs: string | null,
): void {
  if (wanted.has(ours) && wanted.get(ours) !== theirs) throw channelProblem('MAP_OURS_TWICE', { ours: named })
  wanted.set(ours, theirs)
}

function rowsOf(wanted: ReadonlyMap<string, string | null>) {
  return [...wanted].map(([ours, theirs]) => ({ ours, theirs }))
}
