import type { Tx } from '../base/database.ts'
import { signedBlobUrl } from '../base/signedBlob.ts'
import { imagesOfItems } from '../catalog/imagesForChannel.ts'
import type { ItemForChannel } from '../catalog/itemsForChannel.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { listMaps } from '../channels/mapStore.ts'
import { namesAny } from '../channels/namedStore.ts'
import type { ItemState } from '../port/outgoing.ts'
import type { ChildFields } from './familyMaking.ts'
import { type ImageFields, imageFields } from './imageFields.ts'
import type { ItemTakes } from './itemTakes.ts'
import { childListing, type Listing, listingState, listingsFor } from './listings.ts'
import { noteMissing } from './notOffered.ts'
import type { BlobAddress, PushContext } from './pushTask.ts'

/** An item with all that this very system is told of it: prices as it names them, images, its place in their words. */
export interface ItemToTell extends Omit<ItemForChannel, 'problem' | 'children'> {
  readonly children?: readonly (NonNullable<ItemForChannel['children']>[number] & {
    readonly item?: ChildFields
  })[]
  readonly images?: readonly ImageFields[]
  readonly listing?: NonNullable<ItemState['listing']>
  /** Why it cannot be sent as it is, by a code of the reasons. */
  readonly problem?: { readonly code: string; readonly detail: string }
}

/** What a channel is told of these items, in the order of the ids; undefined for what was never sold there. */
export async function itemsToTell(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  takes: Pick<ItemTakes, 'lists' | 'images' | 'whole'>,
  ids: readonly string[],
): Promise<(ItemToTell | undefined)[]> {
  const { tenant, sources, connection } = context
  const read = (itemIds: readonly string[]) =>
    sources.itemsForChannel(tx, tenant, { channelId: channel.id, itemIds, now: context.now() })
  const items = await read(ids)
  const named = new Set(items.flatMap(item => item?.children ?? []).map(child => child.id))
  const children = takes.whole && named.size > 0 ? await read([...named]) : []
  const known = [...items, ...children].flatMap(item => (item ? [item] : []))
  const types = await priceTypes(tx, context, channel)
  const images = takes.images
    ? await imagesOfItems(tx, tenant, { channelId: channel.id, itemIds: known.map(item => item.id) })
    : new Map()
  // A child that is told within its parent has no place of its own: it is listed for what its parent says of it.
  const isWithin = (item: ItemForChannel) => takes.whole && item.parentId !== undefined
  const listed = [...items.filter(item => !(item && isWithin(item))), ...children].flatMap(item =>
    item?.active ? [item] : [],
  )
  const listings = takes.lists
    ? await listingsFor(tx, tenant, connection.id, channel, listed)
    : new Map<string, Listing>()
  const imagesOf = (id: string) => {
    const shown = (images.get(id) ?? []).map(imageFields)
    return shown.length > 0 ? { images: shown } : {}
  }
  const listingOf = ({ id, parentId = '' }: ItemForChannel) => {
    const own = listings.get(id)
    const listing = own && childListing(own, listings.get(parentId))
    return listing ? { listing } : {}
  }
  const childrenOf = new Map(
    children.flatMap(child =>
      child?.active && !child.problem
        ? [[child.id, { ...childFields(child, types), ...imagesOf(child.id), ...listingOf(child) }] as const]
        : [],
    ),
  )
  return items.map(item => {
    if (!item) return undefined
    const { problem: code, children: below, ...rest } = item
    const listing = isWithin(item) ? undefined : listings.get(item.id)
    const problem = code
      ? { code, detail: item.itemNumber }
      : types?.length === 0
        ? { code: 'PRICE_TYPE_NOT_MAPPED', detail: item.itemNumber }
        : listing?.problem
    const sold = takes.whole
      ? below?.flatMap(child => {
          const fields = childrenOf.get(child.id)
          return fields ? [{ ...child, item: fields }] : []
        })
      : below
    return {
      ...rest,
      prices: typed(item.prices, types),
      ...(sold && sold.length > 0 ? { children: sold } : {}),
      ...imagesOf(item.id),
      ...(listing ? { listing: listingState(listing) } : {}),
      ...(problem ? { problem } : {}),
    }
  })
}

function childFields(child: ItemForChannel, types: PriceTypes): ChildFields {
  const { itemNumber, gtin, texts, taxRate, prices } = child
  return {
    itemNumber,
    ...(gtin === undefined ? {} : { gtin }),
    texts,
    taxRate,
    prices: typed(prices, types).map(({ why: _, ...price }) => price),
  }
}

/** The price types of theirs that have a price of ours; undefined where the system names none, and prices go by groups. */
type PriceTypes = readonly string[] | undefined

async function priceTypes(
  tx: Tx,
  { tenant, connection }: PushContext,
  channel: Channel,
): Promise<PriceTypes> {
  const maps = await listMaps(tx, tenant, [channel.id])
  const types = maps.flatMap(({ list, theirs }) => (list === 'price_type' ? [theirs] : []))
  return types.length > 0 || (await namesAny(tx, tenant, connection.id, 'price_type')) ? types : undefined
}

// Under each price type: the price of its group, where that has one of its own, else the price for everyone.
function typed(prices: ItemForChannel['prices'], types: PriceTypes): ItemForChannel['prices'] {
  if (!types) return prices
  const everyone = prices.find(price => price.groupTheirs === undefined)
  return types.flatMap(theirs => {
    const price = prices.find(one => one.groupTheirs === theirs) ?? everyone
    return price ? [{ ...price, groupTheirs: theirs }] : []
  })
}

/** How long an address holds at least: a letter with it may wait in its queue before it is read. */
const addressDays = 14

/**
 * How the images within items are addressed, where the system takes them so; undefined where it does not, or where nobody outside
 * can reach us, which is said in the run.
 */
export function imageAddress(
  context: PushContext,
  takes: Pick<ItemTakes, 'carriesImages'>,
): BlobAddress | undefined {
  if (!takes.carriesImages) return undefined
  const { publicUrl, keyring, tenant } = context
  if (publicUrl === undefined) {
    noteMissing(context, 'warn', 'PUBLIC_URL_MISSING', 'image')
    return undefined
  }
  // To the day: the same image has the same address for as long as it can.
  const day = 86_400_000
  return blob => {
    const until = new Date((Math.floor(context.now().getTime() / day) + addressDays + 1) * day)
    return signedBlobUrl(publicUrl, keyring, tenant, blob, until)
  }
}
