import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { readItemAttributes } from './attributes.ts'
import type { Base, Content } from './basePrice.ts'
import { ancestorsOf } from './categoryStore.ts'
import { type ChannelFacts, channelFacts } from './channelFacts.ts'
import { readChannelTexts, type StoredChannelText } from './channelTextStore.ts'
import { readItemCharacteristics } from './characteristicStore.ts'
import { type Family, familyOf, readFamily } from './familyForChannel.ts'
import { withInherited } from './inherit.ts'
import { readItemTexts, type StoredItemText } from './itemTextStore.ts'
import { readPriceRules } from './priceRuleStore.ts'
import { type PriceReason, resolvePrices } from './priceRules.ts'
import { byLanguage, type ChannelText, textFor } from './textFallback.ts'

/** What one channel is told of an item. Decimals as text; the same content gives the same text, whatever zeros were typed. */
export interface ItemForChannel {
  readonly id: string
  readonly itemNumber: string
  readonly gtin?: string
  readonly manufacturerNumber?: string
  /** false: it leaves the offer. */
  readonly active: boolean
  /** By ISO 639-1 language, as `textFor` says. */
  readonly texts: Readonly<Record<string, ChannelText>>
  /** Percent that the company charges today. */
  readonly taxRate: string
  /** ISO 4217, of the company. */
  readonly currency: string
  /** Only what this channel shows. */
  readonly categoryIds: readonly string[]
  /** Kilograms. */
  readonly weight?: string
  /** Kilograms, packed. */
  readonly shippingWeight?: string
  /** Centimetres. */
  readonly size?: { readonly length?: string; readonly width?: string; readonly height?: string }
  /** In which it is sold. */
  readonly unit?: string
  readonly basePrice?: Content & Base
  readonly manufacturerId?: string
  readonly manufacturer?: string
  /** Those that an item has: absent where it has none. */
  readonly characteristics?: readonly { readonly characteristicId: string; readonly valueId: string }[]
  /** By name: in the company's language where it is translated, else in that of the channel. Absent where it has none. */
  readonly attributes?: Readonly<Record<string, string>>
  /** First the price for everyone, then that of each group that the channel knows and that has its own. */
  readonly prices: readonly {
    readonly groupTheirs?: string
    readonly scales: readonly { readonly from: string; readonly net: string; readonly gross: string }[]
    /** Lower than the first of them, while it holds. */
    readonly special?: {
      readonly net: string
      readonly gross: string
      readonly from: string
      readonly until?: string
    }
    /** Where it comes from: the rule that decides first. Not told to the channel. */
    readonly why: readonly PriceReason[]
  }[]
  /** Of a child: its parent, and whether the channel sells that now. */
  readonly parentId?: string
  readonly parentSold?: boolean
  /** Of a parent all with all values, of a child those that it has. */
  readonly variations?: NonNullable<Family['variations']>
  readonly chosen?: NonNullable<Family['chosen']>
  /** Of a parent: those that the channel sells; absent where it sells none. */
  readonly children?: NonNullable<Family['children']>
  /** Why it cannot be sent as it is. TAX_UNKNOWN: its tax class has no rate in the company's country. */
  readonly problem?: 'PRICE_MISSING' | 'TAX_UNKNOWN'
}

/**
 * What a channel is told of these items, in the order of the ids; undefined for what was never sold there. A few
 * statements for any number of items. Throws CHANNEL_UNKNOWN.
 */
export async function itemsForChannel(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly itemIds: readonly string[]; readonly now: Date },
): Promise<(ItemForChannel | undefined)[]> {
  const { channelId, itemIds, now } = wish
  const ids = [...new Set(itemIds)].sort()
  const [facts, items, texts, own, places, attributes, characteristics, rulesOf] = await Promise.all([
    channelFacts(tx, tenant, channelId, now),
    readItems(tx, tenant, channelId, ids),
    readItemTexts(tx, tenant, ids),
    readChannelTexts(
      tx,
      tenant,
      'item',
      ids.map(id => ({ channelId, id })),
    ),
    readPlaces(tx, tenant, ids),
    readItemAttributes(tx, tenant, ids),
    readItemCharacteristics(tx, tenant, ids),
    readPriceRules(tx, tenant, { channelId, itemIds: ids, now }),
  ])
  const family = await readFamily(tx, tenant, channelId, ids, facts.language)
  const shown = await shownCategories(tx, tenant, channelId, facts, [
    ...new Set(places.map(place => place.categoryId)),
  ])
  const parts = {
    facts,
    shown,
    texts: Map.groupBy(texts, row => row.itemId),
    own: Map.groupBy(own, row => row.id),
    places: Map.groupBy(places, row => row.itemId),
    attributes: Map.groupBy(attributes, row => row.itemId),
    characteristics: Map.groupBy(characteristics, row => row.itemId),
    rulesOf,
    family,
  }
  const found = new Map(items.map(item => [item.id, toChannel(item, parts)]))
  return itemIds.map(id => found.get(id))
}

