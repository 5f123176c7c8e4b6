import { exact, rounded } from '../../base/decimal.ts'
import { jsonNumber } from '../../port/exactJson.ts'
import { smallestIn } from '../../port/measures.ts'
import type { ItemState, Outgoing, SendResult, StockState, VariationState } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import type { Globals } from './globals.ts'
import { articleOf, isItemNumber, keyNumber, namedKey, namesIn } from './itemNames.ts'
import { pricePart, priceProblem } from './priceModels.ts'
import { mainShop, ownText, textProblem, translatedTexts } from './shopTexts.ts'

type Item = Outgoing<'item'>

/** Whether an item is sold in variations that are items: an article with a configurator, and no variant of its own. */
export function isParent({ state }: Item): boolean {
  return !state.parent && (state.variations?.length ?? 0) > 0
}

/** What the shop takes of an item that is nobody's child: its article and, of one that is sold itself, its variant. */
export function articleModel(element: Item, globals: Globals): Readonly<Record<string, unknown>> {
  const { state, ref } = element
  const article = articleOf(ref.theirs)
  const own = ownText(state.texts, globals)
  return {
    ...(article === '' ? {} : { id: jsonNumber(article) }),
    name: own?.name ?? '',
    // The shop's short description is that of search engines too.
    description: own?.shortDescription ?? own?.metaDescription ?? '',
    descriptionLong: own?.description ?? '',
    keywords: own?.metaKeywords ?? '',
    metaTitle: own?.metaTitle ?? '',
    active: state.active,
    tax: jsonNumber(state.taxRate),
    ...supplierOf(state, globals),
    categories: state.categories.map(({ theirs }) => ({ id: keyNumber(theirs) })),
    ...wholeLists,
    ...propertiesOf(state),
    ...shownBeside(element),
    ...translationsOf(state, globals),
    ...(isParent(element) ? parentParts(element, globals) : { mainDetail: variantModel(state, globals) }),
  }
}

// The shop replaces lists as a whole anyway; said so, it does in each of its versions.
const wholeLists = Object.fromEntries(
  ['categories', 'related', 'similar', 'propertyValues'].map(name => [
    `__options_${name}`,
    { replace: true },
  ]),
)

/** What the shop takes of a variant: of an item that is sold, or of a child. Empty texts empty a field there. */
export function variantModel(state: ItemState, globals: Globals): Readonly<Record<string, unknown>> {
  return {
    number: state.itemNumber,
    active: state.active,
    supplierNumber: state.manufacturerNumber ?? '',
    ean: state.gtin ?? '',
    weight: numberOrNone(state.weight ?? state.shippingWeight),
    len: numberOrNone(state.size?.length),
    width: numberOrNone(state.size?.width),
    height: numberOrNone(state.size?.height),
    packUnit: state.unit ?? '',
    ...basePriceOf(state),
    ...stockFields(state.stock),
    ...attributesOf(state),
    ...pricePart(state.prices, globals.groups),
  }
}

/** What may be offered: whole pieces, and whether the shop stops selling at none. */
export function stockFields({ offered, managed, oversell }: StockState): {
  readonly inStock: number
  readonly lastStock: boolean
} {
  return { inStock: exact(offered).floor().toNumber(), lastStock: managed && !oversell }
}

/** Why an item cannot be sent; undefined for one that can. */
export function itemProblem({ state }: Item, globals: Globals): SendResult | undefined {
  if (!isItemNumber(state.itemNumber))
    return { result: 'rejected', code: 'ITEM_NUMBER_REFUSED', field: 'itemNumber', text: state.itemNumber }
  return textProblem(state.texts, globals) ?? priceProblem(state.prices, globals.groups)
}

/** What the shop calls the variations of a parent and their values, for its children to name. */
export function variationKeys({ state }: Item, article: string, globals: Globals): readonly Ref[] {
  return (state.variations ?? []).flatMap(({ ref, texts, values }) => {
    const group = ownText(texts, globals)?.name ?? ''
    const options = values.map(value => ({
      no: value.ref.no,
      theirs: namedKey(article, group, ownText(value.texts, globals)?.name ?? ''),
    }))
    return [{ no: ref.no, theirs: namedKey(article, group) }, ...options]
  })
}

/** The options that a child has, by the names that its parent was accepted with. Undefined where one is not known there. */
export function optionsOf(
  chosen: ItemState['chosen'],
): readonly { readonly group: string; readonly option: string }[] | undefined {
  const options = (chosen ?? []).map(({ value }) => namesIn(value.theirs))
  if (options.length === 0) return undefined
  const named = options.flatMap(([group, option]) => (group && option ? [{ group, option }] : []))
  return named.length === options.length ? named : undefined
}

