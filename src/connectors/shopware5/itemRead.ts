import { exact } from '../../base/decimal.ts'
import { decimalText } from '../../port/exactJson.ts'
import type { LocalTexts, OutgoingStates, PriceState } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { shownAmount } from './find.ts'
import type { Globals } from './globals.ts'
import { articleOf, detailOf } from './itemNames.ts'
import { isRow, isTrue, keyOf, listOf, textOf } from './payloads.ts'
import { everyone } from './priceModels.ts'
import type { Session } from './session.ts'
import { mainShop } from './shopTexts.ts'

type Row = Readonly<Record<string, unknown>>
type Asked = readonly { readonly ref: Ref }[]

/** What the shop shows of items, one call for each article. Undefined for what it does not have. */
export function readItems(
  session: Session,
  list: Asked,
): Promise<readonly (Partial<OutgoingStates['item']> | undefined)[]> {
  return readEach(session, list, itemShown)
}

/** What the shop shows of the prices of items, one call for each article. Undefined for what it does not have. */
export function readPrices(
  session: Session,
  list: Asked,
): Promise<readonly (Partial<OutgoingStates['price']> | undefined)[]> {
  return readEach(session, list, (article, detail, globals) => {
    const variant = variantIn(article, detail)
    if (!variant) return undefined
    const itemNumber = isFamily(article) && detail === '' ? undefined : textOf(variant['number'])
    if (itemNumber === undefined) return {}
    return { itemNumber, prices: pricesShown(variant, rateOf(article), globals) }
  })
}

async function readEach<T>(
  session: Session,
  list: Asked,
  shown: (article: Row, detail: string, globals: Globals) => T | undefined,
): Promise<readonly (T | undefined)[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const articles = new Map<string, Row>()
  for (const article of new Set(list.map(({ ref }) => articleOf(ref.theirs)))) {
    if (article === '') continue
    const { data } = await session.api.get(`articles/${article}`, { considerTaxInput: '1' })
    if (isRow(data)) articles.set(article, data)
  }
  return list.map(({ ref }) => {
    const article = articles.get(articleOf(ref.theirs))
    return article && shown(article, detailOf(ref.theirs), globals)
  })
}

/** The fields of an item as an article shows them; of a child those of its variant, for all else is its parent's. */
export function itemShown(
  article: Row,
  detail: string,
  globals: Globals,
): Partial<OutgoingStates['item']> | undefined {
  const variant = variantIn(article, detail)
  if (!variant) return undefined
  if (detail === '' && isFamily(article))
    return { active: isTrue(article['active']), texts: textsShown(article, globals) }
  const isChild = detail !== '' && isConfigured(article)
  const weight = decimalText(variant['weight'])
  return {
    itemNumber: textOf(variant['number']),
    gtin: textOf(variant['ean']),
    manufacturerNumber: textOf(variant['supplierNumber']),
    ...(weight === undefined ? {} : { weight: exact(weight).toFixed() }),
    prices: pricesShown(variant, rateOf(article), globals),
    ...(isChild
      ? { active: isTrue(variant['active']) }
      : {
          // The place that a parent holds for its children is never active.
          active: isTrue(article['active']) && (detail === '' || isTrue(variant['active'])),
          texts: textsShown(article, globals),
        }),
  }
}

/** Whether children are sold of it: then its main variant is one of them. */
export function isFamily(article: Row): boolean {
  const main = article['mainDetail']
  const isMainChild = isRow(main) && listOf(main['configuratorOptions']).length > 0
  return isConfigured(article) && (isMainChild || listOf(article['details']).length > 0)
}

/** Whether it is sold in variations. */
export function isConfigured(article: Row): boolean {
  return isRow(article['configuratorSet']) || keyOf(article['configuratorSetId']) !== ''
}

/** The variants of an article: the main one stands apart from the others. */
export function variantsIn(article: Row): readonly Row[] {
  const main = article['mainDetail']
  const others = listOf(article['details']).filter(isRow)
  return isRow(main) ? [main, ...others.filter(one => keyOf(one['id']) !== keyOf(main['id']))] : others
}

/** Percent of tax; undefined where the article does not say it. */
export function rateOf(article: Row): string | undefined {
  const { tax } = article
  const rate = isRow(tax) ? decimalText(tax['tax']) : undefined
  return rate === undefined ? undefined : exact(rate).toFixed()
}

/** Texts by language: those of the article in that of the main shop, and its translations. */
export function textsShown(article: Row, globals: Globals): LocalTexts {
  const main = mainShop(globals)?.language || 'de'
  const translated = listOf(article['translations'])
    .filter(isRow)
    .flatMap((row): [string, Row][] => {
      const shop = globals.shops.find(({ id }) => id === keyOf(row['shopId']))
      return shop && shop.language !== '' && shop.language !== main ? [[shop.language, row]] : []
    })
  return Object.fromEntries(
    [...translated, [main, article] as const].flatMap(([language, row]) => {
      const name = textOf(row['name'])
      return name === '' ? [] : [[language, textShown(row, name)]]
    }),
  )
}

function textShown(row: Row, name: string): LocalTexts[string] {
  const said = (value: unknown) => (typeof value === 'string' ? value : '')
  return { name, description: said(row['descriptionLong']), shortDescription: said(row['description']) }
}

function variantIn(article: Row, detail: string): Row | undefined {
  const variants = variantsIn(article)
  return detail === '' ? variants[0] : variants.find(one => keyOf(one['id']) === detail)
}

// With tax where the group is entered with it (`considerTaxInput`). The other one follows from the rate.
function pricesShown(variant: Row, rate: string | undefined, globals: Globals): readonly PriceState[] {
  const rows = listOf(variant['prices']).filter(isRow)
  const lists = Map.groupBy(rows, row => textOf(row['customerGroupKey']) || everyone)
  const factor = exact(rate ?? '0')
    .div(100)
    .plus(1)
  const found = [...lists].flatMap(([key, own]): PriceState[] => {
    const isGross = globals.groups.find(one => one.key === key)?.isGross ?? key === everyone
    const scales = own.flatMap(row => {
      // Of a special price the usual one is the one that stands struck out beside it.
      const struck = decimalText(row['pseudoPrice'])
      const price = struck !== undefined && exact(struck).gt(0) ? struck : decimalText(row['price'])
      const from = decimalText(row['from']) ?? '1'
      if (price === undefined) return []
      const [net, gross] = isGross
        ? [exact(price).div(factor).toDecimalPlaces(6).toFixed(), shownAmount(price, 4)]
        : [shownAmount(price, 6), exact(price).times(factor).toDecimalPlaces(4).toFixed()]
      return [{ from: exact(from).lte(1) ? '0' : from, net, gross }]
    })
    const price = { scales: scales.sort((a, b) => exact(a.from).comparedTo(exact(b.from))) }
    const group = { ...price, group: { no: 0, theirs: key } }
    return key === everyone ? [price, group] : [group]
  })
  return found.sort((a, b) => Number(Boolean(a.group)) - Number(Boolean(b.group)))
}
