/** Articles as rows: what a body makes of one, with all its collections. */
import { invalid, notFound, ShopError } from '../shopError.ts'
import { now, type ShopState } from '../state.ts'
import { type Json, names, numberOf, type Row, rowOf, rowsOf, textOf, truthOf } from '../wire.ts'
import { variantsOf, writeVariant } from './variantRows.ts'

const texts = ['name', 'description', 'descriptionLong', 'keywords', 'metaTitle', 'template']
const truths = ['active', 'highlight', 'notification']
const others = ['pseudoSales', 'priceGroupId', 'availableFrom', 'availableTo', 'added']
/** Collections that are kept as they come. */
const kept = ['related', 'similar', 'downloads', 'links', 'customerGroups', 'seoCategories']

const fresh: Row = {
  ...Object.fromEntries([...texts, ...others].map(name => [name, null])),
  ...Object.fromEntries(kept.map(name => [name, []])),
  active: false,
  highlight: false,
  notification: false,
  pseudoSales: 0,
  categories: [],
  images: [],
  propertyValues: [],
  filterGroupId: null,
  configuratorSet: null,
}

/** Stores what a body says of an article with everything inside, new where there is none; all or nothing. Throws ShopError. */
export function writeArticle(state: ShopState, held: Row | undefined, body: Row): number {
  const putBack = backUp(state, held)
  try {
    return write(state, held, body)
  } catch (error) {
    // One transaction: what was written before the error goes again.
    putBack()
    throw error
  }
}

function write(state: ShopState, held: Row | undefined, body: Row): number {
  const { articles } = state.tables
  if (!held) {
    const main = rowOf(body['mainDetail'])
    if (textOf(body['name']) === '') throw invalid('name: Dieser Wert sollte nicht leer sein.')
    if (textOf(main['number']) === '') throw invalid('mainDetail.number: Dieser Wert sollte nicht leer sein.')
    if (!names(body, 'tax') && !names(body, 'taxId')) throw missingOf('tax')
    if (!names(body, 'supplier') && !names(body, 'supplierId')) throw missingOf('supplier')
    if (rowsOf(main['prices']).length === 0) throw missingOf('mainDetail.prices')
  } else if (names(body, 'name') && textOf(body['name']) === '')
    throw invalid('name: Dieser Wert sollte nicht leer sein.')
  const article = held ?? articles.add({ ...fresh, added: now(state), changed: now(state) })
  Object.assign(article, readFields(state, article, body), { changed: now(state) })
  writeVariants(state, article, body)
  writeTranslations(state, article, body)
  return numberOf(article['id'])
}

function missingOf(name: string): ShopError {
  return new ShopError(400, `A required parameter is missing: ${name}`)
}

function readFields(state: ShopState, article: Row, body: Row): Row {
  const changes: Row = {}
  for (const name of texts) if (names(body, name)) changes[name] = textOf(body[name])
  for (const name of truths) if (names(body, name)) changes[name] = truthOf(body[name])
  for (const name of others) if (names(body, name)) changes[name] = body[name] ?? null
  if (names(body, 'taxId') || names(body, 'tax')) changes['taxId'] = taxOf(state, body)
  if (names(body, 'supplierId') || names(body, 'supplier')) changes['supplierId'] = supplierOf(state, body)
  for (const name of kept)
    if (names(body, name)) changes[name] = collected(state, article, body, name, rowsOf(body[name]))
  if (names(body, 'categories'))
    changes['categories'] = collected(
      state,
      article,
      body,
      'categories',
      rowsOf(body['categories']).map(one => ({ id: categoryOf(state, one) })),
    )
  if (names(body, 'images')) changes['images'] = readImages(state, article, body)
  if (names(body, 'filterGroupId')) changes['filterGroupId'] = groupOf(state, body['filterGroupId'])
  if (names(body, 'propertyValues'))
    changes['propertyValues'] = readValues(state, changes['filterGroupId'] ?? article['filterGroupId'], body)
  if (names(body, 'configuratorSet'))
    changes['configuratorSet'] = readSet(article['configuratorSet'], rowOf(body['configuratorSet']))
  return changes
}

function replaces(state: ShopState, body: Row, name: string): boolean {
  const option = rowOf(body[`__options_${name}`])['replace']
  if (option !== undefined) return truthOf(option)
  return name === 'images' && state.quirks.imagesAppended ? false : state.quirks.collectionsReplaced
}

function collected(
  state: ShopState,
  article: Row,
  body: Row,
  name: string,
  given: readonly Row[],
): readonly Row[] {
  if (replaces(state, body, name)) return given
  const before = rowsOf(article[name]).filter(
    one => !given.some(({ id }) => id !== undefined && id === one['id']),
  )
  return [...before, ...given]
}

