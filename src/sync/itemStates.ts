import type { Tx } from '../base/database.ts'
import { keptValues } from '../channels/conflictStore.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type SentRow, sentFields } from '../channels/sentStore.ts'
import type { ItemState, LocalTexts, OutgoingStates } from '../port/outgoing.ts'
import { type AlongFields, alongFields, alongIds, alongMaking } from './alongMaking.ts'
import { withChildrenStaying } from './childrenStaying.ts'
import { withCrossSelling } from './crossSelling.ts'
import { type FamilyFields, familyMaking, nothingOffered } from './familyMaking.ts'
import { type ImageFields, imageState, imageThing } from './imageFields.ts'
import { type ItemToTell, imageAddress, itemsToTell } from './itemsToTell.ts'
import { type ItemTakes, itemTakes, noteNoParents } from './itemTakes.ts'
import { type PriceFields, pricesOf, priceThings } from './priceFields.ts'
import {
  aspectOf,
  type BlobAddress,
  type Making,
  type NamedThing,
  type PushContext,
  type PushTask,
  type RefOf,
  sendOf,
  type Wanted,
} from './pushTask.ts'
import { readOffers } from './readOffers.ts'
import { type FieldValues, fieldValues, keepData, keepPrices } from './shownFields.ts'

/** The data of an item as it is compared and kept; categories by our ids. */
export interface ItemFields extends FamilyFields, AlongFields {
  readonly itemNumber: string
  readonly gtin?: string
  readonly manufacturerNumber?: string
  readonly active: boolean
  readonly texts: LocalTexts
  readonly taxRate: string
  readonly currency: string
  readonly categoryIds: readonly string[]
  readonly weight?: string
  readonly shippingWeight?: string
  readonly size?: NonNullable<ItemState['size']>
  readonly unit?: string
  readonly basePrice?: NonNullable<ItemState['basePrice']>
  readonly attributes?: Readonly<Record<string, string>>
  readonly images?: readonly ImageFields[]
  readonly listing?: NonNullable<ItemState['listing']>
}

/** What a channel shall know of items: complete, for the kinds `item` and (where no price is taken alone) `price`. */
export async function wantItems(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const { tenant } = context
  const takes = itemTakes(context)
  const address = imageAddress(context, takes)
  const told = await itemsToTell(tx, context, channel, takes, ids)
  const items = await withChildrenStaying(tx, context, channel, takes, told)
  const gone = ids.filter((id, index) => {
    const item = items[index]
    return known.has(id) && (!item?.active || item.parentSold === false)
  })
  const former = await sentFields<ItemFields, PriceFields>(
    tx,
    { tenant, channelId: channel.id, object: 'item' },
    gone,
  )
  if (items.some(isParent)) noteNoParents(context)
  const kept = await keptFields(tx, context, channel, known)
  const wanted = new Map(
    ids.map((id, index) => [id, wantItem(id, items[index], takes, former.get(id), kept.get(id), address)]),
  )
  return withCrossSelling(tx, context, channel, wanted)
}

function isParent(item: ItemToTell | undefined): boolean {
  return item?.variations !== undefined && item.parentId === undefined
}

function wantItem(
  id: string,
  item: ItemToTell | undefined,
  takes: ItemTakes,
  former: { data: ItemFields | null; price: PriceFields | null } | undefined,
  kept: FieldValues | undefined,
  address: BlobAddress | undefined,
): Wanted {
  const { categories, parents } = takes
  // A parent is only a place for its children: what has no such place is told the children alone.
  if (item && !parents && isParent(item)) return { do: 'nothing' }
  const orphan = parents && item?.parentId !== undefined && !item.parentSold
  if (!item?.active || (orphan && former?.data)) {
    // What it was when it was accepted last, only not active any more: nothing else about it has to be right.
    if (!former?.data) return { do: 'leave' }
    const data = { ...former.data, active: false }
    const { price } = former
    const sent = {
      data: aspectOf(data),
      stock: aspectOf(nothingOffered),
      ...(price ? { price: aspectOf(price) } : {}),
    }
    const making = itemMaking(id, data, price ?? undefined, categories, address)
    // Children leave before their parent.
    return { do: 'leave', sent, making, level: data.parentId === undefined ? 0 : -1 }
  }
  if (orphan) return { do: 'hold', code: 'PARENT_NOT_SOLD', data: { item: item.itemNumber } }
  if (item.problem) return { do: 'hold', code: item.problem.code, data: { detail: item.problem.detail } }
  const data = keepData(dataOf(item, takes), kept)
  const price = keepPrices(priceFields(item), kept)
  return {
    do: 'send',
    sent: { data: aspectOf(data), price: aspectOf(price) },
    making: itemMaking(id, data, price, categories, address),
    waitsFor: [
      ...(categories ? item.categoryIds : []),
      ...(data.parentId === undefined ? [] : [data.parentId]),
      ...alongIds(data),
    ],
    level: data.parentId === undefined ? 0 : 1,
  }
}

