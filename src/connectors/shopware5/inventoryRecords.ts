import { exact } from '../../base/decimal.ts'
import type { InventoryObject, ItemRecord } from '../../port/inventory.ts'
import type { Globals } from './globals.ts'
import {
  amount,
  articleTexts,
  decimal,
  named,
  placeOf,
  type Reader,
  rowsIn,
  said,
} from './inventoryFields.ts'
import { noManufacturer } from './itemModels.ts'
import { namedKey } from './itemNames.ts'
import { isConfigured, isFamily, rateOf, variantsIn } from './itemRead.ts'
import { itemKey } from './keys.ts'
import { isRow, isTrue, keyOf, textOf } from './payloads.ts'
import { everyone } from './priceModels.ts'
import { mainShop } from './shopTexts.ts'

type Row = Readonly<Record<string, unknown>>

/** A category; roots of shops are none: ours lie below them. */
export function categoryObject(row: Row, globals: Globals): readonly InventoryObject[] {
  const [theirs, parent] = [keyOf(row['id']), keyOf(row['parentId'])]
  const roots = new Set(globals.shops.map(one => one.category))
  if (parent === '' || roots.has(theirs)) return []
  const name = textOf(row['name'])
  const reader: Reader = { unread: [] }
  const texts = named(name, globals, {
    ...said('description', row['cmsText']),
    ...said('metaTitle', row['metaTitle']),
    ...said('metaDescription', row['metaDescription']),
    ...said('metaKeywords', row['metaKeywords']),
  })
  const sort = placeOf(row['position'], 'position', reader)
  const record = { active: isTrue(row['active']), sort, texts, ...unreadIn(reader) }
  return [{ theirs, name, parent: roots.has(parent) ? '' : parent, record }]
}

/** A manufacturer; the one that stands for none is left out. */
export function manufacturerObject(row: Row, globals: Globals): readonly InventoryObject[] {
  const name = textOf(row['name'])
  if (isNobody(name, globals)) return []
  const url = textOf(row['link'])
  const texts = named(name, globals, {
    ...said('description', row['description']),
    ...said('metaTitle', row['metaTitle']),
    ...said('metaDescription', row['metaDescription']),
    ...said('metaKeywords', row['metaKeywords']),
  })
  return [{ theirs: keyOf(row['id']), name, record: { ...(url === '' ? {} : { url }), texts } }]
}

/** The properties of a group; their values are known by the items that have them. */
export function propertyObjects(row: Row, globals: Globals): readonly InventoryObject[] {
  const group = keyOf(row['id'])
  return rowsIn(row['options']).flatMap((option, at): InventoryObject[] => {
    const name = textOf(option['name'])
    if (name === '') return []
    const values = rowsIn(option['values']).flatMap((value, sort) => {
      const text = textOf(value['value'])
      return text === '' ? [] : [{ theirs: namedKey(group, name, text), sort, texts: named(text, globals) }]
    })
    return [
      { theirs: namedKey(group, name), name, record: { sort: at, texts: named(name, globals), values } },
    ]
  })
}

/** The images of an article, where the shop says under which address they lie. */
export function imageObjects(row: Row, globals: Globals): readonly InventoryObject[] {
  const article = keyOf(row['id'])
  const [main] = variantsIn(row)
  const item = isConfigured(row) || !main ? article : itemKey(article, keyOf(main['id']))
  return rowsIn(row['images']).flatMap((image): InventoryObject[] => {
    const media = keyOf(image['mediaId'])
    const url = [image['path'], isRow(image['media']) ? image['media']['path'] : '']
      .map(textOf)
      .find(isAddress)
    if (media === '' || url === undefined) return []
    const reader: Reader = { unread: [] }
    const name = textOf(image['description'])
    const sort = placeOf(image['position'], 'position', reader)
    const language = mainShop(globals)?.language || 'de'
    const alt = name === '' ? {} : { [language]: name }
    return [{ theirs: `${article}/${media}`, name, record: { item, url, sort, alt, ...unreadIn(reader) } }]
  })
}

