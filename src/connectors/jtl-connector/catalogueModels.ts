import { jsonNumber } from '../../port/exactJson.ts'
import type { CategoryState, ItemState, Outgoing } from '../../port/outgoing.ts'
import { familyModel } from './familyModels.ts'
import type { Globals } from './globals.ts'
import { priceModels, specialPrices } from './priceModels.ts'
import { noId, pageTexts, textsFor } from './wireText.ts'

/**
 * Models of the catalogue, complete: a push replaces the object, and what is left out falls back to its default. Our
 * number alone names it (`["", no]`): with both ids the endpoint would link them anew without looking (where that is meant,
 * `withLinked` adds theirs). Parts name their parent once more, as generation 3 wants it.
 */
export function categoryModel({ ref, state }: Outgoing<'category'>, globals: Globals): object {
  const { parent, active, sort, texts } = state satisfies CategoryState
  const id = ['', ref.no]
  return {
    id,
    parentCategoryId: parent ? ['', parent.no] : noId,
    isActive: active,
    sort,
    attributes: [],
    customerGroups: [],
    invisibilities: [],
    i18ns: textsFor(texts, globals).map(({ languageISO, text }) => ({
      categoryId: id,
      languageISO,
      name: text.name,
      ...pageTexts(text),
    })),
  }
}

/** A product with its texts, prices, categories, variations and stock. `master`: its parent, where it is at hand. */
export function productModel(
  { ref, state }: Outgoing<'item'>,
  globals: Globals,
  master: ItemState | undefined,
): object {
  const id = ['', ref.no]
  const weight = jsonNumber(state.weight ?? '0')
  const item = { no: ref.no, itemNumber: state.itemNumber, taxRate: state.taxRate }
  return {
    id,
    masterProductId: state.parent ? ['', state.parent.no] : noId,
    manufacturerId:
      state.manufacturer && 'ref' in state.manufacturer ? ['', state.manufacturer.ref.no] : noId,
    sku: state.itemNumber,
    ean: state.gtin ?? '',
    manufacturerNumber: state.manufacturerNumber ?? '',
    isActive: state.active,
    vat: jsonNumber(state.taxRate),
    taxRates: taxRates(state.taxRate, globals),
    considerStock: state.stock.managed,
    permitNegativeStock: state.stock.oversell,
    // Nested: generation 3 refuses a plain number.
    stockLevel: { productId: id, stockLevel: jsonNumber(state.stock.offered) },
    productWeight: weight,
    shippingWeight: jsonNumber(state.shippingWeight ?? state.weight ?? '0'),
    ...sizeOf(state),
    ...basePriceOf(state),
    i18ns: textsFor(state.texts, globals).map(({ languageISO, text }) => ({
      productId: id,
      languageISO,
      name: text.name,
      shortDescription: text.shortDescription ?? '',
      ...(state.unit === undefined ? {} : { unitName: state.unit }),
      ...pageTexts(text),
    })),
    categories: state.categories.map(({ no }) => ({ id: noId, productId: id, categoryId: ['', no] })),
    prices: priceModels(item, state.prices),
    specialPrices: specialPrices(ref.no, state.prices),
    attributes: attributes(state, globals, id),
    specifics: (state.characteristics ?? []).map(({ characteristic, value }) => ({
      id: ['', characteristic.no],
      productId: id,
      specificValueId: ['', value.no],
    })),
    ...familyModel(state, master, globals, id),
  }
}

// Centimetres, as they are kept here.
function sizeOf({ size }: ItemState): object {
  if (!size) return {}
  return Object.fromEntries(Object.entries(size).map(([name, value]) => [name, jsonNumber(value)]))
}

// The content goes by its unit's code; the price is shown per the base amount of its own.
function basePriceOf({ basePrice }: ItemState): object {
  if (!basePrice) return {}
  const { content, contentUnit, baseAmount, baseUnit } = basePrice
  return {
    considerBasePrice: true,
    measurementQuantity: jsonNumber(content),
    measurementUnitCode: contentUnit,
    basePriceQuantity: jsonNumber(baseAmount),
    basePriceUnitCode: baseUnit,
    basePriceUnitName: baseUnit,
  }
}

// Shops guess the tax class of a product from its rate and country.
function taxRates(rate: string, { taxRates: known }: Globals): readonly object[] {
  const number = Number(rate)
  const same = known.filter(entry => Number(entry.rate) === number)
  const countries = same.length === 0 ? [''] : same.map(entry => entry.country ?? '')
  return countries.map(countryIso => ({ id: noId, rate: jsonNumber(rate), countryIso }))
}

function attributes(state: ItemState, globals: Globals, productId: readonly unknown[]): readonly object[] {
  const [first] = textsFor(state.texts, globals)
  if (!first || !state.attributes) return []
  return Object.entries(state.attributes).map(([name, value]) => ({
    id: noId,
    productId,
    isTranslated: false,
    isCustomProperty: false,
    type: 'string',
    i18ns: [{ productAttrId: noId, languageISO: first.languageISO, name, value }],
  }))
}