function taxOf(state: ShopState, body: Row): number {
  const { taxes } = state.tables
  if (names(body, 'taxId')) {
    if (!taxes.get(body['taxId'])) throw notFound('Tax', textOf(body['taxId']))
    return numberOf(body['taxId'])
  }
  const tax = taxes.all().find(one => numberOf(one['tax']) === numberOf(body['tax']))
  if (!tax) throw new ShopError(400, `Tax by taxrate ${textOf(body['tax'])} not found`)
  return numberOf(tax['id'])
}

function supplierOf(state: ShopState, body: Row): number {
  const { manufacturers } = state.tables
  if (names(body, 'supplierId')) {
    if (!manufacturers.get(body['supplierId'])) throw notFound('Supplier', textOf(body['supplierId']))
    return numberOf(body['supplierId'])
  }
  const name = textOf(body['supplier'])
  if (name === '') throw invalid('supplier: Dieser Wert sollte nicht leer sein.')
  return numberOf((manufacturers.find('name', name) ?? manufacturers.add({ name }))['id'])
}

// By id, or by the names on the way, of which those that are missing are made below the root.
function categoryOf(state: ShopState, given: Row): number {
  const { categories } = state.tables
  if (names(given, 'id')) {
    if (!categories.get(given['id'])) throw notFound('Category', textOf(given['id']))
    return numberOf(given['id'])
  }
  let parentId = 1
  for (const name of textOf(given['path']).split('|')) {
    const known = categories.all().find(one => one['parentId'] === parentId && one['name'] === name)
    parentId = numberOf((known ?? categories.add({ name, parentId, active: true, position: 0 }))['id'])
  }
  return parentId
}

let nextImage = 1

function readImages(state: ShopState, article: Row, body: Row): readonly Row[] {
  const held = rowsOf(article['images'])
  const given = rowsOf(body['images']).map(one => {
    const known = held.find(({ id }) => id === numberOf(one['id']))
    const mediaId = numberOf(one['mediaId'] ?? known?.['mediaId'])
    if (!state.tables.media.get(mediaId)) throw notFound('Media', String(mediaId))
    return {
      id: numberOf(known?.['id']) || nextImage++,
      articleId: article['id'] ?? null,
      mediaId,
      position: numberOf(one['position'] ?? known?.['position']),
      main: numberOf(one['main'] ?? known?.['main'] ?? 2),
      description: textOf(one['description'] ?? known?.['description']),
    }
  })
  const before = replaces(state, body, 'images')
    ? []
    : held.filter(one => !given.some(({ id }) => id === one['id']))
  const all: Row[] = [...before, ...given]
  // There is always one that stands for the article.
  const main = all.findLast(({ main: which }) => which === 1) ?? all[0]
  return all.map(one => ({ ...one, main: one === main ? 1 : 2 }))
}

function groupOf(state: ShopState, id: Json | undefined): Json {
  if (id === null || id === undefined) return null
  if (!state.tables.propertyGroups.get(id)) throw notFound('Property group', textOf(id))
  return numberOf(id)
}

let nextValue = 1

function readValues(state: ShopState, groupId: Json | undefined, body: Row): readonly Row[] {
  const group = groupId === null ? undefined : state.tables.propertyGroups.get(groupId)
  const given = rowsOf(body['propertyValues'])
  if (given.length > 0 && !group) throw new ShopError(400, 'There is no propertyGroup specified')
  return given.map(one => {
    const options = rowsOf(group?.['options'])
    const wanted = rowOf(one['option'])
    const known = options.find(({ id, name }) =>
      names(wanted, 'id') ? id === numberOf(wanted['id']) : name === wanted['name'],
    )
    const option: Row = known ?? { id: 1000 + nextValue++, name: textOf(wanted['name']), filterable: true }
    if (!known && group) group['options'] = [...options, option]
    const values = rowsOf(option['values'])
    const value = values.find(({ value: text }) => text === textOf(one['value'])) ?? {
      id: nextValue++,
      value: textOf(one['value']),
      optionId: option['id'] ?? null,
      position: numberOf(one['position']),
    }
    option['values'] = [...values.filter(other => other !== value), value]
    return value
  })
}

let nextOption = 1