/**
 * The items of an article: itself, or its parent and the children. A parent has no number there; so that it can be made here it has that
 * of its main variant, with an ending that no number of ours has by chance.
 */
export function itemObjects(row: Row, globals: Globals): readonly InventoryObject[] {
  const article = keyOf(row['id'])
  const variants = variantsIn(row)
  const [main] = variants
  if (!main) return []
  const name = textOf(row['name'])
  if (!isConfigured(row))
    return [itemObject(row, main, globals, { theirs: itemKey(article, keyOf(main['id'])), name })]
  const number = isFamily(row) ? `${textOf(main['number'])}${parentEnding}` : textOf(main['number'])
  const parent = itemObject(row, main, globals, { theirs: article, name, number, gtin: '' })
  if (!isFamily(row)) return [parent]
  const children = variants
    .filter(variant => rowsIn(variant['configuratorOptions']).length > 0)
    .map(variant =>
      itemObject(row, variant, globals, {
        theirs: itemKey(article, keyOf(variant['id'])),
        name,
        parent: article,
      }),
    )
  return [parent, ...children]
}

/** The end of the number that a parent is given here. */
export const parentEnding = '.V'

function itemObject(
  article: Row,
  variant: Row,
  globals: Globals,
  own: Partial<InventoryObject> & { readonly theirs: string; readonly name: string },
): InventoryObject {
  const isChild = own.parent !== undefined
  const isParent = !isChild && isConfigured(article)
  const reader: Reader = { unread: [] }
  const taxRate = rateOf(article)
  const stock = isParent ? undefined : decimal(variant['inStock'], 'inStock', reader, 3)
  const supplier = isRow(article['supplier']) ? article['supplier'] : {}
  const maker = isNobody(textOf(supplier['name']), globals) ? '' : keyOf(article['supplierId'])
  const record: ItemRecord = {
    active: isTrue(article['active']) && (isParent || isTrue(variant['active'])),
    isParent,
    texts: articleTexts(article, globals),
    ...(taxRate === undefined ? {} : { taxRate }),
    ...said('manufacturerNumber', isParent ? '' : textOf(variant['supplierNumber'])),
    ...(maker === '' ? {} : { manufacturer: maker }),
    categories: isChild
      ? []
      : [...new Set(rowsIn(article['categories']).map(one => keyOf(one['id'])))].filter(Boolean),
    ...pricesOf(variant, globals, reader),
    ...(stock === undefined ? {} : { stock }),
    stockManaged: true,
    oversell: !isTrue(variant['lastStock']),
    variations: variationsOf(article, variant, isChild, globals),
    attributes: isParent ? {} : attributesOf(variant),
    characteristics: isChild ? [] : characteristicsOf(article),
    ...measuresOf(isParent ? {} : variant, reader),
    ...unreadIn(reader),
  }
  return { number: textOf(variant['number']), gtin: textOf(variant['ean']), parent: '', ...own, record }
}

function variationsOf(
  article: Row,
  variant: Row,
  isChild: boolean,
  globals: Globals,
): ItemRecord['variations'] {
  const set = isRow(article['configuratorSet']) ? article['configuratorSet'] : {}
  const key = keyOf(article['id'])
  const chosen = new Set(rowsIn(variant['configuratorOptions']).map(one => keyOf(one['id'])))
  return rowsIn(set['groups']).flatMap((group, sort) => {
    const name = textOf(group['name'])
    const options = rowsIn(group['options'] ?? optionsOf(set, group)).filter(
      one => !isChild || chosen.has(keyOf(one['id'])),
    )
    const values = options.flatMap((option, at) => {
      const value = textOf(option['name'])
      return value === ''
        ? []
        : [{ theirs: namedKey(key, name, value), sort: at, texts: named(value, globals) }]
    })
    return name === '' || values.length === 0
      ? []
      : [{ theirs: namedKey(key, name), sort, texts: named(name, globals), values }]
  })
}

