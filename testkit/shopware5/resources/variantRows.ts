/** Variants as rows: the fields of a main one and of every other. */
import { invalid, notFound, ShopError } from '../shopError.ts'
import type { ShopState } from '../state.ts'
import { type Json, names, numberOf, type Row, rowOf, rowsOf, textOf, truthOf } from '../wire.ts'
import { readPrices, shownPrices } from './prices.ts'

const texts = ['supplierNumber', 'additionalText', 'ean', 'packUnit', 'shippingTime']
const numbers = [
  ...['inStock', 'stockMin', 'weight', 'width', 'len', 'height', 'purchasePrice', 'position', 'minPurchase'],
  ...['purchaseSteps', 'maxPurchase', 'purchaseUnit', 'referenceUnit', 'unitId'],
]
const truths = ['active', 'lastStock', 'shippingFree']

const fresh: Row = {
  ...Object.fromEntries(texts.map(name => [name, null])),
  ...Object.fromEntries(numbers.map(name => [name, null])),
  inStock: 0,
  stockMin: 0,
  position: 0,
  minPurchase: 1,
  active: true,
  lastStock: false,
  shippingFree: false,
  releaseDate: null,
  attribute: {},
  prices: [],
  configuratorOptions: [],
}

/** Stores what a body says of a variant of that article, new where there is none. Throws ShopError. */
export function writeVariant(
  state: ShopState,
  article: Row,
  held: Row | undefined,
  body: Row,
): Row & { id: number } {
  const { variants } = state.tables
  const number = names(body, 'number') ? textOf(body['number']) : textOf(held?.['number'])
  checkNumber(state, number, held)
  const tax = numberOf(state.tables.taxes.get(article['taxId'])?.['tax'])
  const changes: Row = { articleId: article['id'] ?? null, number }
  for (const name of texts) if (names(body, name)) changes[name] = textOf(body[name])
  for (const name of numbers)
    if (names(body, name)) changes[name] = body[name] === null ? null : numberOf(body[name])
  for (const name of truths) if (names(body, name)) changes[name] = truthOf(body[name])
  if (names(body, 'releaseDate')) changes['releaseDate'] = body['releaseDate'] ?? null
  if (names(body, 'shippingTime')) changes['shippingTime'] = shippingTime(state, textOf(body['shippingTime']))
  if (names(body, 'attribute'))
    changes['attribute'] = { ...rowOf(held?.['attribute']), ...rowOf(body['attribute']) }
  if (names(body, 'unit')) changes['unitId'] = unitOf(state, rowOf(body['unit']))
  if (names(body, 'prices')) {
    const given = readPrices(state, body['prices'], tax)
    const keeps =
      rowOf(body['__options_prices'])['replace'] === undefined
        ? !state.quirks.collectionsReplaced
        : !truthOf(rowOf(body['__options_prices'])['replace'])
    changes['prices'] = keeps ? [...rowsOf(held?.['prices']), ...given] : given
  }
  if (names(body, 'configuratorOptions')) changes['configuratorOptions'] = readOptions(article, body)
  if (held) return Object.assign(held, changes) as Row & { id: number }
  return variants.add({ ...fresh, ...changes })
}

function checkNumber(state: ShopState, number: string, held: Row | undefined): void {
  if (!/^[a-zA-Z0-9-_.]+$/.test(number)) throw invalid(`number: The number "${number}" is not valid`)
  const owner = state.tables.variants.find('number', number)
  if (!owner || owner['id'] === held?.['id']) return
  if (state.quirks.duplicateIs409)
    throw new ShopError(409, `The number ${number} is not unique`, {
      foundIds: [numberOf(owner['articleId'])],
    })
  throw new ShopError(400, `A product with the number "${number}" already exists`)
}

function shippingTime(state: ShopState, text: string): string {
  if (text.length <= 11) return text
  if (state.quirks.strictSql)
    throw new ShopError(
      500,
      `An exception occurred while executing 'UPDATE s_articles_details SET shippingtime = ?' with params ["${text}"]: SQLSTATE[22001]: Data too long for column 'shippingtime' at row 1`,
    )
  return text.slice(0, 11)
}

function unitOf(state: ShopState, given: Row): Json {
  const unit = textOf(given['unit'])
  const known = state.tables.units.find('unit', unit)
  return numberOf((known ?? state.tables.units.add({ unit, name: textOf(given['name']) }))['id'])
}

// Options name group and value; the set of the article has to know both.
function readOptions(article: Row, body: Row): readonly Row[] {
  const groups = rowsOf(rowOf(article['configuratorSet'])['groups'])
  return rowsOf(body['configuratorOptions']).map(one => {
    const groupName = textOf(one['group'])
    const optionName = textOf(one['option'] ?? one['name'])
    const group = groups.find(({ name }) => name === groupName)
    const option = rowsOf(group?.['options']).find(({ name }) => name === optionName)
    if (!option) throw new ShopError(400, `Configurator option ${groupName}/${optionName} not found`)
    return { id: option['id'] ?? null, groupId: group?.['id'] ?? null, name: optionName, position: 0 }
  })
}

/** Fields of a variant as they are answered. */
export function shownVariant(state: ShopState, variant: Row, gross: boolean): Row {
  const article = state.tables.articles.get(variant['articleId'])
  const tax = numberOf(state.tables.taxes.get(article?.['taxId'])?.['tax'])
  const unit = variant['unitId'] === null ? undefined : state.tables.units.get(variant['unitId'])
  return {
    ...variant,
    kind: article?.['mainDetailId'] === variant['id'] ? 1 : 2,
    prices: shownPrices(state, variant, tax, gross),
    ...(unit ? { unit } : {}),
  }
}

/** The variant with that id or number. Throws ShopError 404. */
export function variantBy(state: ShopState, id: string, byNumber: boolean): Row {
  const { variants } = state.tables
  const variant = byNumber ? variants.find('number', id) : variants.get(id)
  if (!variant) throw notFound('Variant', id, byNumber ? 'number' : 'id')
  return variant
}

/** The variants of an article. */
export function variantsOf(state: ShopState, articleId: Json | undefined): readonly Row[] {
  return state.tables.variants.all().filter(row => row['articleId'] === articleId)
}
