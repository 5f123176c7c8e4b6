import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { attributeKinds, readItemAttributes } from '../catalog/attributes.ts'
import { priceFrame, shownBasePrice } from '../catalog/basePriceShown.ts'
import { channelTextsOf } from '../catalog/channelTextStore.ts'
import { pricesOf } from '../catalog/groupPrices.ts'
import { readImageFiles, readImages } from '../catalog/imageStore.ts'
import { categoriesOfItem } from '../catalog/itemCategories.ts'
import { readCrossSelling } from '../catalog/itemCrossSelling.ts'
import { characteristicsOfItem, kinOfItem, placesOfItem, textCells } from '../catalog/itemDetail.ts'
import { readItem } from '../catalog/itemStore.ts'
import { readItemTexts } from '../catalog/itemTextStore.ts'
import { itemKinds } from '../catalog/listItems.ts'
import { byLanguage } from '../catalog/textFallback.ts'
import { type AspectAtShop, itemAspects, itemAtShops } from '../channels/itemAtShop.ts'
import { explain } from '../channels/reasons.ts'
import { shownFields, storedText } from './itemInput.ts'
import type { Context } from './operation.ts'

/** An image of an item with its smaller ones, as it is listed. */
export const imageShape = z.object({
  id: z.uuid(),
  hash: z.string(),
  mediaType: z.string(),
  width: z.int(),
  height: z.int(),
  sort: z.int(),
  alt: z.record(z.string(), z.string()),
  channelIds: z.array(z.uuid()).readonly(),
  smaller: z.record(z.string(), z.string()).meta({
    description:
      'Hashes of smaller ones, by the pixels of their longer side. GET /api/v1/files/:hash gives the bytes.',
  }),
})
const place = z.object({ at: z.enum(['channel', 'everyone']), language: z.string() })
const atShop = z.object({
  about: z.enum(itemAspects),
  state: z.enum(['accepted', 'waiting', 'sending', 'refused', 'nothing']),
  at: z.date().nullable(),
  code: z.string().nullable(),
  /** Refused: why, and what to do; the field and the words of the other side. */
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
  field: z.string().nullable(),
  text: z.string().nullable(),
})

/** An item with all that is said of it and all that its page asks for. */
export const itemShape = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  kind: z.enum(itemKinds),
  gtin: z.string().nullable(),
  netPrice: z.string().nullable(),
  active: z.boolean(),
  ...shownFields,
  taxClassId: z.uuid().nullable(),
  blocked: z.boolean(),
  stockManaged: z.boolean(),
  oversell: z.boolean(),
  buffer: z.string(),
  version: z.int(),
  /** Of everything that "item.save" changes: given back there, it refuses what somebody else has changed meanwhile. */
  seen: z.string(),
  currency: z.string(),
  /** Percent; null: none is known. */
  taxRate: z.string().nullable(),
  /** The base price both ways; null: none, or no tax rate. */
  basePrice: z.object({ net: z.string(), gross: z.string(), perUnit: z.string().optional() }).nullable(),
  texts: z.record(z.string(), storedText),
  channelTexts: z.array(z.object({ channelId: z.uuid(), language: z.string(), text: storedText })),
  /** In which something is said or told, the company's first. */
  languages: z.array(z.string()).readonly(),
  /** Each channel in each language: where a field that is empty there is looked for. */
  textCells: z
    .array(
      z.object({
        channelId: z.uuid(),
        language: z.string(),
        told: z.boolean(),
        fallback: z.array(place).readonly(),
      }),
    )
    .readonly(),
  categories: z.array(z.object({ id: z.uuid(), name: z.string() })).readonly(),
  characteristics: z
    .array(
      z.object({
        characteristicId: z.uuid(),
        characteristic: z.string(),
        valueId: z.uuid(),
        value: z.string(),
      }),
    )
    .readonly(),
  /** `language` is "" where it is not translated; not `sent`: a field of one's own. */
  attributes: z
    .array(
      z.object({
        attributeId: z.uuid(),
        name: z.string(),
        sent: z.boolean(),
        kind: z.enum(attributeKinds),
        language: z.string(),
        value: z.string(),
      }),
    )
    .readonly(),
  /** What is shown beside it, in the order of groups and places. */
  crossSelling: z
    .array(
      z.object({
        groupId: z.uuid(),
        group: z.string(),
        itemId: z.uuid(),
        itemNumber: z.string(),
        name: z.string(),
      }),
    )
    .readonly(),
  images: z.array(imageShape).readonly(),
  prices: z
    .array(
      z.object({
        customerGroupId: z.uuid(),
        group: z.string(),
        from: z.string(),
        net: z.string().nullable(),
        gross: z.string().nullable(),
      }),
    )
    .readonly(),
  /** Where it is sold, or was. */
  channels: z
    .array(
      z.object({
        channelId: z.uuid(),
        channel: z.string(),
        active: z.boolean(),
        reserve: z.string(),
        cap: z.string().nullable(),
        oversell: z.boolean(),
        /** What the shop knows of it. */
        shop: z.array(atShop).readonly(),
      }),
    )
    .readonly(),
  /** Where it was never sold. */
  otherChannels: z.array(z.object({ channelId: z.uuid(), channel: z.string() })).readonly(),
  manufacturer: z.string().nullable(),
  parent: z.object({ id: z.uuid(), itemNumber: z.string(), name: z.string() }).nullable(),
  /** Of a child: its value of each variation. */
  values: z.array(z.object({ variation: z.string(), value: z.string() })).readonly(),
  count: z.object({ children: z.int(), parts: z.int(), kits: z.int() }),
})