// Some shops list all options beside the groups.
function optionsOf(set: Row, group: Row): readonly Row[] {
  return rowsIn(set['options']).filter(one => keyOf(one['groupId']) === keyOf(group['id']))
}

// Net, as the shop keeps all prices; what is struck out is the usual price, and the other one holds now.
function pricesOf(variant: Row, globals: Globals, reader: Reader): Pick<ItemRecord, 'prices' | 'specials'> {
  const lists = new Map<string, { from: string; net: string }[]>()
  const specials: ItemRecord['specials'][number][] = []
  for (const row of rowsIn(variant['prices'])) {
    const key = textOf(row['customerGroupKey']) || everyone
    const group = key === everyone || !globals.groups.some(one => one.key === key) ? {} : { group: key }
    const net = decimal(row['price'], 'prices.price', reader, 6)
    const usual = amount(row['pseudoPrice'], 'prices.pseudoPrice', reader)
    const from = decimal(row['from'], 'prices.from', reader, 0) ?? '1'
    if (net === undefined) continue
    const isSpecial = usual !== undefined && exact(usual).gt(exact(net))
    const scales = lists.get(key) ?? []
    lists.set(key, scales)
    const isFirst = exact(from).lte(1)
    scales.push({ from: isFirst ? '0' : from, net: isSpecial ? usual : net })
    if (isSpecial && isFirst) specials.push({ ...group, net, active: true })
  }
  return {
    prices: [...lists].map(([key, scales]) => ({ ...(key === everyone ? {} : { group: key }), scales })),
    specials,
  }
}

function attributesOf(variant: Row): Readonly<Record<string, string>> {
  const attribute = isRow(variant['attribute']) ? variant['attribute'] : {}
  return Object.fromEntries(
    Object.entries(attribute).flatMap(([name, value]) =>
      /^attr([1-9]|1\d|20)$/.test(name) && textOf(value) !== '' ? [[name, textOf(value)] as const] : [],
    ),
  )
}

function characteristicsOf(article: Row): ItemRecord['characteristics'] {
  const group = keyOf(article['filterGroupId'])
  return rowsIn(article['propertyValues']).flatMap(value => {
    const option = isRow(value['option']) ? textOf(value['option']['name']) : ''
    const text = textOf(value['value'])
    if (group === '' || option === '' || text === '') return []
    return [{ characteristic: namedKey(group, option), value: namedKey(group, option, text) }]
  })
}

function measuresOf(variant: Row, reader: Reader): Partial<ItemRecord> {
  const weight = amount(variant['weight'], 'weight', reader)
  const [length, width, height] = ['len', 'width', 'height'].map(name => amount(variant[name], name, reader))
  const size = { ...(length ? { length } : {}), ...(width ? { width } : {}), ...(height ? { height } : {}) }
  const unit = textOf(variant['packUnit'])
  const [content, baseAmount] = ['purchaseUnit', 'referenceUnit'].map(name =>
    amount(variant[name], name, reader),
  )
  const measure = isRow(variant['unit']) ? textOf(variant['unit']['unit']) : ''
  return {
    ...(weight === undefined ? {} : { weight }),
    ...(Object.keys(size).length === 0 ? {} : { size }),
    ...(unit === '' ? {} : { unit }),
    ...(content === undefined || baseAmount === undefined || measure === ''
      ? {}
      : { basePrice: { content, contentUnit: measure, baseAmount, baseUnit: measure } }),
  }
}

function isNobody(name: string, globals: Globals): boolean {
  return name === noManufacturer(mainShop(globals)?.language)
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

function unreadIn({ unread }: Reader): { readonly unread?: readonly string[] } {
  return unread.length === 0 ? {} : { unread: [...new Set(unread)].slice(0, 20) }
}
