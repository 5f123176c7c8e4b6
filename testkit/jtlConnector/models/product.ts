/** Product with prices, texts, variations, and in 3.x the table of variation combinations. */
import type { ShopItem, ShopPrice, ShopSpecialPrice, ShopVariation } from '../shopData.ts'
import type { Wire, WireModel } from '../wire.ts'
import type { ModelWriter } from './writer.ts'

/** The wire model of an item. */
export function writeProduct(item: ShopItem, writer: ModelWriter): WireModel {
  const back = writer.parent('productId', 'Product', item.id)
  return {
    ...writeIdentities(item, writer),
    ...writeFacts(item),
    ...writeMeasures(item, writer),
    creationDate: writer.time(item.createdAt),
    modified: writer.time(item.createdAt),
    availableFrom: null,
    newReleaseDate: null,
    minBestBeforeDate: null,
    nextAvailableInflowDate: null,
    manufacturer: null,
    stockLevel: { ...back, stockLevel: writer.number(item.stock) },
    attributes: (item.attributes ?? []).map(({ key, value }) => writeAttribute(item.id, key, value, writer)),
    categories: (item.categoryIds ?? []).map(categoryId => ({
      id: writer.own(`${item.id}_${categoryId}`),
      categoryId: writer.id('Category', categoryId),
      ...back,
    })),
    checksums: [],
    configGroups: [],
    customerGroupPackagingQuantities: [],
    fileDownloads: [],
    i18ns: item.texts.map(text =>
      writer.inLanguage(text.language, {
        ...back,
        deliveryStatus: '',
        description: text.description ?? '',
        measurementUnitName: '',
        metaDescription: text.metaDescription ?? '',
        metaKeywords: text.metaKeywords ?? '',
        name: writer.name(text.name),
        shortDescription: text.shortDescription ?? '',
        titleTag: text.titleTag ?? '',
        unitName: '',
        urlPath: text.urlPath ?? '',
      }),
    ),
    invisibilities: [],
    mediaFiles: [],
    partsLists: [],
    prices: writePrices(item, writer, back),
    specialPrices: (item.specialPrices ?? []).map((special, place) =>
      writeSpecial(item, special, place, writer, back),
    ),
    specifics: (item.specifics ?? []).map(({ specificId, valueId }) => ({
      id: writer.id('Specific', specificId),
      ...back,
      specificValueId: writer.id('SpecificValue', valueId),
    })),
    taxRates: writeTaxRates(item, writer),
    variations: (item.variations ?? []).map((variation, sort) =>
      writeVariation(variation, sort, writer, back),
    ),
    warehouseInfo: [],
    ...(writer.quirks.backReferences ? { varCombinations: writeCombinations(item, writer) } : {}),
    ...writer.extras(),
  }
}

/** All prices of an item, one model per customer group; the first is for everyone. */
function writePrices(item: ShopItem, writer: ModelWriter, back: WireModel): Wire {
  const all: readonly ShopPrice[] = [
    { customerGroupId: null, fromQuantity: 0, net: item.priceNet },
    ...(item.prices ?? []),
  ]
  const groups = [...new Set(all.map(price => price.customerGroupId))]
  return groups.map(groupId => {
    const priceId = `${item.id}_${groupId ?? '0'}`
    const ofPrice = writer.quirks.backReferences ? { productPriceId: writer.own(priceId) } : {}
    return {
      id: writer.own(priceId),
      customerGroupId: writer.id('CustomerGroup', groupId),
      customerId: writer.own(null),
      productId: writer.id('Product', item.id),
      ...(writer.quirks.backReferences
        ? { sku: item.sku, vat: writer.number(item.vat), taxClassId: writer.own(null) }
        : {}),
      items: all
        .filter(price => price.customerGroupId === groupId)
        .map(price => ({ ...ofPrice, netPrice: writer.number(price.net), quantity: price.fromQuantity })),
      ...back,
    }
  })
}

function writeSpecial(
  item: ShopItem,
  special: ShopSpecialPrice,
  place: number,
  writer: ModelWriter,
  back: WireModel,
): WireModel {
  const { from = null, until = null, untilStock, active = true } = special
  return {
    id: writer.own(`${item.id}_special_${place}`),
    ...back,
    activeFromDate: writer.time(from),
    activeUntilDate: writer.time(until),
    considerDateLimit: from !== null || until !== null,
    considerStockLimit: untilStock !== undefined,
    isActive: active,
    stockLimit: untilStock ?? 0,
    items: [
      {
        customerGroupId: writer.id('CustomerGroup', special.customerGroupId),
        priceNet: writer.number(special.net),
      },
    ],
  }
}

