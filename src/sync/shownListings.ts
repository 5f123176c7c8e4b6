import type { Tx } from '../base/database.ts'
import { itemsForChannel } from '../catalog/itemsForChannel.ts'
import type { AttributeTerm } from '../channels/namedStore.ts'
import type { AttributeOfTheirs } from '../port/posted.ts'
import { type ListingProblem, listingsFor } from './listings.ts'

/** How an item stands at one channel that describes items in its own words, and how far it has come there. */
export interface ShownListing {
  readonly channelId: string
  readonly channel: string
  readonly category: {
    readonly theirs: string
    readonly name: string
    readonly isClosed: boolean
    readonly gone: boolean
    /** A person chose it for this item; else it is mapped. */
    readonly isOwn: boolean
  } | null
  /** Required ones first, then by section and name. */
  readonly attributes: readonly (Omit<AttributeOfTheirs, 'sectionPosition' | 'subSectionPosition'> & {
    readonly theirs: string
    readonly name: string
    readonly isMissing: boolean
    readonly isOwn: boolean
    /** A person wants nothing told of it, although it is mapped. */
    readonly isLeftOut: boolean
    /** As a person gave them, else as they are told. */
    readonly told: readonly { readonly value: string; readonly group: string }[]
    readonly misfits: readonly string[]
  })[]
  readonly problem: ListingProblem | null
  /** What the system said of it last. */
  readonly state: 'none' | 'waits' | 'accepted' | 'refused'
  readonly theirs: string | null
  readonly refused: { readonly code: string; readonly field: string | null; readonly text: string } | null
}

/** How an item stands at those channels that sell it, or did, and whose system names categories or attributes. */
export async function shownListings(
  tx: Tx,
  tenant: string,
  itemId: string,
  now: Date,
): Promise<ShownListing[]> {
  const channels = await tx.query<{
    id: string
    name: string
    place: string
    connectionId: string
    accepted: boolean
    waits: boolean
    theirs: string | null
    code: string | null
    field: string | null
    text: string | null
  }>(
    `select h.id, h.name, h.place, h.connection_id as "connectionId", o.data_hash is not null as accepted,
       coalesce(o.in_flight_run is not null, false) as waits, nullif(l.their_id, '') as theirs, o.rejected_code as code,
       o.rejected_field as field, o.rejected_text as text
     from item_channel k join channel h on h.tenant_id = $1 and h.id = k.channel_id
       left join channel_object o on o.tenant_id = $1 and o.channel_id = h.id and o.kind = 'item' and o.object_id = k.item_id
       left join lateral (select m.their_id from link m where m.tenant_id = $1 and m.connection_id = h.connection_id and m.kind = 'item'
         and m.object_id = k.item_id and (m.channel_id = h.id or m.channel_id is null) order by m.channel_id nulls last limit 1) l on true
     where k.tenant_id = $1 and k.item_id = $2
       and exists (select from web_term w where w.tenant_id = $1 and w.connection_id = h.connection_id
         and w.list in ('category', 'attribute'))
     order by h.name, h.id`,
    [tenant, itemId],
  )
  const shown: ShownListing[] = []
  for (const channel of channels) {
    const [item] = await itemsForChannel(tx, tenant, { channelId: channel.id, itemIds: [itemId], now })
    const listing = item && (await listingsFor(tx, tenant, channel.connectionId, channel, [item])).get(itemId)
    if (!listing) continue
    const { code, field, text } = channel
    const ownOf = Map.groupBy(listing.own, one => one.attribute)
    const missing = new Set(listing.missing.map(term => term.theirs))
    const isAsked = (term: AttributeTerm) => term.attribute.isRequired || missing.has(term.theirs)
    shown.push({
      channelId: channel.id,
      channel: channel.name,
      category:
        listing.category === undefined
          ? null
          : {
              theirs: listing.category,
              name: listing.categoryNamed?.name ?? listing.category,
              isClosed: listing.categoryNamed?.isClosed ?? false,
              gone: listing.categoryNamed?.gone ?? true,
              isOwn: listing.isOwn,
            },
      attributes: [...listing.terms]
        .sort((a, b) => Number(isAsked(b)) - Number(isAsked(a)) || inOrder(a, b))
        .map(({ theirs, name, attribute }) => {
          const { sectionPosition: _, subSectionPosition: __, ...rest } = attribute
          const own = ownOf.get(theirs)
          const said = own?.filter(one => one.value.trim() !== '')
          return {
            ...rest,
            theirs,
            name,
            isMissing: missing.has(theirs),
            isOwn: own !== undefined,
            isLeftOut: said?.length === 0,
            told: (said ?? listing.told.filter(one => one.attribute === theirs)).map(one => ({
              value: one.value,
              group: one.group ?? '',
            })),
            misfits: listing.misfits.filter(one => one.term.theirs === theirs).map(one => one.value),
          }
        }),
      problem: listing.problem ?? null,
      state: code ? 'refused' : channel.waits ? 'waits' : channel.accepted ? 'accepted' : 'none',
      theirs: channel.theirs,
      refused: code ? { code, field, text: text ?? '' } : null,
    })
  }
  return shown
}

function inOrder(a: AttributeTerm, b: AttributeTerm): number {
  return b.attribute.sectionPosition - a.attribute.sectionPosition || (a.name < b.name ? -1 : 1)
}
