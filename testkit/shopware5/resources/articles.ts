/** Articles: the list, one with everything inside, and what may be written. */
import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, notFound, ShopError } from '../shopError.ts'
import type { ShopState } from '../state.ts'
import { type Json, names, numberOf, type Row, rowOf, rowsOf, textOf, truthOf } from '../wire.ts'
import { removeArticle, writeArticle } from './articleRows.ts'
import { fetchImages } from './media.ts'
import type { Resource } from './resource.ts'
import { shownVariant, variantsOf } from './variantRows.ts'

const model: Model = {
  name: 'Shopware\\Models\\Article\\Article',
  properties: sameNames(
    ...['id', 'mainDetailId', 'supplierId', 'taxId', 'priceGroupId', 'filterGroupId', 'name', 'description'],
    ...['descriptionLong', 'added', 'active', 'highlight', 'keywords', 'metaTitle', 'changed', 'template'],
    ...['pseudoSales', 'notification', 'availableFrom', 'availableTo'],
  ),
}

const scalars = Object.keys(model.properties)

export const articles: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.articles.all(), query, state.quirks.unsorted)
    return { rows: rows.map(row => listed(state, row)), total }
  },
  one: (state, id, byNumber, query) => whole(state, articleBy(state, id, byNumber), query),
  async fetch(state, body) {
    return fetchImages(state, body)
  },
  create(state, body) {
    refuse(state, body)
    return writeArticle(state, undefined, body)
  },
  change(state, id, body, byNumber) {
    const held = articleBy(state, id, byNumber)
    refuse(state, withNumber(state, held, body))
    return writeArticle(state, held, body)
  },
  upsert(state, body) {
    const number = textOf(rowOf(body['mainDetail'])['number'] ?? body['number'])
    const held = names(body, 'id')
      ? articleBy(state, textOf(body['id']), false)
      : state.tables.articles.get(state.tables.variants.find('number', number)?.['articleId'] ?? 0)
    refuse(state, held ? withNumber(state, held, body) : body)
    const id = writeArticle(state, held, body)
    return { operation: held ? 'update' : 'create', id }
  },
  remove(state, id, byNumber) {
    if (byNumber || !/^\d+$/.test(id))
      throw new ShopError(500, "Deleting products by number isn't possible, yet.")
    removeArticle(state, articleBy(state, id, false))
    return {}
  },
}

function articleBy(state: ShopState, id: string, byNumber: boolean): Row {
  const { articles: table, variants } = state.tables
  const article = byNumber ? table.get(variants.find('number', id)?.['articleId'] ?? 0) : table.get(id)
  if (!article) throw notFound('Article', id, byNumber ? 'number' : 'id')
  return article
}

function times(state: ShopState, article: Row): Row {
  const iso = (value: Json | undefined) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d \d/.test(value) ? state.times.iso(value) : (value ?? null)
  return { added: iso(article['added']), changed: iso(article['changed']) }
}

function listed(state: ShopState, article: Row): Row {
  const main = state.tables.variants.get(article['mainDetailId'] ?? 0)
  const { prices: _, configuratorOptions: __, ...detail } = main ?? {}
  return {
    ...Object.fromEntries(scalars.map(key => [key, article[key] ?? null])),
    ...times(state, article),
    mainDetail: main ? detail : null,
  }
}

function whole(state: ShopState, article: Row, query: Row): Row {
  const { variants, media, categories, propertyGroups, taxes, manufacturers } = state.tables
  const gross = truthOf(query['considerTaxInput'])
  const main = variants.get(article['mainDetailId'] ?? 0)
  const group = article['filterGroupId'] === null ? undefined : propertyGroups.get(article['filterGroupId'])
  const places = rowsOf(article['categories']).map(({ id }) => ({
    id: id ?? null,
    name: categories.get(id)?.['name'] ?? null,
  }))
  const translated = rowsOf(translationsOf(state, article))
  const language = translated.find(one => textOf(one['shopId']) === textOf(query['language']))
  return {
    ...article,
    ...times(state, article),
    ...(language ? rowOf(language['data']) : {}),
    mainDetail: main ? shownVariant(state, main, gross) : null,
    details: variantsOf(state, article['id'])
      .filter(row => row !== main)
      .map(row => shownVariant(state, row, gross)),
    tax: taxes.get(article['taxId']) ?? null,
    supplier: manufacturers.get(article['supplierId']) ?? null,
    propertyGroup: group ? { id: group['id'] ?? null, name: group['name'] ?? null } : null,
    categories: state.quirks.categoriesById
      ? Object.fromEntries(places.map(one => [textOf(one.id), one]))
      : places,
    images: rowsOf(article['images']).map(one => {
      const file = media.get(one['mediaId'])
      return { ...one, path: file?.['name'] ?? null, extension: file?.['extension'] ?? null }
    }),
    translations: Object.fromEntries(
      translated.map(one => [
        textOf(one['shopId']),
        { shopId: one['shopId'] ?? null, ...rowOf(one['data']) },
      ]),
    ),
  }
}

function translationsOf(state: ShopState, article: Row): readonly Row[] {
  return state.tables.translations
    .all()
    .filter(one => one['type'] === 'article' && one['key'] === numberOf(article['id']))
}

function withNumber(state: ShopState, article: Row, body: Row): Row {
  const number = state.tables.variants.get(article['mainDetailId'] ?? 0)?.['number'] ?? null
  return { ...body, mainDetail: { number, ...rowOf(body['mainDetail']) } }
}

function refuse(state: ShopState, body: Row): void {
  const reason = state.refuse('articles', body)
  if (reason !== undefined) throw invalid(reason)
}
