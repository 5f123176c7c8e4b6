import type {
  CategoryRecord,
  CharacteristicRecord,
  ImageRecord,
  InventoryKind,
  InventoryRecord,
  ItemRecord,
  ManufacturerRecord,
  NamedValue,
} from '../../port/inventory.ts'
import type { LocalTexts } from '../../port/outgoing.ts'
import { decimal, idOf, modelsIn, type Reader, wholeOf } from './inventoryFields.ts'
import { pricesOf, specialsOf } from './inventoryPrices.ts'
import { isModel, languageOf, nameOf, textOf } from './payloads.ts'

type Model = Readonly<Record<string, unknown>>

/**
 * What the shop says of one of its objects, in neutral words. Never throws: a field that is none is left out and named. Texts
 * stay as they are, HTML included; entities are decoded in names alone.
 */
export function recordOf(kind: InventoryKind, model: Model, timeZone: string): InventoryRecord {
  const reader: Reader = { timeZone, unread: [] }
  const record = makers[kind](model, reader)
  return reader.unread.length === 0 ? record : { ...record, unread: [...new Set(reader.unread)].slice(0, 20) }
}

const makers: {
  readonly [K in InventoryKind]: (model: Model, reader: Reader) => InventoryRecord
} = { category, manufacturer, characteristic, item, image }

function category(model: Model, reader: Reader): CategoryRecord {
  return {
    active: model['isActive'] !== false,
    sort: wholeOf(model['sort'], 'sort', reader),
    texts: textsOf(model),
  }
}

// It has one name for all languages.
function manufacturer(model: Model): ManufacturerRecord {
  const name = nameOf(model['name'])
  const texts = textsOf(model)
  const url = textOf(model['websiteUrl'])
  return {
    ...(url === '' ? {} : { url }),
    texts: Object.fromEntries(
      Object.entries(texts).map(([language, text]) => [language, { ...text, name: text.name || name }]),
    ),
  }
}

function characteristic(model: Model, reader: Reader): CharacteristicRecord {
  return {
    sort: wholeOf(model['sort'], 'sort', reader),
    texts: textsOf(model),
    values: valuesOf(model['values'], 'values', reader, 'value'),
  }
}