// The groups and options of a parent, in the order in which they are chosen.
function configuratorSet(
  variations: readonly VariationState[],
  globals: Globals,
): { readonly type: 0; readonly groups: readonly object[] } {
  return {
    type: 0,
    groups: variations.map(({ texts, values }, at) => ({
      name: ownText(texts, globals)?.name ?? '',
      position: at,
      options: [...values]
        .sort((a, b) => a.sort - b.sort)
        .map((value, position) => ({ name: ownText(value.texts, globals)?.name ?? '', position })),
    })),
  }
}

function numberOrNone(text: string | undefined): unknown {
  return text === undefined ? null : jsonNumber(text)
}

function supplierOf({ manufacturer }: ItemState, globals: Globals): object {
  if (manufacturer && 'ref' in manufacturer) return { supplierId: keyNumber(manufacturer.ref.theirs) }
  return { supplier: manufacturer?.name || noManufacturer(mainShop(globals)?.language) }
}

/** The shop takes no item without a manufacturer: one of this name stands for none. */
export function noManufacturer(language: string | undefined): string {
  return language === 'de' || !language ? 'Ohne Hersteller' : 'No manufacturer'
}

// All characteristics lie in one group; an item that has none is in none.
function propertiesOf({ characteristics }: ItemState): object {
  const values = (characteristics ?? []).flatMap(({ value }) => {
    const [option, name] = namesIn(value.theirs)
    const [group = ''] = value.theirs.split('/')
    return option && name ? [{ group, option: { name: option }, value: name }] : []
  })
  const [first] = values
  return {
    filterGroupId: first ? keyNumber(first.group) : null,
    propertyValues: values.map(({ option, value }) => ({ option, value })),
  }
}

const alike = /ähnlich|aehnlich|similar|alternativ/i

// The shop has two groups of its own: what is like it, and what goes with it.
function shownBeside({ state, ref }: Item): { readonly related: object[]; readonly similar: object[] } {
  const groups = state.crossSelling?.groups ?? []
  const isAlike = ({ texts }: (typeof groups)[number]) =>
    Object.values(texts).some(({ name }) => alike.test(name))
  const articles = (list: typeof groups) => {
    const ids = list.flatMap(({ items }) => items.map(item => articleOf(item.theirs)))
    const others = ids.filter(id => id !== '' && id !== articleOf(ref.theirs))
    return [...new Set(others)].map(id => ({ id: jsonNumber(id) }))
  }
  return {
    related: articles(groups.filter(one => !isAlike(one))),
    similar: articles(groups.filter(isAlike)),
  }
}

function translationsOf({ texts }: ItemState, globals: Globals): object {
  const translations = translatedTexts(texts, globals).map(({ shop, text }) => ({
    shopId: jsonNumber(shop),
    name: text.name,
    description: text.shortDescription ?? text.metaDescription ?? '',
    descriptionLong: text.description ?? '',
    keywords: text.metaKeywords ?? '',
    metaTitle: text.metaTitle ?? '',
  }))
  return translations.length === 0 ? {} : { translations }
}

/** Free text fields of an item in the shop, of which there are twenty. */
const attributeName = /^attr([1-9]|1\d|20)$/

function attributesOf({ attributes }: ItemState): object {
  const named = Object.entries(attributes ?? {}).filter(([name]) => attributeName.test(name))
  return named.length === 0 ? {} : { attribute: Object.fromEntries(named) }
}

// How much one piece holds and for how much the price is shown, both in the unit that it is shown in.
function basePriceOf({ basePrice }: ItemState): object {
  if (!basePrice) return { purchaseUnit: null, referenceUnit: null }
  const { content, contentUnit, baseAmount, baseUnit } = basePrice
  const held = exact(content).times(smallestIn(contentUnit)).div(smallestIn(baseUnit))
  return {
    purchaseUnit: jsonNumber(rounded(held, 4).toFixed()),
    referenceUnit: jsonNumber(baseAmount),
    unit: { unit: baseUnit, name: baseUnit },
  }
}

// A parent has no variant: until its first child comes, one that nobody can buy holds its place, under the number of the parent.
function parentParts({ state, ref }: Item, globals: Globals): object {
  const set = { configuratorSet: configuratorSet(state.variations ?? [], globals) }
  if (ref.theirs !== '' && !ref.theirs.includes('/')) return set
  const prices = pricePart(state.prices, globals.groups)
  return {
    ...set,
    mainDetail: { number: state.itemNumber, active: false, inStock: 0, lastStock: true, ...prices },
  }
}