interface Row {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly gtin: string | null
  readonly manufacturerNumber: string | null
  readonly weight: string | null
  readonly shippingWeight: string | null
  readonly length: string | null
  readonly width: string | null
  readonly height: string | null
  readonly unit: string
  readonly content: string | null
  readonly contentUnit: string | null
  readonly baseAmount: string | null
  readonly baseUnit: string | null
  readonly manufacturerId: string | null
  readonly manufacturer: string | null
  readonly taxClassId: string | null
  readonly active: boolean
}

function readItems(tx: Tx, tenant: string, channelId: string, ids: readonly string[]): Promise<Row[]> {
  return tx.query<Row>(
    `select i.id, i.item_number as "itemNumber", i.name, i.gtin, i.manufacturer_number as "manufacturerNumber",
       i.weight, i.shipping_weight as "shippingWeight", i.length, i.width, i.height, i.unit, i.content,
       i.content_unit as "contentUnit", i.base_amount as "baseAmount", i.base_unit as "baseUnit",
       i.manufacturer_id as "manufacturerId", m.name as manufacturer, i.tax_class_id as "taxClassId", k.active and i.active and not i.blocked as active
     from unnest($3::uuid[]) as u (id)
     join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = u.id
     join item i on i.tenant_id = $1 and i.id = u.id
     left join manufacturer m on m.tenant_id = $1 and m.id = i.manufacturer_id`,
    [tenant, channelId, ids],
  )
}

interface Place {
  readonly itemId: string
  readonly categoryId: string
}

function readPlaces(tx: Tx, tenant: string, ids: readonly string[]): Promise<Place[]> {
  return tx.query<Place>(
    `select c.item_id as "itemId", c.category_id as "categoryId" from unnest($2::uuid[]) as u (id)
     join item_category c on c.tenant_id = $1 and c.item_id = u.id order by c.item_id, c.category_id`,
    [tenant, ids],
  )
}

/** Those of the categories that lie below the root of the channel, and are not hidden there nor lie below one that is. */
async function shownCategories(
  tx: Tx,
  tenant: string,
  channelId: string,
  facts: ChannelFacts,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const hidden = await hiddenCategories(tx, tenant, channelId)
  const root = facts.rootCategoryId
  if (root === null && hidden.size === 0) return new Set(ids)
  const parents = await ancestorsOf(tx, tenant, ids)
  const isShown = (id: string) => {
    for (let at: string | null | undefined = id; at; at = parents.get(at)) {
      if (at === root) return at !== id
      if (hidden.has(at)) return false
    }
    return root === null
  }
  return new Set(ids.filter(isShown))
}