/** An item as `itemShape` says it, in a fixed number of statements. Throws ITEM_UNKNOWN. */
export async function showItem(tx: Tx, context: Context, id: string) {
  const { tenant, kontor } = context
  const item = await readItem(tx, tenant, id)
  const [texts, own, categories, prices, places, kin, characteristics, values, beside, images, frame] =
    await Promise.all([
      readItemTexts(tx, tenant, [id]),
      channelTextsOf(tx, tenant, 'item', id),
      categoriesOfItem(tx, tenant, id),
      pricesOf(tx, tenant, id),
      placesOfItem(tx, tenant, id),
      kinOfItem(tx, tenant, id),
      characteristicsOfItem(tx, tenant, id),
      readItemAttributes(tx, tenant, [id]),
      readCrossSelling(tx, tenant, [id]),
      imagesOf(tx, tenant, id),
      priceFrame(tx, tenant, item.taxClassId, kontor.now()),
    ])
  const standard = byLanguage(texts)
  const channelTexts = own.map(({ channelId, language, text }) => ({ channelId, language, text }))
  const { languages, cells } = textCells(places, standard, channelTexts, frame.language)
  const sold = places.filter(one => one.active !== null)
  const known = Map.groupBy(
    await itemAtShops(
      tx,
      tenant,
      id,
      sold.map(one => one.channelId),
    ),
    one => one.channelId,
  )
  const shown = {
    ...item,
    kind: itemKinds.find(one => one === item.kind) ?? 'simple',
    texts: Object.fromEntries(texts.map(({ language, text }) => [language, text])),
    channelTexts,
    categories,
    characteristics,
    attributes: values.map(({ itemId: _, ...value }) => value),
    channels: sold.map(({ channelId, channel, active, reserve, cap, oversell }) => ({
      channelId,
      channel,
      active: active === true,
      reserve,
      cap,
      oversell,
    })),
  }
  const { parent, values: ofVariations, children, parts, kits, manufacturer } = kin
  return {
    ...shown,
    seen: createHash('sha256').update(JSON.stringify(shown)).digest('hex'),
    currency: frame.currency,
    taxRate: frame.taxRate,
    basePrice: shownBasePrice(item, frame),
    languages,
    textCells: cells,
    crossSelling: beside.map(({ groupId, group, otherId, itemNumber, name }) => ({
      groupId,
      group,
      itemId: otherId,
      itemNumber,
      name,
    })),
    images,
    prices,
    channels: shown.channels.map(channel => ({
      ...channel,
      shop: (known.get(channel.channelId) ?? []).map(one => explained(one, context.language)),
    })),
    otherChannels: places
      .filter(one => one.active === null)
      .map(({ channelId, channel }) => ({ channelId, channel })),
    manufacturer,
    parent,
    values: ofVariations,
    count: { children, parts, kits },
  }
}

/** The images of an item in their order, with their smaller ones. */
export async function imagesOf(tx: Tx, tenant: string, itemId: string) {
  const rows = await readImages(tx, tenant, [itemId])
  const files = await readImageFiles(
    tx,
    tenant,
    rows.map(row => row.hash),
  )
  return rows.flatMap(({ itemId: _, ...row }) => {
    const found = files.get(row.hash)
    return found ? [{ ...row, ...found }] : []
  })
}

function explained(one: AspectAtShop, language: Language) {
  const said = one.code === null ? undefined : explain(one.code, { detail: one.text ?? '', kinds: one.about })
  return { ...one, reason: said?.[language] ?? null, remedy: said?.remedy[language] ?? null }
}
