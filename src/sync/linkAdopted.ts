import type { Tx } from '../base/database.ts'
import { sellOn } from '../catalog/sellOn.ts'
import { type Adoption, type AdoptionKind, decideAdoptions } from '../channels/adoptionStore.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { enterLinks, findLinks, linkKey, nameTheirs } from '../channels/linkStore.ts'
import { linksOf } from './linksOf.ts'
import { markDue } from './markDue.ts'
import { itemsUnderWay } from './matchInventory.ts'
import type { PushContext } from './pushTask.ts'

/** An object of theirs and the one of ours that it shall be. */
export interface WantedLink {
  readonly row: Pick<Adoption, 'id' | 'theirs'>
  readonly objectId: string
}

/** Why an object of theirs was not linked: one side is linked to another already. */
export interface RefusedLink {
  readonly id: string
  readonly theirs: string
  readonly ours: string
  readonly why: string
}

/** How it is linked. */
export interface HowLinked {
  /** The first of the numbers that were drawn for them, in their order. */
  readonly first: number
  readonly by: string
  readonly byPerson: boolean
  /** Which channel sells the items from then on; absent: none more than before. */
  readonly channel: Channel | undefined
  /** What we have of them was taken for what the system has; absent: not yet. */
  readonly basedAt?: Date
}

const none: ReadonlySet<string> = new Set()
const oursIsTaken = 'ours is linked to another object there'
const theirsIsTaken = 'theirs is linked to another object here'

/**
 * Links objects of theirs to ours, writes down that it was decided, and sells the items on the channel: together or not at all. What
 * is linked already stays as it is, and a link to another object is refused, one by one.
 */
export async function linkAdopted(
  tx: Tx,
  context: PushContext,
  kind: AdoptionKind,
  wanted: readonly WantedLink[],
  how: HowLinked,
): Promise<{ linked: readonly WantedLink[]; refused: readonly RefusedLink[] }> {
  if (wanted.length === 0) return { linked: [], refused: [] }
  const { tenant, connection } = context
  const of = linksOf(context, kind)
  const known = await findLinks(
    tx,
    of,
    wanted.map(({ objectId }) => ({ kind, objectId })),
  )
  const why = new Map<WantedLink, string>()
  const names = new Map<string, string>()
  const busy =
    kind === 'item'
      ? await itemsUnderWay(
          tx,
          of,
          wanted.map(one => one.objectId),
        )
      : none
  for (const one of wanted) {
    if (busy.has(one.objectId)) {
      why.set(one, 'ours is being sent there, and the answer is awaited')
      continue
    }
    const key = linkKey({ kind, objectId: one.objectId })
    const { theirs } = one.row
    // Named twice, ours would lose the first of theirs to the second.
    const before = known.get(key)?.theirs || names.get(key)
    if (before && before !== theirs) why.set(one, oursIsTaken)
    else names.set(key, theirs)
  }
  const entries = wanted.flatMap((one, at) =>
    why.has(one) ? [] : [{ kind, objectId: one.objectId, no: how.first + at, theirs: one.row.theirs, one }],
  )
  const links = await enterLinks(
    tx,
    of,
    entries.map(({ one: _, ...entry }) => entry),
  )
  const unnamed = entries.flatMap(({ one, objectId, theirs }) => {
    const link = links.get(linkKey({ kind, objectId }))
    if (link?.theirs === theirs) return []
    if (link && link.theirs === '') return [{ no: link.no, theirs, one }]
    why.set(one, link ? oursIsTaken : theirsIsTaken)
    return []
  })
  const taken = await nameTheirs(
    tx,
    tenant,
    connection.id,
    unnamed.map(({ no, theirs }) => ({ no, theirs })),
  )
  for (const { no, one } of unnamed) if (taken.has(no)) why.set(one, theirsIsTaken)
  const linked = wanted.filter(one => !why.has(one))
  await decideAdoptions(
    tx,
    tenant,
    linked.map(({ row, objectId }) => ({ id: row.id, objectId, byPerson: how.byPerson })),
    how.by,
    how.basedAt,
  )
  if (kind === 'item' && how.channel) {
    const { id: channelId } = how.channel
    const sold = linked.map(({ objectId }) => ({ itemId: objectId, channelId, active: true }))
    await markDue(tx, tenant, (await sellOn(tx, tenant, sold)).changed, how.by)
  }
  const refused = wanted.flatMap(one => {
    const reason = why.get(one)
    return reason === undefined
      ? []
      : [{ id: one.row.id, theirs: one.row.theirs, ours: one.objectId, why: reason }]
  })
  return { linked, refused }
}