async function hiddenCategories(tx: Tx, tenant: string, channelId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select category_id as id from category_channel where tenant_id = $1 and channel_id = $2 and not active`,
    [tenant, channelId],
  )
  return new Set(rows.map(row => row.id))
}

interface Parts {
  readonly facts: ChannelFacts
  readonly shown: ReadonlySet<string>
  readonly texts: ReadonlyMap<string, readonly StoredItemText[]>
  readonly own: ReadonlyMap<string, readonly StoredChannelText[]>
  readonly places: ReadonlyMap<string, readonly Place[]>
  readonly attributes: ReadonlyMap<string, readonly AttributeRow[]>
  readonly characteristics: ReadonlyMap<string, readonly CharacteristicRow[]>
  readonly rulesOf: Awaited<ReturnType<typeof readPriceRules>>
  readonly family: ReadonlyMap<string, Family>
}

function toChannel(item: Row, { facts, shown, ...parts }: Parts): ItemForChannel {
  const inherited = parts.family.get(item.id)?.inherited
  const rate = facts.taxRates.get(item.taxClassId ?? inherited?.taxClassId ?? facts.defaultTaxClass ?? '')
  const taxRate = plain(rate ?? '0')
  const resolved = resolvePrices(parts.rulesOf(item.id, { taxRate, minorDigits: facts.minorDigits }))
  const problem =
    rate === undefined
      ? 'TAX_UNKNOWN'
      : resolved.some(price => price.theirs === undefined)
        ? undefined
        : 'PRICE_MISSING'
  return {
    id: item.id,
    itemNumber: item.itemNumber,
    ...(item.gtin ? { gtin: item.gtin } : {}),
    ...(item.manufacturerNumber ? { manufacturerNumber: item.manufacturerNumber } : {}),
    active: item.active,
    texts: textFor(
      { languages: facts.languages, company: facts.language, itemName: item.name },
      byLanguage(parts.own.get(item.id) ?? []),
      byLanguage(parts.texts.get(item.id) ?? []),
    ),
    taxRate,
    currency: facts.currency,
    categoryIds: (parts.places.get(item.id) ?? []).map(row => row.categoryId).filter(id => shown.has(id)),
    ...measuresOf(item),
    ...manufacturerOf(item.manufacturerId === null && inherited ? inherited : item),
    ...characteristicsOf(
      withInherited(
        parts.characteristics.get(item.id) ?? [],
        inherited?.characteristics,
        row => row.characteristicId,
      ),
    ),
    ...attributesOf(
      withInherited(parts.attributes.get(item.id) ?? [], inherited?.attributes, row => row.attributeId),
      facts,
    ),
    prices: resolved.map(({ theirs, ...price }) => ({
      ...(theirs === undefined ? {} : { groupTheirs: theirs }),
      ...price,
    })),
    ...familyOf(parts.family, item.id),
    ...(problem ? { problem } : {}),
  }
}

// What is not said is absent: an item of which nothing of it is said is the same as ever.
function measuresOf(item: Row) {
  const said = (name: string, value: string | null) => (value === null ? {} : { [name]: plain(value) })
  const size = {
    ...said('length', item.length),
    ...said('width', item.width),
    ...said('height', item.height),
  }
  const { content, contentUnit, baseAmount, baseUnit } = item
  return {
    ...said('weight', item.weight),
    ...said('shippingWeight', item.shippingWeight),
    ...(Object.keys(size).length > 0 ? { size } : {}),
    ...(item.unit === '' ? {} : { unit: item.unit }),
    ...(content && contentUnit && baseAmount && baseUnit
      ? { basePrice: { content: plain(content), contentUnit, baseAmount: plain(baseAmount), baseUnit } }
      : {}),
  }
}

function manufacturerOf({ manufacturerId, manufacturer }: Pick<Row, 'manufacturerId' | 'manufacturer'>) {
  return {
    ...(manufacturerId === null ? {} : { manufacturerId }),
    ...(manufacturer === null ? {} : { manufacturer }),
  }
}

type AttributeRow = Awaited<ReturnType<typeof readItemAttributes>>[number]
type CharacteristicRow = Awaited<ReturnType<typeof readItemCharacteristics>>[number]

function attributesOf(rows: readonly AttributeRow[], { language, languages }: ChannelFacts) {
  const wanted = ['', language, ...languages]
  const told = [...Map.groupBy(rows, row => row.name)].flatMap(([name, values]) => {
    const value = wanted.flatMap(one => values.find(row => row.sent && row.language === one)?.value ?? [])[0]
    return value === undefined ? [] : [[name, value] as const]
  })
  return told.length > 0 ? { attributes: Object.fromEntries(told) } : {}
}

function characteristicsOf(rows: readonly CharacteristicRow[]) {
  // In one order, wherever each comes from: else the same item would look like another.
  const keyOf = (one: { characteristicId: string; valueId: string }) =>
    `${one.characteristicId} ${one.valueId}`
  const characteristics = rows
    .map(({ characteristicId, valueId }) => ({ characteristicId, valueId }))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return characteristics.length > 0 ? { characteristics } : {}
}

/** 10 and 10.00 are the same price, so they are sent as the same text. */
function plain(decimal: string): string {
  return exact(decimal).toFixed()
}