function item(model: Model, reader: Reader): ItemRecord {
  const amount = (name: string) => aboveZero(decimal(model[name], name, reader))
  const [weight, shippingWeight] = [amount('productWeight'), amount('shippingWeight')]
  const size = ['length', 'width', 'height'].flatMap(name => {
    const value = amount(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const taxRate = decimal(model['vat'], 'vat', reader)
  const stock = isModel(model['stockLevel']) ? model['stockLevel']['stockLevel'] : model['stockLevel']
  const onHand = decimal(stock, 'stockLevel', reader)
  const [manufacturerNumber, maker] = [textOf(model['manufacturerNumber']), idOf(model['manufacturerId'])]
  const unit = modelsIn(model['i18ns'])
    .map(text => textOf(text['unitName']))
    .find(Boolean)
  const basePrice = basePriceOf(model, amount)
  return {
    active: model['isActive'] !== false,
    isParent: model['isMasterProduct'] === true,
    texts: textsOf(model),
    ...(taxRate === undefined ? {} : { taxRate }),
    ...(manufacturerNumber === '' ? {} : { manufacturerNumber }),
    ...(maker === '' ? {} : { manufacturer: maker }),
    categories: [...new Set(modelsIn(model['categories']).map(one => idOf(one['categoryId'])))].filter(
      Boolean,
    ),
    prices: pricesOf(model, reader),
    specials: specialsOf(model, reader),
    ...(onHand === undefined ? {} : { stock: onHand }),
    stockManaged: model['considerStock'] === true,
    oversell: model['permitNegativeStock'] === true,
    variations: modelsIn(model['variations']).flatMap(one => {
      const [named] = valuesOf([one], 'variations', reader, 'name')
      return named ? [{ ...named, values: valuesOf(one['values'], 'variations.values', reader, 'name') }] : []
    }),
    attributes: attributesOf(model),
    characteristics: modelsIn(model['specifics']).flatMap(one => {
      const [own, value] = [idOf(one['id']), idOf(one['specificValueId'])]
      return value === '' ? [] : [{ characteristic: own, value }]
    }),
    ...(weight === undefined ? {} : { weight }),
    ...(shippingWeight === undefined || shippingWeight === weight ? {} : { shippingWeight }),
    ...(size.length === 0 ? {} : { size: Object.fromEntries(size) }),
    ...(unit === undefined ? {} : { unit }),
    ...(basePrice ? { basePrice } : {}),
  }
}

function image(model: Model, reader: Reader): ImageRecord {
  const alt = modelsIn(model['i18ns']).flatMap(text => {
    const [language, words] = [languageOf(text), nameOf(text['altText'])]
    return language !== undefined && words !== '' ? [[language, words] as const] : []
  })
  return {
    item: idOf(model['foreignKey']),
    url: textOf(model['remoteUrl']),
    sort: wholeOf(model['sort'], 'sort', reader),
    alt: Object.fromEntries(alt),
  }
}

function attributesOf(model: Model): ItemRecord['attributes'] {
  const found: Record<string, string | Record<string, string>> = {}
  for (const attribute of modelsIn(model['attributes'])) {
    const said = modelsIn(attribute['i18ns']).map(text => ({
      language: languageOf(text),
      name: nameOf(text['name']),
      value: textOf(text['value']),
    }))
    const name = said.find(one => one.name !== '')?.name
    if (name === undefined || said.every(one => one.value === '')) continue
    const values = said.flatMap(({ language, value }) =>
      language === undefined || value === '' ? [] : [[language, value] as const],
    )
    found[name] =
      attribute['isTranslated'] === true && values.length > 1
        ? Object.fromEntries(values)
        : (said.find(one => one.value !== '')?.value ?? '')
  }
  return found
}

function basePriceOf(model: Model, amount: (name: string) => string | undefined): ItemRecord['basePrice'] {
  if (model['considerBasePrice'] !== true) return undefined
  const [content, baseAmount] = [amount('measurementQuantity'), amount('basePriceQuantity')]
  const [contentUnit, baseUnit] = [textOf(model['measurementUnitCode']), textOf(model['basePriceUnitCode'])]
  if (content === undefined || baseAmount === undefined || contentUnit === '' || baseUnit === '')
    return undefined
  return { content, contentUnit, baseAmount, baseUnit }
}

function valuesOf(value: unknown, path: string, reader: Reader, name: 'name' | 'value'): NamedValue[] {
  return modelsIn(value).map((one, place) => ({
    theirs: idOf(one['id']),
    sort: wholeOf(one['sort'], `${path}.sort`, reader) || place,
    texts: textsOf(one, name),
  }))
}

/** Texts by language; of one language that comes twice the last that has a name. */
function textsOf(model: Model, nameField = 'name'): LocalTexts {
  const texts: Record<string, LocalTexts[string]> = {}
  for (const text of modelsIn(model['i18ns'])) {
    const language = languageOf(text)
    if (language === undefined) continue
    const name = nameOf(text[nameField])
    if (texts[language]?.name && name === '') continue
    texts[language] = {
      name,
      ...said('description', text['description']),
      ...said('shortDescription', text['shortDescription']),
      ...said('path', text['urlPath']),
      ...said('metaTitle', text['titleTag']),
      ...said('metaDescription', text['metaDescription']),
      ...said('metaKeywords', text['metaKeywords']),
    }
  }
  return texts
}

function said(field: string, value: unknown): Readonly<Record<string, string>> {
  const text = textOf(value)
  return text === '' ? {} : { [field]: text }
}

function aboveZero(text: string | undefined): string | undefined {
  return text !== undefined && Number(text) > 0 ? text : undefined
}
