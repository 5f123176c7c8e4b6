import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { ancestorsOf } from './categoryStore.ts'
import { type ChannelFacts, channelFacts } from './channelFacts.ts'
import { grossPrice } from './grossPrice.ts'
import { readItemTexts } from './itemTextStore.ts'
import { readPriceRules } from './priceRuleStore.ts'
import { type PriceFacts, type PriceReason, resolvePrices } from './priceRules.ts'

/** What one channel is told of an item. Decimals as text; the same content gives the same text, whatever zeros were typed. */
export interface ItemForChannel {
  readonly id: string
  readonly itemNumber: string
  readonly gtin?: string
  readonly manufacturerNumber?: string
  /** false: it leaves the offer. */
  readonly active: boolean
  /** By ISO 639-1 language; the company's language is always there. */
  readonly texts: Readonly<Record<string, { name: string; description?: string; shortDescription?: string }>>
  /** Percent that the company charges today. */
  readonly taxRate: string
  /** ISO 4217, of the company. */
  readonly currency: string
  /** Only what this channel shows. */
  readonly categoryIds: readonly string[]
  /** Kilograms. */
  readonly weight?: string
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
  const [facts, items, texts, places, rulesOf] = await Promise.all([
    channelFacts(tx, tenant, channelId, now),
    readItems(tx, tenant, channelId, ids),
    readItemTexts(tx, tenant, ids),
    readPlaces(tx, tenant, ids),
    readPriceRules(tx, tenant, { channelId, itemIds: ids, now }),
  ])
  const shown = await shownCategories(tx, tenant, facts, [...new Set(places.map(place => place.categoryId))])
  const parts = {
    facts,
    shown,
    texts: Map.groupBy(texts, row => row.itemId),
    places: Map.groupBy(places, row => row.itemId),
    rulesOf,
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
  readonly netPrice: string | null
  readonly weight: string | null
  readonly taxClassId: string | null
  readonly active: boolean
}

function readItems(tx: Tx, tenant: string, channelId: string, ids: readonly string[]): Promise<Row[]> {
  return tx.query<Row>(
    `select i.id, i.item_number as "itemNumber", i.name, i.gtin, i.manufacturer_number as "manufacturerNumber",
       i.net_price as "netPrice", i.weight, i.tax_class_id as "taxClassId", k.active and i.active and not i.blocked as active
     from unnest($3::uuid[]) as u (id)
     join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = u.id
     join item i on i.tenant_id = $1 and i.id = u.id`,
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

/** Those of the categories that lie below the root of the channel. */
async function shownCategories(
  tx: Tx,
  tenant: string,
  facts: ChannelFacts,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (facts.rootCategoryId === null) return new Set(ids)
  const parents = await ancestorsOf(tx, tenant, ids)
  const isBelow = (id: string) => {
    for (let at = parents.get(id); at; at = parents.get(at)) if (at === facts.rootCategoryId) return true
    return false
  }
  return new Set(ids.filter(isBelow))
}

interface Parts {
  readonly facts: ChannelFacts
  readonly shown: ReadonlySet<string>
  readonly texts: ReadonlyMap<string, Awaited<ReturnType<typeof readItemTexts>>>
  readonly places: ReadonlyMap<string, readonly Place[]>
  readonly rulesOf: (itemId: string, base: string | null) => PriceFacts
}

function toChannel(item: Row, { facts, shown, ...parts }: Parts): ItemForChannel {
  const rate = facts.taxRates.get(item.taxClassId ?? facts.defaultTaxClass ?? '')
  const taxRate = plain(rate ?? '0')
  const gross = (net: string) => grossPrice(net, taxRate, facts.minorDigits)
  const resolved = resolvePrices(parts.rulesOf(item.id, item.netPrice))
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
    texts: textsOf(item, facts.language, parts.texts.get(item.id) ?? []),
    taxRate,
    currency: facts.currency,
    categoryIds: (parts.places.get(item.id) ?? []).map(row => row.categoryId).filter(id => shown.has(id)),
    ...(item.weight === null ? {} : { weight: plain(item.weight) }),
    prices: resolved.map(({ theirs, scales, special, why }) => ({
      ...(theirs === undefined ? {} : { groupTheirs: theirs }),
      scales: scales.map(({ from, net }) => ({ from: plain(from), net: plain(net), gross: gross(net) })),
      ...(special ? { special: { ...special, net: plain(special.net), gross: gross(special.net) } } : {}),
      why,
    })),
    ...(problem ? { problem } : {}),
  }
}

function textsOf(
  item: Row,
  language: string,
  rows: Awaited<ReturnType<typeof readItemTexts>>,
): ItemForChannel['texts'] {
  const texts = rows.map(({ language, text }) => [
    language,
    {
      name: text.name,
      ...(text.description === '' ? {} : { description: text.description }),
      ...(text.shortDescription === '' ? {} : { shortDescription: text.shortDescription }),
    },
  ])
  return { [language]: { name: item.name }, ...Object.fromEntries(texts) }
}

/** 10 and 10.00 are the same price, so they are sent as the same text. */
function plain(decimal: string): string {
  return exact(decimal).toFixed()
}