function writeIdentities(item: ShopItem, writer: ModelWriter): WireModel {
  return {
    id: writer.id('Product', item.id),
    masterProductId: writer.id('Product', item.masterId),
    manufacturerId: writer.id('Manufacturer', item.manufacturerId),
    basePriceUnitId: writer.own(null),
    measurementUnitId: writer.own(null),
    partsListId: writer.own(null),
    productTypeId: writer.own(null),
    shippingClassId: writer.own(null),
    taxClassId: writer.own(null),
    unitId: writer.own(null),
  }
}

function writeFacts(item: ShopItem): WireModel {
  return {
    sku: item.sku,
    ean: item.ean ?? '',
    asin: '',
    epid: '',
    isbn: '',
    upc: '',
    taric: '',
    unNumber: '',
    hazardIdNumber: '',
    originCountry: item.originCountry ?? '',
    manufacturerNumber: item.manufacturerNumber ?? '',
    serialNumber: '',
    keywords: '',
    note: '',
    basePriceUnitCode: '',
    basePriceUnitName: '',
    measurementUnitCode: '',
    isActive: item.active,
    isMasterProduct: item.isMaster ?? false,
    isNewProduct: false,
    isTopProduct: false,
    isBatch: false,
    isBestBefore: false,
    isSerialNumber: false,
    isDivisible: false,
    considerStock: item.considerStock ?? true,
    considerVariationStock: false,
    considerBasePrice: false,
    permitNegativeStock: item.allowsOverselling ?? false,
    discountable: true,
    sort: item.sort ?? 0,
    additionalHandlingTime: 0,
    supplierDeliveryTime: 0,
  }
}

function writeMeasures(item: ShopItem, writer: ModelWriter): WireModel {
  return {
    vat: writer.number(item.vat),
    purchasePrice: writer.number(item.purchasePrice),
    recommendedRetailPrice: writer.number(item.recommendedPrice),
    productWeight: writer.number(item.weight),
    shippingWeight: writer.number(item.weight),
    height: 0,
    length: 0,
    width: 0,
    minimumOrderQuantity: 0,
    minimumQuantity: 0,
    packagingQuantity: 0,
    measurementQuantity: 0,
    basePriceDivisor: 0,
    basePriceFactor: 0,
    basePriceQuantity: 0,
    supplierStockLevel: 0,
    nextAvailableInflowQuantity: 0,
  }
}

function writeAttribute(itemId: string, key: string, value: string, writer: ModelWriter): WireModel {
  const attributeId = `${itemId}_${key}`
  return {
    id: writer.id('ProductAttribute', attributeId),
    ...writer.parent('productId', 'Product', itemId),
    isCustomProperty: false,
    isTranslated: false,
    ...(writer.quirks.backReferences ? {} : { type: 'string' }),
    i18ns: [
      writer.inLanguage('de', {
        ...writer.parent('productAttrId', 'ProductAttribute', attributeId),
        name: writer.name(key),
        value,
      }),
    ],
  }
}

function writeTaxRates(item: ShopItem, writer: ModelWriter): Wire {
  const rates = writer.state.globals.taxRates.filter(rate => rate.rate === item.vat)
  return rates.map(rate => ({
    id: writer.id('TaxRate', rate.id),
    countryIso: rate.country,
    rate: writer.number(rate.rate),
  }))
}

function writeVariation(
  variation: ShopVariation,
  sort: number,
  writer: ModelWriter,
  back: WireModel,
): WireModel {
  const ofVariation = writer.parent('productVariationId', 'ProductVariation', variation.id)
  return {
    id: writer.id('ProductVariation', variation.id),
    ...back,
    sort,
    type: 'select',
    i18ns: [writer.inLanguage('de', { ...ofVariation, name: writer.name(variation.name) })],
    invisibilities: [],
    values: variation.values.map((value, valueSort) => ({
      id: writer.id('ProductVariationValue', value.id),
      ...ofVariation,
      ean: '',
      extraWeight: 0,
      sku: value.sku ?? '',
      sort: valueSort,
      stockLevel: 0,
      extraCharges: [],
      i18ns: [
        writer.inLanguage('de', {
          ...writer.parent('productVariationValueId', 'ProductVariationValue', value.id),
          name: writer.name(value.name),
        }),
      ],
      invisibilities: [],
    })),
  }
}

/** One row per child and variation, on the master (3.x only). */
function writeCombinations(master: ShopItem, writer: ModelWriter): Wire {
  if (!master.isMaster) return []
  return writer.state.store.childrenOf(master.id).flatMap(child =>
    (child.variations ?? []).map(variation => ({
      productId: writer.id('Product', child.id),
      productVariationId: writer.id('ProductVariation', variation.id),
      productVariationValueId: writer.id('ProductVariationValue', variation.values[0]?.id),
    })),
  )
}