function dataOf(
  { id: _id, prices: _prices, problem: _problem, parentSold: _sold, parentId, children, ...item }: ItemToTell,
  takes: ItemTakes,
): ItemFields {
  const { manufacturerId: _made, manufacturer: _by, characteristics: _shown, ...own } = item
  return {
    ...own,
    ...(takes.parents && parentId !== undefined ? { parentId } : {}),
    ...(takes.children && children ? { children } : {}),
    categoryIds: [...item.categoryIds].sort(),
    ...alongFields(item, takes),
  }
}

function priceFields({ itemNumber, taxRate, currency, prices }: ItemToTell): PriceFields {
  return { itemNumber, taxRate, currency, prices: prices.map(({ why: _, ...price }) => price) }
}

// Fields of which the shop's own value stays there: nothing of ours is wanted in them.
async function keptFields(
  tx: Tx,
  { tenant }: PushContext,
  channel: Channel,
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, FieldValues>> {
  const watched = [...known.values()].filter(row => row.watched).map(row => row.objectId)
  const kept = await keptValues(tx, { tenant, channelId: channel.id, object: 'item' }, watched)
  return new Map([...kept].map(([id, fields]) => [id, fieldValues(fields)]))
}

/** How an item is made of its fields. */
export function itemMaking(
  id: string,
  {
    categoryIds,
    parentId,
    variations,
    chosen,
    children,
    manufacturerId,
    manufacturer,
    characteristics,
    images,
    ...data
  }: ItemFields,
  price: PriceFields | undefined,
  categories: boolean,
  address?: BlobAddress,
): Making {
  const shown = categories ? categoryIds.map(categoryThing) : []
  const family = familyMaking(
    {
      ...(parentId === undefined ? {} : { parentId }),
      ...(variations ? { variations } : {}),
      ...(chosen ? { chosen } : {}),
      ...(children ? { children } : {}),
    },
    address,
  )
  const along = alongMaking({
    ...(manufacturerId === undefined ? {} : { manufacturerId }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(characteristics ? { characteristics } : {}),
  })
  const others = (children ?? []).flatMap(child => (child.item ? [child.id] : []))
  return {
    things: [
      itemThing(id),
      ...shown,
      ...priceThings(price?.prices),
      ...family.things,
      ...along.things,
      ...(images ?? []).map(imageThing),
    ],
    ...(others.length > 0 ? { others } : {}),
    state: (refOf, stock = nothingOffered, stocks) => ({
      ...data,
      prices: pricesOf(price?.prices, refOf),
      stock,
      categories: shown.map(refOf),
      ...family.state(refOf, stocks),
      ...along.state(refOf),
      ...(images && address ? { images: imageState(images, refOf, address) } : {}),
    }),
  }
}

/** What a channel shall know of prices alone. Items that it has not accepted get theirs with the item. */
export function wantPrices(...given: Parameters<PushTask['want']>): ReturnType<PushTask['want']> {
  const [, context] = given
  const needsStock = sendOf(context, 'price')?.needs?.includes('stock') ?? false
  return pricesWanted(needsStock ? withStock : priceMaking, ...given)
}

// `make`: with the quantity that the system needs beside a price, or as what goes along with a quantity.
async function pricesWanted(
  make: typeof priceMaking,
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const there = new Set(itemsThere(context, ids, known))
  const asked = ids.filter(id => there.has(id) || known.get(id)?.rejectedCode)
  // Its place in their words stands in the way of the whole item, which is told as such, and of no price.
  const items = await itemsToTell(tx, context, channel, alone, asked)
  const { withoutSpecial = false } = sendOf(context, 'price') ?? {}
  const { parents, whole } = itemTakes(context)
  const former = await sentFields<null, PriceFields>(
    tx,
    { tenant: context.tenant, channelId: channel.id, object: 'item' },
    withoutSpecial ? asked : [],
  )
  const kept = await keptFields(tx, context, channel, known)
  return new Map(
    asked.map((id, index): [string, Wanted] => {
      const item = items[index]
      if (!item?.active) return [id, { do: 'nothing' }] // that it leaves is told as an item
      if (whole && item.children) return [id, { do: 'wholeItem' }] // it shows the prices of its children
      const orphan = parents && item.parentSold === false
      if (!there.has(id)) return [id, { do: item.problem || orphan ? 'nothing' : 'wholeItem' }]
      if (item.problem)
        return [id, { do: 'hold', code: item.problem.code, data: { detail: item.problem.detail } }]
      const price = keepPrices(priceFields(item), kept.get(id))
      const told = former.get(id)?.price
      if (
        withoutSpecial &&
        (hasSpecial(price) || (told && hasSpecial(told))) &&
        known.get(id)?.price !== aspectOf(price).hash
      )
        return [id, { do: 'wholeItem' }]
      const sent = { price: aspectOf(price) }
      return [id, { do: 'send', sent, making: make(id, price), waitsFor: [], level: 0 }]
    }),
  )
}

function hasSpecial({ prices }: PriceFields): boolean {
  return prices.some(price => price.special !== undefined)
}

const alone = { lists: false, images: false, whole: false }

/** How the prices of an item are made of their fields. */
export function priceMaking(id: string, price: PriceFields): Making {
  const state = (refOf: RefOf): OutgoingStates['price'] => ({
    ...price,
    item: refOf(itemThing(id)),
    prices: pricesOf(price.prices, refOf),
  })
  return {
    things: [itemThing(id), ...priceThings(price.prices)],
    state,
    along: refOf => ({ price: state(refOf) }),
  }
}

// The quantity is read when the call is made.
function withStock(id: string, price: PriceFields): Making {
  const making = priceMaking(id, price)
  const { itemNumber } = price
  return {
    ...making,
    along: (refOf, stock) => (stock ? { stock: { item: refOf(itemThing(id)), itemNumber, stock } } : {}),
  }
}

/** What a channel shall know of quantities alone; with prices where the system needs both. */
export async function wantStock(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const there = itemsThere(context, ids, known)
  const needsPrice = sendOf(context, 'stock')?.needs?.includes('price') ?? false
  const prices = needsPrice
    ? await pricesWanted(priceMaking, tx, context, channel, there, known)
    : new Map<string, Wanted>()
  const numbers = await itemNumbers(tx, context, channel, there, known)
  const former = await pricesOfLeaving(tx, context, channel, prices)
  const offers = await readOffers(tx, context, channel, there)
  return new Map(
    there.flatMap((id): [string, Wanted][] => {
      const stock = offers.get(id)
      const itemNumber = numbers.get(id)
      if (!stock || itemNumber === undefined) return []
      const price = prices.get(id)
      const last = former.get(id)
      // Where its price cannot go along as it should be, the quantity waits for what is done about the price.
      if (price && price.do !== 'send' && !last) return [[id, price]]
      const withPrice = price?.do === 'send' ? price : undefined
      const along = withPrice?.making ?? (last && priceMaking(id, last))
      const making: Making = {
        things: [itemThing(id), ...(along?.things ?? [])],
        state: (refOf, late) => ({ item: refOf(itemThing(id)), itemNumber, stock: late ?? stock.fields }),
        ...(along?.along ? { along: along.along } : {}),
      }
      return [[id, { do: 'send', sent: { ...withPrice?.sent, stock }, making, waitsFor: [], level: 0 }]]
    }),
  )
}

// What leaves has no price of ours any more: until it has left, its quantity goes with the one that was accepted last.
async function pricesOfLeaving(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  prices: ReadonlyMap<string, Wanted>,
): Promise<ReadonlyMap<string, PriceFields>> {
  const leaving = [...prices].flatMap(([id, price]) => (price.do === 'nothing' ? [id] : []))
  const of = { tenant: context.tenant, channelId: channel.id, object: 'item' as const }
  const fields = await sentFields<null, PriceFields>(tx, of, leaving)
  return new Map([...fields].flatMap(([id, { price }]) => (price ? [[id, price] as const] : [])))
}

// The number under which they have it is the one that was accepted: a new one is told with the item. What they listed after a person had
// let go of it as refused was never told as a whole: it has the number that it has here.
async function itemNumbers(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, string>> {
  const ours = async (itemIds: readonly string[]) => {
    if (itemIds.length === 0) return []
    const of = { channelId: channel.id, itemIds, now: context.now() }
    const items = await context.sources.itemsForChannel(tx, context.tenant, of)
    return items.flatMap(item => (item?.active ? [[item.id, item.itemNumber] as const] : []))
  }
  if (!sendOf(context, 'item')) return new Map(await ours(ids))
  const of = { tenant: context.tenant, channelId: channel.id, object: 'item' as const }
  const fields = await sentFields<ItemFields>(tx, of, ids)
  const isListedAnyway = (id: string) => {
    const { rejectedHash = null, rejectedCode = null } = known.get(id) ?? {}
    return rejectedHash !== null && rejectedCode === null && !fields.get(id)?.data
  }
  // One that left the offer has no quantity there.
  return new Map([
    ...[...fields].flatMap(([id, { data }]) => (data?.active ? [[id, data.itemNumber] as const] : [])),
    ...(await ours(ids.filter(isListedAnyway))),
  ])
}

function itemsThere(
  context: PushContext,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): readonly string[] {
  return sendOf(context, 'item') ? ids.filter(id => known.get(id)?.data) : ids
}

function itemThing(objectId: string): NamedThing {
  return { kind: 'item', objectId }
}

/** A category as a thing with a number. */
export function categoryThing(objectId: string): NamedThing {
  return { kind: 'category', objectId }
}