function readSet(held: Json | undefined, given: Row): Row {
  const before = rowsOf(rowOf(held)['groups'])
  return {
    id: numberOf(rowOf(held)['id']) || nextOption++,
    name: textOf(given['name']),
    type: numberOf(given['type']),
    groups: rowsOf(given['groups']).map((group, position) => {
      const known = before.find(({ name }) => name === group['name'])
      return {
        id: numberOf(known?.['id']) || nextOption++,
        name: textOf(group['name']),
        position: numberOf(group['position'] ?? position),
        options: rowsOf(group['options']).map((option, place) => ({
          id:
            numberOf(rowsOf(known?.['options']).find(({ name }) => name === option['name'])?.['id']) ||
            nextOption++,
          name: textOf(option['name']),
          position: numberOf(option['position'] ?? place),
        })),
      }
    }),
  }
}

function writeVariants(state: ShopState, article: Row, body: Row): void {
  const { variants } = state.tables
  const mainHeld = variants.get(article['mainDetailId'] ?? 0)
  if (names(body, 'mainDetail')) {
    const main = writeVariant(state, article, mainHeld, rowOf(body['mainDetail']))
    article['mainDetailId'] = main.id
  }
  if (!names(body, 'variants')) return
  const written = rowsOf(body['variants']).map(given => {
    const own = variantsOf(state, article['id'])
    const held = own.find(row =>
      names(given, 'id') ? row['id'] === numberOf(given['id']) : row['number'] === given['number'],
    )
    const row = writeVariant(state, article, held, given)
    if (truthOf(given['isMain'])) moveMain(state, article, row)
    return row.id
  })
  if (!replaces(state, body, 'variants')) return
  for (const row of variantsOf(state, article['id']))
    if (row['id'] !== article['mainDetailId'] && !written.includes(numberOf(row['id'])))
      variants.remove(numberOf(row['id']))
}

// The number of the parent goes: the variant takes the place of the main one.
function moveMain(state: ShopState, article: Row, variant: Row): void {
  const before = state.tables.variants.get(article['mainDetailId'] ?? 0)
  if (before === variant || !state.quirks.mainNumberMoves) return
  article['mainDetailId'] = variant['id'] ?? null
  if (before) state.movedNumbers.set(numberOf(article['id']), textOf(before['number']))
  if (before && rowsOf(before['configuratorOptions']).length === 0)
    state.tables.variants.remove(numberOf(before['id']))
}

function writeTranslations(state: ShopState, article: Row, body: Row): void {
  const { translations } = state.tables
  for (const given of rowsOf(body['translations'])) {
    const { shopId, ...data } = given
    const key = numberOf(article['id'])
    const known = translations
      .all()
      .find(one => one['type'] === 'article' && one['key'] === key && one['shopId'] === numberOf(shopId))
    if (known) known['data'] = { ...rowOf(known['data']), ...data }
    else translations.add({ type: 'article', key, shopId: numberOf(shopId), data })
  }
}

function backUp(state: ShopState, held: Row | undefined): () => void {
  const { articles, variants, manufacturers, propertyGroups } = state.tables
  const tables = [articles, manufacturers, propertyGroups]
  const ids = tables.map(({ rows }) => new Set(rows.keys()))
  const before = held && structuredClone(held)
  const own = held ? variantsOf(state, held['id']).map(row => [row, structuredClone(row)] as const) : []
  const known = new Set(variants.rows.keys())
  return () => {
    for (const [n, { rows }] of tables.entries())
      for (const id of rows.keys()) if (!ids[n]?.has(id)) rows.delete(id)
    for (const id of variants.rows.keys()) if (!known.has(id)) variants.rows.delete(id)
    if (held && before) {
      for (const key of Object.keys(held)) delete held[key]
      Object.assign(held, before)
    }
    for (const [row, copy] of own) {
      Object.assign(row, copy)
      variants.rows.set(numberOf(copy['id']), row)
    }
  }
}

/** Takes an article away with its variants and translations. */
export function removeArticle(state: ShopState, article: Row): void {
  for (const row of variantsOf(state, article['id'])) state.tables.variants.remove(numberOf(row['id']))
  for (const row of state.tables.translations.all())
    if (row['type'] === 'article' && row['key'] === article['id'])
      state.tables.translations.remove(numberOf(row['id']))
  state.tables.articles.remove(numberOf(article['id']))
}

/** Takes a variant away; with the main one the next takes its place, with the last one the article goes. */
export function removeVariant(state: ShopState, variant: Row): void {
  const article = state.tables.articles.get(variant['articleId'])
  state.tables.variants.remove(numberOf(variant['id']))
  if (!article || article['mainDetailId'] !== variant['id']) return
  const [next] = variantsOf(state, article['id'])
  if (next) article['mainDetailId'] = next['id'] ?? null
  else removeArticle(state, article)
}
